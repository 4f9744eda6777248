// How often is polled, and how long is waited after what went wrong.

import assert from "node:assert/strict"
import { test } from "node:test"
import { backoff, waitAfter } from "../cadence.js"
import { setUp } from "./support/world.mjs"

const settings = { burstInterval: 2_000, jitterRatio: 0.15 }

test("waits after failures", () => {
  const table = [
    // status, Retry-After, failures in a row, shortest and longest wait
    [403, 0, 1, 60_000, 69_000],
    [403, 0, 9, 60_000, 69_000],
    [429, 0, 1, 120_000, 138_000],
    [429, 30_000, 1, 120_000, 138_000],
    [429, 600_000, 1, 600_000, 690_000],
    [504, 0, 1, 300_000, 345_000],
    [503, 0, 1, 1_700, 2_000],
    [503, 7_000, 1, 7_000, 7_000],
    [0, 0, 1, 1_700, 2_000],
    [0, 0, 2, 3_400, 4_000],
    [0, 0, 5, 27_200, 32_000],
    [500, 0, 30, 255_000, 300_000],
    [0, 0, 5_000, 255_000, 300_000]
  ]
  for (const [status, retryAfter, failures, shortest, longest] of table) {
    const waits = [0, 1].map((random) => waitAfter({ status, retryAfter }, failures, settings, () => random))
    assert.deepEqual(
      waits.sort((a, b) => a - b),
      [shortest, longest],
      `${status} after ${failures}`
    )
  }
})

test("backoff never falls to nothing", () => {
  assert.equal(
    backoff(1, { burstInterval: 0, jitterRatio: 0 }, () => 0),
    1_000
  )
})

async function pollsIn(ms, { world, server }) {
  const before = server.requests.length
  await world.pass(ms)
  return server.requests.length - before
}

function start(options) {
  const set = setUp()
  const tab = set.browser.open(options)
  tab.client.subscribe("orders")
  tab.client.start()
  return { ...set, tab }
}

test("30 s when nothing happens, 10 s while the user is active, 2 s for 30 s after events", async () => {
  const set = start()
  assert.equal(await pollsIn(59_000, set), 6)
  await set.world.pass(60_000)
  assert.equal(await pollsIn(300_000, set), 10)
  set.tab.fire("pointerdown")
  const active = await pollsIn(60_000, set)
  assert.ok(active >= 6 && active <= 7, String(active))
  await set.world.pass(60_000)
  set.server.emit("orders")
  set.tab.client.poll()
  await set.world.pass(1_000)
  assert.equal(await pollsIn(28_000, set), 14)
  await set.world.pass(60_000)
  assert.equal(await pollsIn(300_000, set), 10)
})

test("the user's activity in another tab counts", async () => {
  const set = start()
  const other = set.browser.open()
  other.client.subscribe("orders")
  other.client.start()
  await set.world.pass(200_000)
  other.fire("keydown")
  const active = await pollsIn(60_000, set)
  assert.ok(active >= 6 && active <= 7, String(active))
  assert.equal(set.server.requests.filter((request) => request.tab === other).length, 0)
})

test("next_poll_ms is a floor", async () => {
  const set = start()
  set.server.extra = { next_poll_ms: 60_000 }
  await set.world.pass(120_000)
  assert.equal(await pollsIn(600_000, set), 10)
})

test("a cooldown is shared: a new leader and a page opened later wait too", async () => {
  const set = start()
  const other = set.browser.open()
  other.client.subscribe("orders")
  other.client.start()
  await set.world.pass(1_000)
  set.server.failures.push({ status: 429, headers: { "Retry-After": "200" } })
  set.tab.client.poll()
  await set.world.pass(1_000)
  assert.deepEqual(
    [set.tab, other].map((tab) => tab.client.state.status),
    ["cooldown", "cooldown"]
  )
  set.tab.crash()
  const third = set.browser.open()
  third.client.subscribe("orders")
  third.client.start()
  third.client.poll()
  assert.equal(await pollsIn(190_000, set), 0)
  assert.equal(other.client.state.role, "leader")
  assert.ok((await pollsIn(60_000, set)) > 0)
  assert.deepEqual(
    [other, third].map((tab) => tab.client.state.status),
    ["live", "live"]
  )
})

test("nothing is lost while the server fails, and the backoff ends with the first answer", async () => {
  const set = start()
  await set.world.pass(1_000)
  set.server.emit("orders")
  set.server.failures.push({ status: 0 }, { status: 503 }, { status: 200, body: "<html>login</html>" }, { status: 500 })
  set.tab.client.poll()
  assert.equal(await pollsIn(29_000, set), 4)
  await set.world.pass(10_000)
  assert.deepEqual(set.tab.ids("orders"), [1])
  assert.equal(set.tab.client.state.status, "live")
})

test("an answer that never comes is given up after requestTimeout", async () => {
  const set = start({ requestTimeout: 5_000 })
  set.server.latency = 100_000
  await set.world.pass(5_100)
  assert.equal(set.tab.client.state.status, "cooldown")
})

test("the network's return ends the network's cooldown, not the server's", async () => {
  const set = start()
  await set.world.pass(1_000)
  set.server.failures.push(...Array.from({ length: 7 }, () => ({ status: 0 })))
  await set.world.pass(200_000)
  set.tab.fire("online")
  assert.equal(await pollsIn(1_000, set), 1)
  set.server.failures.push({ status: 429 })
  set.tab.client.poll()
  await set.world.pass(1_000)
  set.tab.fire("online")
  assert.equal(await pollsIn(100_000, set), 0)
})

test("polls are reported to those who watch", async () => {
  const set = start()
  const reports = []
  set.tab.client.on("nosocket.poll", (report) => reports.push(report))
  set.server.emit("orders")
  await set.world.pass(1_000)
  set.server.emit("orders")
  set.tab.client.poll()
  await set.world.pass(1_000)
  const { at, ms, status, bytes, events } = reports.at(-1)
  assert.deepEqual([ms, status, events], [40, 200, 1])
  assert.ok(bytes > 100 && at > 0)
})
