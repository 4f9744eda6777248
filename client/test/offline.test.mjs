// Offline, hidden and back: no polls that can't help, and one at once when they can again.

import assert from "node:assert/strict"
import { test } from "node:test"
import { setUp } from "./support/world.mjs"

async function start(options = {}) {
  const set = setUp()
  const tab = set.browser.open(options)
  tab.client.subscribe("orders")
  tab.client.start()
  await set.world.pass(1_000)
  return { ...set, tab }
}

async function pollsIn(ms, { world, server }) {
  const before = server.requests.length
  await world.pass(ms)
  return server.requests.length - before
}

test("offline nothing is polled, online at once", async () => {
  const set = await start()
  set.browser.setOffline(true)
  assert.equal(set.tab.client.state.status, "offline")
  assert.equal(await pollsIn(600_000, set), 0)
  set.server.emit("orders")
  set.browser.setOffline(false)
  assert.equal(await pollsIn(1_000, set), 1)
  assert.deepEqual([set.tab.ids("orders"), set.tab.client.state.status], [[1], "live"])
})

test("a page opened offline says so, and starts when the network comes", async () => {
  const set = setUp()
  set.browser.offline = true
  const tab = set.browser.open()
  tab.client.subscribe("orders")
  tab.client.start()
  assert.equal(await pollsIn(60_000, set), 0)
  assert.equal(tab.client.state.status, "offline")
  set.browser.setOffline(false)
  assert.equal(await pollsIn(1_000, set), 1)
  assert.equal(tab.client.state.status, "live")
})

test("all tabs learn that the browser is offline", async () => {
  const set = await start()
  const other = set.browser.open({ adapters: { online: () => true } })
  other.client.start()
  await set.world.pass(1_000)
  set.browser.offline = true
  set.browser.leaders[0].fire("offline")
  await set.world.pass(100)
  assert.equal(other.client.state.status, "offline")
})

test("what the user wishes is tried even offline, and an answer proves the browser wrong", async () => {
  const set = await start({ adapters: { online: () => false } })
  assert.deepEqual([set.server.requests.length, set.tab.client.state.status], [0, "offline"])
  set.tab.client.poll()
  assert.equal(await pollsIn(1_000, set), 1)
  assert.equal(set.tab.client.state.status, "live")
  assert.ok(await pollsIn(60_000, set) > 1)
})

test("a network that fails while the browser believes in it is a cooldown", async () => {
  const set = await start({ adapters: { online: () => true } })
  set.browser.offline = true
  set.tab.client.poll()
  await set.world.pass(1_000)
  assert.equal(set.tab.client.state.status, "cooldown")
  set.browser.offline = false
  set.tab.fire("online")
  assert.equal(await pollsIn(100, set), 1)
  assert.equal(set.tab.client.state.status, "live")
})

test("hidden tabs go on polling unless told not to", async () => {
  const set = await start()
  set.tab.hide()
  assert.ok(await pollsIn(300_000, set) >= 10)
})

test("with pauseWhenHidden nothing is polled while all tabs are hidden, and at once when one is shown", async () => {
  const set = await start({ pauseWhenHidden: true })
  const other = set.browser.open({ pauseWhenHidden: true })
  other.client.subscribe("orders")
  other.client.start()
  await set.world.pass(1_000)
  set.tab.hide()
  assert.ok(await pollsIn(300_000, set) >= 10)
  assert.equal(other.client.state.role, "leader")
  other.hide()
  await set.world.pass(1_000)
  assert.equal(await pollsIn(600_000, set), 0)
  set.server.emit("orders")
  set.tab.show()
  assert.equal(await pollsIn(1_000, set), 1)
  assert.deepEqual([set.tab.ids("orders"), other.ids("orders")], [[1], [1]])
})
