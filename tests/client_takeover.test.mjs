// Tabs that lead are closed, crash and stand still: another takes over in time, and every tab sees every event once and
// in order. The same in browsers that lack what the client would like to use.

import assert from "node:assert/strict"
import { describe, test } from "node:test"

import { screenshot, startBrowser } from "./support/browser.mjs"
import { ownFolder } from "./support/folder.mjs"
import { startSite } from "./support/site.mjs"
import { assertAllArrive, assertOnlyPoller, onlyPoller, openTabs, takeover } from "./support/tabs.mjs"
import { waitFor } from "./support/wait.mjs"

const HOUR = 3_600_000
const NAMES = ["first", "second", "third"]

const BROWSERS = {
  "a whole browser": [],
  "without Web Locks": ["locks"],
  "without BroadcastChannel": ["BroadcastChannel"],
  "without Web Locks and BroadcastChannel": ["locks", "BroadcastChannel"],
  "without localStorage": ["localStorage"],
  "with a full localStorage": ["storage space"]
}

const site = await startSite(ownFolder("takeover"))
const browser = await startBrowser()

// Side by side, each in a browser context of its own: most of their time is waiting.
describe("three tabs", { concurrency: 6 }, () => {
  for (const [which, lacks] of Object.entries(BROWSERS)) {
    test(`${which}: of three tabs exactly one polls, and events reach all`, async () => {
      const { tabs, channel, close } = await open(lacks)
      const poller = await onlyPoller(tabs)
      const states = await Promise.all(tabs.map((tab) => tab.state()))
      assert.deepEqual(
        states.map(({ role }) => role),
        tabs.map((tab) => (tab === poller ? "leader" : "follower"))
      )
      await site.emit(channel, 250)
      await assertAllArrive(tabs, channel, 250)
      await assertOnlyPoller(tabs, poller)
      await close()
    })

    test(`${which}: the leader is closed`, (t) => survives(t, lacks, (leader) => leader.close()))

    test(`${which}: the leader's process crashes`, (t) => survives(t, lacks, (leader) => leader.crash()))

    test(`${which}: the leader stands still during a poll, and goes on when another leads`, async (t) => {
      await survives(
        t,
        lacks,
        (leader) => leader.standStill({ duringPoll: true }),
        (leader) => leader.goOn()
      )
    })
  }

  test("a leader that rarely polls is left in peace, until it stands still", async (t) => {
    const options = { normalInterval: HOUR, activeInterval: HOUR, burstInterval: HOUR }
    const {
      tabs: [leader, ...others],
      close
    } = await openTabs(browser, site, NAMES, { options })
    const asked = await countMessages(others[0], "report")
    await waitFor("followers to have asked twice whether it is there", async () => (await asked()) >= 2)
    assert.deepEqual(
      [leader, ...others].map((tab) => tab.polls.length > 0),
      [true, false, false]
    )
    await assertTakenOver(t, others, await leader.standStill())
    await close()
  })

  test("with nothing of all that, every tab polls for itself and sees every event", async () => {
    const { tabs, channel, close } = await open(["locks", "BroadcastChannel", "localStorage"])
    const stopEmitting = site.emitSteadily(channel)
    await waitFor("all to poll", () => tabs.every((tab) => tab.polls.length >= 3))
    await assertAllArrive(tabs, channel, await stopEmitting())
    await close()
  })
})

/** Events come all the time, while the leader is lost and, if it returns, after it has. */
async function survives(t, lacks, lose, bringBack) {
  const { tabs, channel, close } = await open(lacks)
  const leader = await onlyPoller(tabs)
  const others = tabs.filter((tab) => tab !== leader)
  const stopEmitting = site.emitSteadily(channel)
  await Promise.all(tabs.map((tab) => waitFor("events", async () => (await tab.ids(channel)).length > 0)))

  const before = Date.now()
  await assertTakenOver(t, others, (await lose(leader)) ?? before)

  await bringBack?.(leader)
  const left = bringBack ? tabs : others
  await assertOnlyPoller(left, await onlyPoller(left))
  await assertAllArrive(left, channel, await stopEmitting())
  if (bringBack && lacks.length === 0) {
    await Promise.all(tabs.map((tab) => screenshot(tab, `takeover-${tab.name}`)))
  }
  await close()
}

async function assertTakenOver(t, others, lost) {
  // How soon is for people to read: on a busy machine a second lasts longer.
  t.diagnostic(`another tab polled after ${await takeover(others, lost)} ms`)
}

function open(lacks) {
  return openTabs(browser, site, NAMES, { lacks })
}

/** Resolves to a function that tells how many messages of a type the tab has heard from others since. */
async function countMessages(tab, type) {
  await tab.evaluate((wanted) => {
    window.heard = 0
    window.ear = new BroadcastChannel("nosocket:1:default")
    window.ear.onmessage = ({ data }) => {
      window.heard += data.message.type === wanted
    }
  }, type)
  return () => tab.evaluate(() => window.heard)
}
