// Many events at once, and listeners that take their time: pages stay usable, and the tabs' work goes on.

import assert from "node:assert/strict"
import { test } from "node:test"

import { startBrowser } from "./support/browser.mjs"
import { ownFolder } from "./support/folder.mjs"
import { startSite } from "./support/site.mjs"
import { assertAllArrive, assertOnlyPoller, onlyPoller, openTabs } from "./support/tabs.mjs"

const PAGE_OF_EVENTS = 1000

const site = await startSite(ownFolder("bursts"), { poll_limit: PAGE_OF_EVENTS })
const browser = await startBrowser()

test("5,000 events at once do not freeze the page", async (t) => {
  const { tabs, channel, close } = await openTabs(browser, site, ["first", "second"], { busyFor: 1 })
  const poller = await onlyPoller(tabs)
  await site.emit(channel, 5_000)
  await assertAllArrive(tabs, channel, 5_000)
  for (const tab of tabs) {
    const { events, longTasks } = await tab.record()
    const most = mostBetweenBeats(events)
    t.diagnostic(`${tab.name}: at most ${most} events in one go; tasks over 50 ms: ${longTasks.join(", ") || "none"}`)
    // A page of events in one go would be a second without a chance for anything else.
    assert.ok(most < PAGE_OF_EVENTS / 10, `${tab.name} dispatched ${most} events in one go`)
  }
  await assertOnlyPoller(tabs, poller)
  await close()
})

test("a listener that takes 20 ms keeps neither the leader from polling nor the other tabs waiting", async (t) => {
  const {
    tabs: [slow],
    open,
    channel,
    close
  } = await openTabs(browser, site, ["slow"], { busyFor: 20 })
  await onlyPoller([slow])
  const quick = await open("quick", { busyFor: 0 })
  // Together they take longer than a leader may be silent.
  await site.emit(channel, 600)
  await assertAllArrive([quick], channel, 600)
  const behind = (await slow.ids(channel)).length
  t.diagnostic(`when the quick tab had all 600 events, the slow one had ${behind}`)
  assert.ok(behind < 600)
  await assertOnlyPoller([slow, quick], slow)
  assert.ok((await slow.ids(channel)).length < 600, "it polled while it told")
  await assertAllArrive([slow], channel, 600)
  await assertOnlyPoller([slow, quick], slow)
  assert.equal(quick.polls.length, 0)
  await close()
})

/** How many events a listener got while the page could do nothing else. */
function mostBetweenBeats(events) {
  const counts = new Map()
  events.forEach(({ beat }) => counts.set(beat, (counts.get(beat) ?? 0) + 1))
  return Math.max(...counts.values())
}
