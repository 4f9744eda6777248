// Tabs that are really behind others, and that the browser freezes there.

import assert from "node:assert/strict"
import { describe, test } from "node:test"

import { startBrowser } from "./support/browser.mjs"
import { ownFolder } from "./support/folder.mjs"
import { KEEPS_HIDDEN_PAGES_AWAKE, openWindow } from "./support/hideable_tabs.mjs"
import { startSite } from "./support/site.mjs"
import { assertAllArrive, assertOnlyPoller, newChannel, onlyPoller, takeover } from "./support/tabs.mjs"
import { waitFor } from "./support/wait.mjs"

// What client/README.md promises.
const TAKES_OVER_WITHIN_MS = 10_000

const site = await startSite(ownFolder("hidden"))
const browser = await startBrowser({ ignoreDefaultArgs: KEEPS_HIDDEN_PAGES_AWAKE })

describe("tabs behind others", { concurrency: true }, () => {
  for (const [which, lacks] of [
    ["a whole browser", []],
    ["without Web Locks", ["locks"]]
  ]) {
    test(`${which}: a leader that is hidden gives way to the tab in front`, async (t) => {
      const {
        window,
        channel,
        tabs: [behind, front]
      } = await openTabs(["behind", "front"], lacks)
      assert.deepEqual(await visibility(behind, front), ["hidden", "visible"])
      const poller = await onlyPoller([behind, front])
      assert.equal(poller.name, "front")
      await site.emit(channel, 5)
      const shown = Date.now()
      await behind.show()
      const ms = await takeover([behind], shown)
      t.diagnostic(`the tab in front polled after ${ms} ms`)
      assert.ok(ms < TAKES_OVER_WITHIN_MS, `the tab in front polled only after ${ms} ms`)
      await site.emit(channel, 5)
      await assertAllArrive([behind, front], channel, 10)
      await assertOnlyPoller([behind, front], behind)
      await window.close()
    })

    test(`${which}: a leader that is frozen is replaced, and catches up when it is thawed`, async (t) => {
      const {
        window,
        channel,
        tabs: [frozen, second, third]
      } = await openTabs(["frozen", "second", "third"], lacks)
      await frozen.show()
      await leads(frozen)
      const stopEmitting = site.emitSteadily(channel)
      await waitFor("events", async () => (await third.ids(channel)).length > 0)

      // Somebody works elsewhere for hours: all are behind, nobody in front would take over.
      await window.cover(site)
      await waitFor("all to be hidden", async () => {
        return (await visibility(frozen, second, third)).every((state) => state === "hidden")
      })
      const lost = Date.now()
      await frozen.freeze()
      const ms = await takeover([second, third], lost)
      t.diagnostic(`another tab polled after ${ms} ms`)
      assert.ok(ms < TAKES_OVER_WITHIN_MS, `another tab polled only after ${ms} ms`)
      await waitFor("the frozen tab to be behind", async () => {
        return (await frozen.ids(channel)).at(-1) < (await third.ids(channel)).at(-1)
      })

      await frozen.thaw()
      const poller = await onlyPoller([frozen, second, third])
      await assertOnlyPoller([frozen, second, third], poller)
      await assertAllArrive([frozen, second, third], channel, await stopEmitting())
      await window.close()
    })
  }

  test("a follower that was frozen catches up when it is thawed, without a poll of its own", async () => {
    const {
      window,
      channel,
      tabs: [frozen, front]
    } = await openTabs(["frozen", "front"], [])
    await leads(front)
    await frozen.freeze()
    await site.emit(channel, 150)
    await assertAllArrive([front], channel, 150)
    assert.deepEqual(await frozen.ids(channel), [])
    await frozen.thaw()
    await assertAllArrive([frozen], channel, 150)
    await assertOnlyPoller([frozen, front], front)
    await window.close()
  })
})

/** Opens tabs one after the other: the last one is in front. */
async function openTabs(names, lacks) {
  const channel = newChannel()
  const window = await openWindow(browser)
  const tabs = []
  for (const name of names) {
    const channels = { [channel]: { cursor: 0 } }
    tabs.push(await window.open(site, { name, lacks, channels, options: { token: site.grant } }))
  }
  return { window, channel, tabs }
}

function visibility(...tabs) {
  return Promise.all(tabs.map((tab) => tab.evaluate(() => document.visibilityState)))
}

function leads(tab) {
  return waitFor(`${tab.name} to lead`, async () => (await tab.state()).role === "leader")
}
