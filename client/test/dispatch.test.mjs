// Bursts and slow listeners: the page stays usable, the leader answers, and nothing is asked for twice.

import assert from "node:assert/strict"
import { test } from "node:test"
import { range, setUp } from "./support/world.mjs"

function reader(browser, options = {}, cursor = 0) {
  const tab = browser.open(options)
  tab.leave = tab.client.subscribe("orders", { cursor })
  tab.client.start()
  return tab
}

test("a burst of 5,000 events is told in order, and each is fetched once", async () => {
  const { world, server, browser } = setUp()
  server.pageLimit = 500
  range(1, 5_000).forEach(() => server.emit("orders"))
  const tab = reader(browser)
  tab.client.on("changed", () => world.spend(1))
  await world.pass(120_000)
  assert.deepEqual(tab.ids("orders"), range(1, 5_000))
  const asked = server.requests.map((request) => request.subscriptions.orders.cursor)
  assert.deepEqual(asked.filter((cursor) => cursor < 5_000), range(0, 9).map((page) => page * 500))
})

test("slices end after some milliseconds, and the cursor stays behind the last event told", async () => {
  const { world, server, browser } = setUp()
  range(1, 100).forEach(() => server.emit("orders"))
  const slices = []
  const tab = reader(browser, {
    adapters: {
      yieldToEventLoop: () => {
        slices.push([world.now, tab.ids("orders").length, tab.client.cursors.orders.cursor])
        return new Promise((resolve) => world.setTimeout(resolve, 0, tab))
      }
    }
  })
  tab.client.on("changed", () => world.spend(1))
  await world.pass(10_000)
  assert.deepEqual(tab.ids("orders"), range(1, 100))
  assert.deepEqual(slices.map(([, told]) => told), range(1, 12).map((n) => n * 8))
  for (const [, told, cursor] of slices) assert.equal(cursor, told)
})

test("what a crash interrupts is seen by the next page", async () => {
  const { world, server, browser } = setUp()
  range(1, 100).forEach(() => server.emit("orders"))
  const tab = reader(browser)
  tab.client.on("changed", () => {
    world.spend(1)
    if (tab.events.length === 50) tab.crash()
  })
  await world.pass(1_000)
  const { length } = tab.events
  assert.ok(length >= 50 && length < 60, String(length))
  const next = browser.open()
  next.client.subscribe("orders")
  next.client.start()
  await world.pass(1_000)
  assert.deepEqual(next.ids("orders"), range(length + 1, 100))
})

test("a slow listener stops neither the leader's answers nor the other tabs", async () => {
  const { world, server, browser } = setUp()
  const first = reader(browser)
  await world.pass(100)
  const second = reader(browser)
  await world.pass(1_000)
  first.client.on("changed", () => world.spend(400))
  range(1, 100).forEach(() => server.emit("orders"))
  first.client.poll()
  await world.pass(30_000)
  assert.ok(first.events.length < 100)
  assert.deepEqual(second.ids("orders"), range(1, 100))
  await world.pass(60_000)
  assert.deepEqual([first.client.state.role, second.client.state.role], ["leader", "follower"])
  assert.deepEqual(first.ids("orders"), range(1, 100))
})

test("a tab that can't keep up is not given more than it can hold", async () => {
  const { world, server, browser } = setUp()
  server.pageLimit = 1_000
  range(1, 8_000).forEach(() => server.emit("orders"))
  const tab = reader(browser)
  tab.client.on("changed", () => world.spend(20))
  await world.pass(10_000)
  assert.equal(server.requests.length, 6)
  await world.pass(200_000)
  assert.deepEqual(tab.ids("orders"), range(1, 8_000))
})

for (const [what, act, resume] of [
  ["stop", (tab) => tab.client.stop(), (tab) => tab.client.start()],
  ["leaving the channel", (tab) => tab.leave(), (tab) => tab.client.subscribe("orders")]
]) {
  test(`${what} in the middle of a burst ends it, and it goes on from there`, async () => {
    const { world, server, browser } = setUp()
    range(1, 90).forEach(() => server.emit("orders"))
    const tab = reader(browser)
    tab.client.on("changed", (_, { id }) => {
      world.spend(1)
      if (id === 43) act(tab)
    })
    await world.pass(5_000)
    assert.deepEqual(tab.ids("orders"), range(1, 43))
    resume(tab)
    await world.pass(5_000)
    assert.deepEqual(tab.ids("orders"), range(1, 90))
  })
}

test("resync() in the middle of a burst drops what the refresh has", async () => {
  const { world, server, browser } = setUp()
  range(1, 90).forEach(() => server.emit("orders"))
  const refreshed = []
  const tab = reader(browser, { onResync: ({ channel }) => { refreshed.push(channel) } })
  tab.client.on("changed", (_, { id }) => {
    world.spend(1)
    if (id === 43) tab.client.resync("orders")
  })
  await world.pass(5_000)
  server.emit("orders")
  tab.client.poll()
  await world.pass(1_000)
  assert.deepEqual([tab.ids("orders"), refreshed], [[...range(1, 43), 91], ["orders"]])
})

test("leaving and joining again in a listener repeats nothing", async () => {
  const { world, server, browser } = setUp()
  range(1, 20).forEach(() => server.emit("orders"))
  const tab = reader(browser)
  tab.client.on("changed", () => {
    tab.leave()
    tab.leave = tab.client.subscribe("orders")
  })
  await world.pass(60_000)
  assert.deepEqual(tab.ids("orders"), range(1, 20))
})
