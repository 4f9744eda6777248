// Where a reader begins, and when its cursor moves.

import assert from "node:assert/strict"
import { test } from "node:test"
import { range, setUp } from "./support/world.mjs"

test("the cursor moves behind the event, not before it", async () => {
  const { world, server, browser } = setUp()
  const tab = browser.open()
  const seen = []
  tab.client.subscribe("orders")
  tab.client.on("changed", (payload, event) => seen.push([event.id, tab.client.cursors.orders.cursor]))
  tab.client.start()
  await world.pass(1_000)
  range(1, 3).forEach(() => server.emit("orders"))
  tab.client.poll()
  await world.pass(1_000)
  assert.deepEqual(seen, [
    [1, 0],
    [2, 1],
    [3, 2]
  ])
  assert.equal(tab.client.cursors.orders.cursor, 3)
})

test("a listener that throws harms no other, and the event counts as seen", async () => {
  const { world, server, browser } = setUp()
  const tab = browser.open()
  tab.client.subscribe("orders")
  let heard = 0
  tab.client.on("changed", () => {
    throw new Error("a fault of the application")
  })
  tab.client.on("changed", () => {
    heard += 1
  })
  tab.client.start()
  await world.pass(1_000)
  server.emit("orders")
  tab.client.poll()
  await world.pass(1_000)
  assert.deepEqual([heard, tab.ids("orders"), tab.errors.length, tab.client.cursors.orders.cursor], [1, [1], 1, 1])
})

test("what a listener stops is delivered after the next start", async () => {
  const { world, server, browser } = setUp()
  const tab = browser.open()
  tab.client.subscribe("orders")
  const off = tab.client.on("changed", () => tab.client.stop())
  tab.client.start()
  await world.pass(1_000)
  range(1, 3).forEach(() => server.emit("orders"))
  tab.client.poll()
  await world.pass(1_000)
  assert.deepEqual(tab.ids("orders"), [1])
  off()
  tab.client.start()
  await world.pass(1_000)
  assert.deepEqual(tab.ids("orders"), [1, 2, 3])
})

test("live begins at the head, retained with what is left", async () => {
  const { world, server, browser } = setUp()
  range(1, 5).forEach(() => server.emit("orders"))
  server.expire("orders", 2)
  const live = browser.open({ namespace: "live" })
  live.client.subscribe("orders")
  const retained = browser.open({ namespace: "retained" })
  retained.client.subscribe("orders", { replay: "retained" })
  live.client.start()
  retained.client.start()
  await world.pass(1_000)
  assert.deepEqual([live.ids("orders"), retained.ids("orders")], [[], [3, 4, 5]])
})

test("a replay in one tab takes nothing from another tab's cursor", async () => {
  const { world, server, browser } = setUp()
  range(1, 5).forEach(() => server.emit("orders"))
  const { epoch } = server.position("orders")
  const options = { adapters: { storage: null } }
  const reader = browser.open(options)
  reader.client.subscribe("orders", { cursor: 3, epoch })
  const retained = browser.open(options)
  retained.client.subscribe("orders", { replay: "retained" })
  const live = browser.open(options)
  live.client.subscribe("orders")
  for (const tab of browser.tabs) tab.client.start()
  await world.pass(1_000)
  assert.deepEqual([reader.ids("orders"), retained.ids("orders")], [[4, 5], range(1, 5)])
  server.emit("orders")
  live.client.poll()
  await world.pass(1_000)
  assert.deepEqual(live.ids("orders").at(-1), 6)
  assert.deepEqual(reader.ids("orders"), [4, 5, 6])
})

test("a seeded reader starts from exactly there", async () => {
  const { world, server, browser } = setUp()
  range(1, 3).forEach(() => server.emit("orders"))
  const seed = server.position("orders")
  range(4, 6).forEach(() => server.emit("orders"))
  const tab = browser.open()
  tab.client.subscribe("orders", seed)
  tab.client.start()
  await world.pass(1_000)
  assert.deepEqual(tab.ids("orders"), [4, 5, 6])
})

test("a channel that had no event yet loses not even its first one", async () => {
  const { world, server, browser } = setUp()
  const seed = server.position("orders")
  assert.deepEqual(seed, { cursor: 0, epoch: null })
  server.emit("orders")
  const tab = browser.open()
  tab.client.subscribe("orders", seed)
  tab.client.start()
  await world.pass(1_000)
  assert.deepEqual(tab.ids("orders"), [1])
  assert.equal(tab.client.cursors.orders.epoch, server.position("orders").epoch)
})

test("a page opened later goes on where the browser stood", async () => {
  const { world, server, browser } = setUp()
  const first = browser.open()
  first.client.subscribe("orders")
  first.client.start()
  await world.pass(1_000)
  server.emit("orders")
  first.client.poll()
  await world.pass(1_000)
  first.crash()
  server.emit("orders")
  const second = browser.open()
  second.client.subscribe("orders")
  second.client.start()
  await world.pass(1_000)
  assert.deepEqual(second.ids("orders"), [2])
})

test("pages are drained at once while there is more", async () => {
  const { world, server, browser } = setUp()
  server.pageLimit = 10
  const tab = browser.open()
  tab.client.subscribe("orders", { cursor: 0 })
  tab.client.start()
  range(1, 95).forEach(() => server.emit("orders"))
  await world.pass(1_000)
  assert.deepEqual(tab.ids("orders"), range(1, 95))
  assert.equal(server.requests.length, 10)
})

test("draining is bounded", async () => {
  const { world, server, browser } = setUp()
  server.pageLimit = 1
  server.latency = 0
  const tab = browser.open()
  tab.client.subscribe("orders", { cursor: 0 })
  tab.client.start()
  range(1, 500).forEach(() => server.emit("orders"))
  await world.pass(1_000)
  assert.equal(server.requests.length, 31)
  await world.pass(120_000)
  assert.deepEqual(tab.ids("orders"), range(1, 500))
})

test("an endpoint without epochs and one that says has_more for ever are borne", async () => {
  const { world, server, browser } = setUp()
  server.sendsEpochs = false
  server.extra = { has_more: true }
  const tab = browser.open()
  tab.client.subscribe("orders")
  tab.client.start()
  await world.pass(1_000)
  server.emit("orders")
  tab.client.poll()
  await world.pass(5_000)
  assert.deepEqual(tab.ids("orders"), [1])
  assert.equal("epoch" in server.requests.at(-1).subscriptions.orders, false)
  assert.ok(server.requests.length < 10)
})

test("two subscribers of a channel share it, and it ends with the last", async () => {
  const { world, server, browser } = setUp()
  const tab = browser.open()
  const leave = [tab.client.subscribe("orders"), tab.client.subscribe("orders")]
  tab.client.start()
  await world.pass(1_000)
  leave[0]()
  leave[0]()
  server.emit("orders")
  tab.client.poll()
  await world.pass(1_000)
  assert.deepEqual(tab.ids("orders"), [1])
  leave[1]()
  const before = server.requests.length
  await world.pass(120_000)
  assert.equal(server.requests.length, before)
})

test("wrong arguments are refused where they are given", () => {
  const { client } = setUp().browser.open()
  for (const name of ["", "a b", "*", "a*", "ü", "x".repeat(129), 42, null]) {
    assert.throws(() => client.subscribe(name), TypeError, String(name))
  }
  assert.throws(() => client.subscribe("a", { replay: "all" }), TypeError)
  for (const cursor of [-1, 1.5, "5", 2 ** 60]) assert.throws(() => client.subscribe("a", { cursor }), TypeError)
  assert.throws(() => client.on("a", null), TypeError)
  assert.throws(() => setUp().browser.open({ normalInterval: "30 s" }), TypeError)
})
