// Several tabs: one polls, all see every event once and in order, whoever dies.

import assert from "node:assert/strict"
import { test } from "node:test"
import { range, setUp } from "./support/world.mjs"

function openTabs(browser, count, options = {}) {
  return range(1, count).map(() => {
    const tab = browser.open(options)
    tab.client.subscribe("orders")
    tab.client.start()
    return tab
  })
}

test("of three tabs one polls, and all see every event once and in order", async () => {
  const { world, server, browser } = setUp()
  const tabs = openTabs(browser, 3)
  await world.pass(1_000)
  for (const n of range(1, 5)) server.emit("orders", "order.created", { n })
  await world.pass(60_000)
  for (const tab of tabs) assert.deepEqual(tab.ids("orders"), range(1, 5))
  assert.equal(new Set(server.requests.map((request) => request.tab)).size, 1)
  assert.deepEqual(
    tabs.map((tab) => tab.client.state.role),
    ["leader", "follower", "follower"]
  )
  assert.deepEqual(
    tabs.map((tab) => tab.client.state.status),
    ["live", "live", "live"]
  )
})

test("followers in step with the leader cost no extra request", async () => {
  const { world, server, browser } = setUp()
  openTabs(browser, 1)
  await world.pass(300_000)
  const alone = server.requests.length
  await world.pass(300_000)
  const calm = server.requests.length - alone
  openTabs(browser, 9)
  await world.pass(1_000)
  const before = server.requests.length
  await world.pass(600_000)
  assert.ok(server.requests.length - before <= calm * 2 + 20, `${server.requests.length - before} against ${calm}`)
})

test("a leader that dies is replaced, and what it fetched but did not tell is not lost", async () => {
  const { world, server, browser } = setUp()
  const [first, second, third] = openTabs(browser, 3)
  await world.pass(1_000)
  server.emit("orders")
  first.client.poll()
  // The request is on its way back when the leader dies.
  await world.pass(75)
  assert.equal(server.requests.length, 2)
  first.crash()
  await world.pass(1_000)
  assert.equal(browser.leaders.length, 1)
  assert.deepEqual([second.ids("orders"), third.ids("orders"), first.ids("orders")], [[1], [1], []])
})

test("a leader that stops hands over", async () => {
  const { world, server, browser } = setUp()
  const [first, second] = openTabs(browser, 2)
  await world.pass(1_000)
  first.client.stop()
  await world.pass(1_000)
  server.emit("orders")
  second.client.poll()
  await world.pass(1_000)
  assert.equal(second.client.state.role, "leader")
  assert.deepEqual(second.ids("orders"), [1])
})

test("a tab that opens with older positions catches up from its own", async () => {
  const { world, server, browser } = setUp()
  for (const _ of range(1, 10)) server.emit("orders")
  const { epoch } = server.position("orders")
  const first = browser.open()
  first.client.subscribe("orders", { cursor: 10, epoch })
  first.client.start()
  await world.pass(1_000)
  const second = browser.open()
  second.client.subscribe("orders", { cursor: 4, epoch })
  second.client.start()
  await world.pass(1_000)
  assert.deepEqual(second.ids("orders"), range(5, 10))
  assert.deepEqual(first.ids("orders"), [])
})

test("a tab that opens with newer positions than the leader's sees nothing twice", async () => {
  const { world, server, browser } = setUp()
  server.emit("orders")
  const [first] = openTabs(browser, 1)
  await world.pass(1_000)
  server.emit("orders")
  const second = browser.open()
  second.client.subscribe("orders", server.position("orders"))
  second.client.start()
  await world.pass(1_000)
  server.emit("orders")
  second.client.poll()
  await world.pass(1_000)
  assert.deepEqual([first.ids("orders"), second.ids("orders")], [[2, 3], [3]])
})

test("a tab that missed messages notices the gap and catches up", async () => {
  const { world, server, browser } = setUp()
  const [first, second] = openTabs(browser, 2)
  await world.pass(1_000)
  second.deaf = true
  server.emit("orders")
  server.emit("orders")
  first.client.poll()
  await world.pass(1_000)
  second.deaf = false
  server.emit("orders")
  first.client.poll()
  await world.pass(1_000)
  assert.deepEqual(
    [first.ids("orders"), second.ids("orders")],
    [
      [1, 2, 3],
      [1, 2, 3]
    ]
  )
})

test("a tab that wakes reports, and catches up without waiting for the next event", async () => {
  const { world, server, browser } = setUp()
  const [first, second] = openTabs(browser, 2)
  await world.pass(1_000)
  second.deaf = true
  server.emit("orders")
  first.client.poll()
  await world.pass(1_000)
  second.deaf = false
  second.fire("visibilitychange")
  await world.pass(1_000)
  assert.deepEqual(second.ids("orders"), [1])
})

test("tabs with different channels are served by one request", async () => {
  const { world, server, browser } = setUp()
  const first = browser.open()
  first.client.subscribe("orders")
  const second = browser.open()
  second.client.subscribe("42")
  second.client.subscribe("__proto__")
  first.client.start()
  second.client.start()
  await world.pass(1_000)
  assert.deepEqual(Object.keys(server.requests.at(-1).subscriptions).sort(), ["42", "__proto__", "orders"])
  server.emit("42")
  server.emit("__proto__")
  first.client.poll()
  await world.pass(1_000)
  assert.deepEqual([first.events.length, second.ids("42"), second.ids("__proto__")], [0, [1], [1]])
})

test("an event is dropped by the tab that it excepts, and by no other", async () => {
  const { world, server, browser } = setUp()
  const [first, second] = openTabs(browser, 2)
  await world.pass(1_000)
  server.emit("orders", "order.created", null, second.client.id)
  first.client.poll()
  await world.pass(1_000)
  assert.deepEqual([first.ids("orders"), second.ids("orders")], [[1], []])
  assert.equal(second.client.cursors.orders.cursor, 1)
})

for (const missing of ["locks", "BroadcastChannel", "storage"]) {
  test(`without ${missing} every event arrives all the same`, async () => {
    const { world, server, browser } = setUp()
    const tabs = openTabs(browser, 2, { adapters: { [missing]: null } })
    await world.pass(1_000)
    server.emit("orders")
    await world.pass(60_000)
    for (const tab of tabs) assert.deepEqual(tab.ids("orders"), [1])
  })
}

test("a storage that throws changes nothing", async () => {
  const { world, server, browser } = setUp()
  const full = () => {
    throw new Error("QuotaExceededError")
  }
  const [tab] = openTabs(browser, 1, { adapters: { storage: { getItem: full, setItem: full } } })
  await world.pass(1_000)
  server.emit("orders")
  await world.pass(60_000)
  assert.deepEqual(tab.ids("orders"), [1])
})

test("stop leaves no timer, listener, lock or message port, and starting again works", async () => {
  const { world, server, browser } = setUp()
  const [tab] = openTabs(browser, 1)
  await world.pass(1_000)
  tab.client.poll()
  await world.pass(60)
  tab.client.stop()
  await world.pass(10)
  assert.deepEqual(
    [world.timersOf(tab), tab.listeners.length, browser.locksHeldBy(tab), browser.channelsOf(tab)],
    [0, 0, 0, 0]
  )
  assert.deepEqual(tab.client.state, { role: "follower", status: "stopped" })
  server.emit("orders")
  tab.client.start()
  await world.pass(1_000)
  assert.deepEqual(tab.ids("orders"), [1])
})
