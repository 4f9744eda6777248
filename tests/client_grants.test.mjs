// Grants in the browser: fetched once for all tabs, renewed before they end, and channels that none covers.

import assert from "node:assert/strict"
import { describe, test } from "node:test"

import { startBrowser } from "./support/browser.mjs"
import { ownFolder } from "./support/folder.mjs"
import { startSite } from "./support/site.mjs"
import { assertAllArrive, assertOnlyPoller, newChannel, onlyPoller, openTabs } from "./support/tabs.mjs"
import { claims, signToken } from "./support/token.mjs"
import { waitFor } from "./support/wait.mjs"

const LONG = { ttlSeconds: 600 }

const site = await startSite(ownFolder("client-grants"))
const browser = await startBrowser()

describe("grants in the browser", { concurrency: true }, () => {
  test("one tab asks the provider, for the channels of all", async () => {
    const names = ["first", "second", "third"]
    const { tabs, channel, open, close } = await openTabs(browser, site, names, withProvider(LONG))
    await onlyPoller(tabs)
    assert.equal((await provided(tabs)).length, 1)

    const another = newChannel()
    tabs.push(await open("fourth", { channels: { [another]: { cursor: 0 } } }))
    await site.emit(another)
    await assertAllArrive(tabs.slice(-1), another, 1)
    const asked = await provided(tabs)
    assert.deepEqual(
      asked.map(({ channels, reason }) => [channels, reason]),
      [
        [[channel], "poll"],
        [[channel, another], "poll"]
      ]
    )

    const leader = await onlyPoller(tabs)
    const others = tabs.filter((tab) => tab !== leader)
    const before = (await provided(others)).length
    await leader.close()
    await assertOnlyPoller(others, await onlyPoller(others))
    assert.equal((await provided(others)).length, before, "the new leader has the old one's grant")
    await close()
  })

  test("a grant is renewed before it ends, by one tab, and no poll is refused", async () => {
    const provider = withProvider({ ttlSeconds: 4 }, { tokenRefreshWindow: 2_000 })
    const { tabs, channel, close } = await openTabs(browser, site, ["first", "second"], provider)
    await waitFor("some renewals", async () => (await provided(tabs)).length >= 4)
    await site.emit(channel, 2)
    await assertAllArrive(tabs, channel, 2)
    const records = await Promise.all(tabs.map((tab) => tab.record()))
    assert.deepEqual(new Set(records.flatMap(({ polls }) => polls.map(({ status }) => status))), new Set([200]))
    assert.equal(records.filter((record) => record.provided.length > 0).length, 1)
    assert.ok((await provided(tabs)).every(({ reason }) => reason === "poll"))
    await close()
  })

  for (const [how, forOnly] of [
    ["the provider gives no grant for it", (allowed) => withProvider({ ...LONG, onlyFor: [allowed] })],
    ["the page's own grant does not cover it", (allowed) => withToken({ channels: [allowed] })]
  ]) {
    test(`a channel that is forbidden is reported and dropped, and the others go on: ${how}`, async () => {
      const allowed = newChannel()
      const forbidden = newChannel()
      const { tabs, close } = await openTabs(browser, site, ["first", "second"], {
        channels: { [allowed]: { cursor: 0 }, [forbidden]: { cursor: 0 } },
        ...forOnly(allowed)
      })
      await site.emit(allowed, 3)
      await site.emit(forbidden, 3)
      await assertAllArrive(tabs, allowed, 3)
      await waitFor("the report in both tabs", async () => {
        return (await forbiddenIn(tabs)).every((channels) => channels.length > 0)
      })
      assert.deepEqual(await forbiddenIn(tabs), [[forbidden], [forbidden]])
      const poller = await onlyPoller(tabs)
      assert.deepEqual(Object.keys(poller.polls.at(-1).asked), [allowed])
      await site.emit(allowed, 3)
      await assertAllArrive(tabs, allowed, 6)
      for (const tab of tabs) assert.deepEqual(await tab.ids(forbidden), [])
      await close()
    })
  }
})

/** No token in the page: a provider instead. */
function withProvider(provider, options = {}) {
  return { provider, options: { token: undefined, ...options } }
}

function withToken(changes) {
  return { options: { token: signToken(claims(changes)) } }
}

async function provided(tabs) {
  const records = await Promise.all(tabs.map((tab) => tab.record()))
  return records.flatMap((record) => record.provided)
}

async function forbiddenIn(tabs) {
  const records = await Promise.all(tabs.map((tab) => tab.record()))
  return records.map((record) => record.forbidden.map(({ channel }) => channel))
}
