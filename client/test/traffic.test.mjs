// What one polling tab for all saves: ten tabs for ten minutes, against ten tabs that poll for themselves.

import assert from "node:assert/strict"
import { test } from "node:test"
import { range, setUp } from "./support/world.mjs"

const TABS = 10
const MINUTES = 10

/** The requests of ten tabs in ten minutes. */
async function requests(scenario, { alone = false } = {}) {
  const { world, server, browser } = setUp()
  for (const index of range(1, TABS)) {
    // Without anything to share, a tab polls for itself, with the same intervals.
    const tab = browser.open({ hidden: index < TABS, ...(alone ? { namespace: `alone${index}` } : {}) })
    tab.client.subscribe("orders")
    tab.client.subscribe(`page:${index}`)
    tab.client.start()
    // Opened one after the other, as people do.
    await world.pass(300)
  }
  await world.pass(5_000)
  const before = server.requests.length
  for (const second of range(1, MINUTES * 60)) {
    scenario({ server, browser, second, alone })
    await world.pass(1_000)
  }
  for (const tab of browser.tabs) assert.deepEqual(tab.ids("orders"), range(1, server.position("orders").cursor))
  return server.requests.length - before
}

const idle = () => {}

/** The user does something every 20 s, and an event comes every 45 s. */
const busy = ({ server, browser, second, alone }) => {
  // In naive polling too the user's activity counts for all tabs: the cadence is the same.
  const active = alone ? browser.tabs : browser.tabs.filter((tab) => !tab.hidden)
  if (second % 20 === 0) for (const tab of active) tab.fire("pointerdown")
  // None near the end, so that all have arrived.
  if (second % 45 === 0 && second < MINUTES * 60 - 60) server.emit("orders")
}

/** The same, and the user goes to another tab every minute. */
const restless = (moment) => {
  const { tabs } = moment.browser
  if (moment.second % 60 === 0) {
    tabs.find((tab) => !tab.hidden).hide()
    tabs[(moment.second / 60) % TABS].show()
  }
  busy(moment)
}

for (const [name, scenario, allowed] of [
  ["idle", idle, 1 / TABS],
  ["busy", busy, 1 / TABS],
  // A burst that two leaders share may end a poll later.
  ["busy, with a new leader every minute", restless, 1.03 / TABS]
]) {
  test(`${TABS} tabs for ${MINUTES} minutes make at most a tenth of the requests: ${name}`, async (context) => {
    const together = await requests(scenario)
    const naive = await requests(scenario, { alone: true })
    context.diagnostic(`${name}: ${together} requests, ${naive} if each tab polls for itself at the same cadence`)
    assert.ok(together <= naive * allowed, `${together} against ${naive}`)
  })
}
