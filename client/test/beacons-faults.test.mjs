// Beacons that are lost, late, duplicated, torn, stale or not there: no event is lost, and ordinary polls take over.

import assert from "node:assert/strict"
import { test } from "node:test"
import { range, setUpBeacons } from "./support/world.mjs"

const POLL = 30_000
const CHECK = 2_200
// How long a check may go without an answer.
const LIMIT = 12_000
const SAFETY = 120_000

/** A tab whose beacons are watched and whose user has gone. */
async function start(options) {
  const set = setUpBeacons()
  const tab = set.browser.open(options)
  const reports = []
  tab.client.on("nosocket.beacons", (report) => reports.push(report))
  tab.client.subscribe("orders")
  tab.client.start()
  await set.world.pass(200_000)
  assert.ok(reports.at(-1).watched)
  return { ...set, tab, reports }
}

/** Emits, and tells how long it takes until the tab has it. */
async function latency({ world, server, tab }, channel = "orders") {
  const { id } = server.emit(channel)
  const emittedAt = world.now
  while (tab.ids(channel).at(-1) !== id) {
    await world.pass(100)
    assert.ok(world.now < emittedAt + 300_000, `event ${id} is lost`)
  }
  return world.now - emittedAt
}

async function pollsIn(ms, { world, server }) {
  const before = server.requests.length
  await world.pass(ms)
  return server.requests.length - before
}

function assertAll({ tab, server }) {
  assert.deepEqual(tab.ids("orders"), range(1, server.position("orders").cursor))
}

test("lost: the event comes with the safety poll", async () => {
  const set = await start()
  set.beacons.mishaps = ["lost"]
  assert.ok((await latency(set)) <= SAFETY + 100)
  assertAll(set)
})

test("lost, and another event follows: its beacon announces both", async () => {
  const set = await start()
  set.beacons.mishaps = ["lost"]
  set.server.emit("orders")
  await set.world.pass(3_000)
  assert.ok((await latency(set)) <= CHECK)
  assertAll(set)
})

test("late: the event comes when its beacon does, and one that polls knew causes no more than a poll", async () => {
  const set = await start()
  set.beacons.mishaps = [10_000, 3_000]
  const waited = await latency(set)
  assert.ok(waited > 9_000 && waited <= 10_000 + CHECK, String(waited))
  // This one is found by a poll before its beacon is there.
  set.server.emit("orders")
  set.tab.client.poll()
  await set.world.pass(1_000)
  assertAll(set)
  const polls = await pollsIn(20_000, set)
  assert.ok(polls <= 2, `${polls} polls`)
  assert.ok(set.reports.at(-1).watched)
})

test("duplicated: one poll more, and no event twice", async () => {
  const set = await start()
  set.beacons.mishaps = ["duplicated"]
  const before = set.server.requests.length
  await latency(set)
  await set.world.pass(20_000)
  assertAll(set)
  assert.equal(set.server.requests.length, before + 2)
  assert.ok(set.reports.at(-1).watched)
})

const FAULTS = {
  "missing": { status: 404, body: "not found" },
  "forbidden": { status: 403, body: "" },
  "torn": { status: 200, body: "0000000000" },
  "torn, and as long as a whole one": { status: 200, body: "00000000\0\0\0\0\0\0\0\0\n" },
  "empty": { status: 200, body: "" },
  "without its newline": { status: 200, body: "0000000000000001" },
  "with more behind": { status: 200, body: "0000000000000001\n\n" },
  "an HTML page": { status: 200, body: "<!doctype html><title>Home</title>" },
  "blocked by CORS, mixed content or the network": "network",
  "without an answer": "hangs"
}

for (const [name, fault] of Object.entries(FAULTS)) {
  test(`${name}: ordinary polls take over, as often as without beacons, and beacons when they are back`, async () => {
    const set = await start()
    set.beacons.fault = fault
    assert.ok((await latency(set)) <= POLL + LIMIT, "the first event")
    assert.ok(!set.reports.at(-1).watched)
    for (const pause of [7_000, 45_000, 100_000, 400_000]) {
      await set.world.pass(pause)
      assert.ok((await latency(set)) <= POLL + LIMIT, "another event")
    }
    set.beacons.fault = null
    await set.world.pass(400_000)
    assert.ok(set.reports.at(-1).watched)
    assert.ok((await latency(set)) <= CHECK)
    assertAll(set)
  })
}

test("torn once, while it is written: the event comes no later than without beacons", async () => {
  const set = await start()
  set.beacons.fault = FAULTS.torn
  set.world.setTimeout(() => {
    set.beacons.fault = null
  }, CHECK)
  assert.ok((await latency(set)) <= POLL)
  assertAll(set)
})

test("one of several files is missing: none is relied upon", async () => {
  const set = await start()
  set.tab.client.subscribe("news")
  await set.world.pass(10_000)
  const { serve } = set.beacons
  set.beacons.serve = (url) => (url === set.beacons.of("news") ? FAULTS.missing : serve.call(set.beacons, url))
  await set.world.pass(POLL)
  assert.ok(!set.reports.at(-1).watched)
  assert.ok((await latency(set, "news")) <= POLL)
})

test("a file that stays away is tried after growing pauses", async () => {
  const set = await start()
  set.beacons.fault = FAULTS.missing
  const before = set.beacons.requests.length
  await set.world.pass(3_600_000)
  const tries = set.beacons.requests.slice(before).map(({ at }) => at)
  const pauses = tries.slice(1).map((at, index) => at - tries[index])
  assert.ok(tries.length <= 20, `${tries.length} tries in an hour`)
  assert.ok(pauses[0] >= 30_000 && pauses.at(-1) >= 300_000, pauses.join(" "))
  for (const [index, pause] of pauses.slice(1).entries()) assert.ok(pause >= pauses[index] - POLL, pauses.join(" "))
})

test("a page opened later knows of the failure, and of what was stale", async () => {
  const set = await start()
  set.beacons.part()
  await latency(set)
  await set.world.pass(2 * LIMIT)
  assert.equal(set.reports.at(-1).reason, "stale")
  set.tab.client.stop()
  const before = set.beacons.requests.length
  const later = await openLater(set)
  assert.equal(set.beacons.requests.length, before)
  await set.world.pass(120_000)
  assert.ok(!later.reports.some(({ watched }) => watched))
  assert.ok((await latency(later)) <= POLL)
})

async function openLater(set) {
  const tab = set.browser.open()
  const reports = []
  tab.client.on("nosocket.beacons", (report) => reports.push(report))
  tab.client.subscribe("orders")
  tab.client.start()
  await set.world.pass(10_000)
  return { ...set, tab, reports }
}

const STALE = {
  "a web server with a folder of its own": (beacons) => beacons.part(),
  "a server that names beacons and never writes them": (beacons) => {
    beacons.mishap = "lost"
  },
  "a CDN that holds files too long": (beacons) => {
    beacons.heldFor = 86_400_000
  }
}

for (const [name, happen] of Object.entries(STALE)) {
  test(`stale, ${name}: after the first event nothing is later than without beacons`, async () => {
    const set = await start()
    happen(set.beacons)
    await set.world.pass(60_000)
    assert.ok((await latency(set)) <= SAFETY + 100, "the first event")
    for (const pause of [2_000, 7_000, 45_000, 100_000, 400_000, 1_200_000, 2_000]) {
      await set.world.pass(pause)
      assert.ok((await latency(set)) <= POLL + 100, `an event after ${pause} ms`)
    }
    assertAll(set)
  })
}

test("a folder that was stale is relied upon again once it has announced an event", async () => {
  const set = await start()
  set.beacons.part()
  await latency(set)
  await set.world.pass(10_000)
  assert.equal(set.reports.at(-1).reason, "stale")
  set.beacons.rejoin()
  await set.world.pass(400_000)
  assert.equal(set.reports.at(-1).reason, "trying")
  await latency(set)
  await set.world.pass(CHECK)
  assert.ok(set.reports.at(-1).watched)
  assert.ok((await latency(set)) <= CHECK)
})

test("a CDN that holds files for a second is good enough", async () => {
  const set = await start()
  set.beacons.heldFor = 1_000
  for (const pause of range(1, 20)) {
    await set.world.pass(pause * 1_700)
    assert.ok((await latency(set)) <= CHECK + 1_000)
  }
  assert.ok(set.reports.at(-1).watched)
})

test("hosts that serve the folder in turn, one of them a moment behind, cause no storm of polls", async () => {
  const set = await start()
  const { serve } = set.beacons
  let turn = 0
  const behind = []
  set.beacons.serve = (url) => {
    const answer = serve.call(set.beacons, url)
    behind.push({ ...answer, at: set.world.now })
    const old = behind.findLast(({ at }) => at <= set.world.now - 3_000) ?? answer
    return ++turn % 2 ? answer : old
  }
  const before = set.server.requests.length
  for (const _ of range(1, 10)) {
    await latency(set)
    await set.world.pass(60_000)
  }
  const polls = set.server.requests.length - before
  assert.ok(polls < 60, `${polls} polls for ten events in ten minutes`)
})

test("a server that stops naming them is polled as before", async () => {
  const set = await start()
  set.beacons.named = false
  await set.world.pass(SAFETY)
  assert.equal(set.reports.at(-1).reason, "not named")
  const before = set.beacons.requests.length
  assert.ok((await latency(set)) <= POLL)
  await set.world.pass(60_000)
  assert.equal(set.beacons.requests.length, before)
  set.beacons.named = true
  await set.world.pass(POLL + CHECK)
  assert.ok((await latency(set)) <= CHECK)
})

test("names that are not to be understood are as good as none", async () => {
  for (const named of [{ "/b/1": "short" }, { "/b/1": 5 }, ["x"], "text", {}, null]) {
    const set = setUpBeacons()
    set.beacons.names = () => ({ beacons: named })
    const tab = set.browser.open()
    tab.client.subscribe("orders")
    tab.client.start()
    await set.world.pass(10_000)
    assert.ok((await latency({ ...set, tab })) <= POLL)
    assert.equal(set.beacons.requests.length, 0)
  }
})

test("polls that are cut short, or leave somebody behind, are followed by ordinary ones", async () => {
  const set = await start()
  // An answer that never gets to its end.
  const { answer } = set.server
  set.server.answer = (subscriptions) => ({ ...answer.call(set.server, subscriptions), has_more: true })
  set.tab.client.poll()
  await set.world.pass(5_000)
  set.server.answer = answer
  set.beacons.mishap = "lost"
  assert.ok((await latency(set)) <= POLL)
})

test("browsers whose web server fails do not all poll at the same moment, and none polls later than without beacons", async () => {
  const waits = []
  for (const number of range(1, 20)) {
    const set = await start()
    set.world.random = () => number / 21
    await set.world.pass(20_000)
    set.beacons.fault = FAULTS.missing
    const [before, since] = [set.server.requests.length, set.world.now]
    while (set.server.requests.length === before) await set.world.pass(100)
    waits.push(set.world.now - since)
  }
  assert.ok(Math.max(...waits) <= POLL, waits.join(" "))
  assert.ok(new Set(waits.map((wait) => Math.floor(wait / 3_000))).size >= 8, `spread: ${waits}`)
})
