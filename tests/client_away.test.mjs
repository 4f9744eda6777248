// Tabs that were offline, that were left for another page, or that are loaded again: nothing is lost meanwhile.

import assert from "node:assert/strict"
import { describe, test } from "node:test"

import { startBrowser } from "./support/browser.mjs"
import { ownFolder } from "./support/folder.mjs"
import { startSite } from "./support/site.mjs"
import { assertAllArrive, assertOnlyPoller, onlyPoller, openTabs, takeover } from "./support/tabs.mjs"
import { waitFor } from "./support/wait.mjs"

// So long that within a test a poll has another cause.
const NEVER = { normalInterval: 3_600_000, activeInterval: 3_600_000, burstInterval: 3_600_000 }

const site = await startSite(ownFolder("away"))
// Playwright turns the back/forward cache off; people's browsers have it.
const browser = await startBrowser({ ignoreDefaultArgs: ["--disable-back-forward-cache"] })

describe("tabs that were away", { concurrency: true }, () => {
  test("offline nobody polls; what happened meanwhile arrives at once when the browser is online again", async () => {
    const { context, tabs, channel, close } = await openTabs(browser, site, ["first", "second"], { options: NEVER })
    await allAre(tabs, "live")
    await context.setOffline(true)
    await allAre(tabs, "offline")
    const before = tabs.map((tab) => tab.polls.length)
    await site.emit(channel, 150)
    assert.deepEqual(
      tabs.map((tab) => tab.polls.length),
      before
    )
    await context.setOffline(false)
    await assertAllArrive(tabs, channel, 150)
    await allAre(tabs, "live")
    await close()
  })

  test("the connection comes and goes while events are emitted", async () => {
    const { context, tabs, channel, close } = await openTabs(browser, site, ["first", "second", "third"])
    const stopEmitting = site.emitSteadily(channel)
    for (const _ of [1, 2, 3]) {
      await onlyPoller(tabs)
      await context.setOffline(true)
      await allAre(tabs, "offline")
      await context.setOffline(false)
    }
    await assertAllArrive(tabs, channel, await stopEmitting())
    await assertOnlyPoller(tabs, await onlyPoller(tabs))
    await close()
  })

  test("a leader that is left for another page hands over, and catches up when the user goes back", async (t) => {
    const {
      tabs: [left, stayed],
      channel,
      close
    } = await openTabs(browser, site, ["left", "stayed"])
    await onlyPoller([left, stayed])
    await site.emit(channel, 3)
    await assertAllArrive([left, stayed], channel, 3)

    const gone = Date.now()
    await left.page.goto(`${site.url}/pages/elsewhere.html`)
    t.diagnostic(`the other tab polled after ${await takeover([stayed], gone)} ms`)
    await site.emit(channel, 150)
    await assertAllArrive([stayed], channel, 153)

    await left.goBack()
    await assertAllArrive([left], channel, 153)
    const { restores, loads } = await left.record()
    assert.deepEqual({ restores, loads }, { restores: 1, loads: 1 }, "the page came out of the back/forward cache")
    await site.emit(channel, 1)
    await assertAllArrive([left, stayed], channel, 154)
    await assertOnlyPoller([left, stayed], await onlyPoller([left, stayed]))
    await close()
  })

  test("a tab that is loaded again while events come goes on where it stood", async () => {
    // Its listeners are slower than the events come: each time some wait to be told.
    const setup = { subscription: {}, busyFor: 80 }
    const {
      tabs: [tab],
      channel,
      close
    } = await openTabs(browser, site, ["reloaded"], setup)
    await allAre([tab], "live")
    const stopEmitting = site.emitSteadily(channel)
    for (const events of [5, 10, 15]) {
      await waitFor(`${events} events`, async () => (await tab.ids(channel)).length >= events)
      await tab.reload()
    }
    await assertAllArrive([tab], channel, await stopEmitting())
    assert.equal((await tab.record()).loads, 4)
    await close()
  })
})

function allAre(tabs, status) {
  return waitFor(`all tabs to be ${status}`, async () => {
    return (await Promise.all(tabs.map((tab) => tab.state()))).every((state) => state.status === status)
  })
}
