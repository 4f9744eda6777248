// The poll endpoint, through nginx and PHP-FPM: what the answers hold, page by page, and when a client must resync.

import assert from "node:assert/strict"
import test from "node:test"

import { assertAnswered, assertNothingLeaked, startEndpoint } from "./support/endpoint.mjs"
import { ownFolder } from "./support/folder.mjs"
import { poll } from "./support/http.mjs"
import { call, callAll } from "./support/log.mjs"
import { waitFor } from "./support/wait.mjs"

const folder = ownFolder("reading")
const endpoint = await startEndpoint(folder)

/** The answer to a poll, which must be a good one. */
async function read(subscriptions, options) {
  const answer = await endpoint.poll(subscriptions, options)
  assertAnswered(answer)
  return answer.json
}

/** The epoch and head of a channel. */
async function head(channel) {
  return (await call(endpoint.log, "cursors", [channel]))[channel]
}

test("an event has its position, channel, name, payload and time, and `except` only where set", async () => {
  await endpoint.emit("shape", "order.created", { id: 123, tags: [] })
  await endpoint.emit("shape", "order.updated", null, null, "tab-1")
  const { epoch } = await head("shape")
  const answer = await read({ shape: { cursor: 0 } })
  const times = answer.events.map((event) => event.created_at)
  assert.deepEqual(answer, {
    events: [
      { id: 1, channel: "shape", event: "order.created", payload: { id: 123, tags: [] }, created_at: times[0] },
      { id: 2, channel: "shape", event: "order.updated", payload: null, created_at: times[1], except: "tab-1" }
    ],
    cursors: { shape: 2 },
    epochs: { shape: epoch },
    has_more: false,
    resync_required: []
  })
  times.forEach((time) => assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/))
  assert.match(epoch, /^[0-9a-f]{8}$/)
})

test("a payload passes as the bytes that json_encode made", async () => {
  await endpoint.emit("bytes", "e", { text: 'a/b \u00e9 \u2028 "', float: 1.5, nested: { list: [] } })
  const { text } = await endpoint.poll({ bytes: { cursor: 0 } })
  assert.ok(text.includes(String.raw`"payload":{"text":"a/b é \u2028 \"","float":1.5,"nested":{"list":[]}}`), text)
})

test("numeric channel names stay names, also 0 and 1, which PHP would make a list of", async () => {
  for (const channel of ["0", "1", "42", "-7", "007"]) {
    await endpoint.emit(channel, "e", channel)
  }
  const answer = await read({
    0: { cursor: 0 },
    1: { cursor: 0 },
    42: { cursor: 0 },
    "-7": { cursor: 0 },
    "007": { cursor: 0 }
  })
  assert.deepEqual(answer.cursors, { 0: 1, 1: 1, 42: 1, "-7": 1, "007": 1 })
  assert.deepEqual(answer.events.map(({ channel }) => channel).sort(), ["-7", "0", "007", "1", "42"])
  assert.equal(Object.keys(answer.epochs).length, 5)
  const gone = await read({ 42: { cursor: 9 } })
  assert.deepEqual(gone.resync_required, ["42"])
})

test("a channel that nobody has emitted to has cursor 0, no epoch, and no row afterwards", async () => {
  const before = await call(endpoint.log, "diagnostics")
  const answer = await read({ "never-emitted-to": { cursor: 0 } })
  assert.deepEqual([answer.cursors, answer.epochs, answer.resync_required], [{ "never-emitted-to": 0 }, {}, []])
  assert.deepEqual((await call(endpoint.log, "diagnostics")).log, before.log)
})

test("`live` begins at the head, `retained` at the oldest event that is left", async () => {
  await callAll(
    endpoint.log,
    [1, 2, 3].map((n) => ["emit", "replay", "e", n])
  )
  assert.deepEqual((await read({ replay: { cursor: null, replay: "live" } })).events, [])
  const { events, cursors } = await read({ replay: { cursor: null, replay: "retained" } })
  assert.deepEqual([events.map(({ id }) => id), cursors], [[1, 2, 3], { replay: 3 }])
})

test("250 events of three channels come page by page, all of them, in order, none twice", async () => {
  const events = Array.from({ length: 250 }, (_, n) => ({ channel: `page${n % 3}`, event: "e", payload: n }))
  await call(endpoint.log, "emitBatch", events)
  const seen = { page0: [], page1: [], page2: [] }
  let cursors = { page0: 0, page1: 0, page2: 0 }
  let pages = 0
  let answer
  do {
    answer = await read(Object.fromEntries(Object.entries(cursors).map(([channel, cursor]) => [channel, { cursor }])))
    assert.ok(answer.events.length <= 100, "a page is at most poll_limit events")
    answer.events.forEach((event) => seen[event.channel].push(event))
    cursors = answer.cursors
    pages += 1
  } while (answer.has_more)
  assert.equal(pages, 3)
  for (const [channel, received] of Object.entries(seen)) {
    const sent = events.filter((event) => event.channel === channel)
    assert.deepEqual(
      received.map(({ id }) => id),
      sent.map((_, index) => index + 1)
    )
    assert.deepEqual(
      received.map(({ payload }) => payload),
      sent.map(({ payload }) => payload)
    )
  }
})

test("a busy channel does not keep a quiet one waiting", async () => {
  await call(
    endpoint.log,
    "emitBatch",
    Array.from({ length: 300 }, () => ({ channel: "busy", event: "e" }))
  )
  await endpoint.emit("quiet", "e", "hello")
  const answer = await read({ busy: { cursor: 0 }, quiet: { cursor: 0 } })
  assert.ok(answer.has_more)
  assert.ok(answer.events.some(({ channel }) => channel === "quiet"))
})

test("another epoch means resync, with the head to go on from", async () => {
  await endpoint.emit("epochs", "e", 1)
  const { epoch } = await head("epochs")
  assert.deepEqual((await read({ epochs: { cursor: 0, epoch } })).resync_required, [])
  const answer = await read({ epochs: { cursor: 0, epoch: "00000000" } })
  assert.deepEqual([answer.events, answer.cursors, answer.epochs], [[], { epochs: 1 }, { epochs: epoch }])
  assert.deepEqual(answer.resync_required, ["epochs"])
  assert.deepEqual((await read({ epochs: { cursor: 1, epoch } })).resync_required, [])
})

test("a client that knows no epochs is served by its cursor alone", async () => {
  await endpoint.emit("old-client", "e", 1)
  const answer = await read({ "old-client": { cursor: 0, replay: "live" } })
  assert.deepEqual([answer.events.length, answer.resync_required], [1, []])
})

test("a cursor beyond the head means resync, up to the largest", async () => {
  await endpoint.emit("beyond", "e", 1)
  for (const cursor of ["2", "9223372036854775807"]) {
    const answer = await endpoint.post(`{"subscriptions": {"beyond": {"cursor": ${cursor}}}}`)
    assertAnswered(answer)
    assert.deepEqual([answer.json.resync_required, answer.json.cursors], [["beyond"], { beyond: 1 }])
  }
})

test("renewed epochs make every client resync", async () => {
  const renewing = await startEndpoint(folder, { table_prefix: "renewing_" })
  await renewing.emit("renewed", "e", 1)
  const { json: before } = await renewing.poll({ renewed: { cursor: 1 } })
  await call(renewing.log, "renewEpochs")
  const { json: after } = await renewing.poll({ renewed: { cursor: 1, epoch: before.epochs.renewed } })
  assert.deepEqual(after.resync_required, ["renewed"])
  assert.notEqual(after.epochs.renewed, before.epochs.renewed)
})

test("expired events mean resync, before and after cleanup, and what follows the resync is delivered", async () => {
  await endpoint.emit("expiring", "e", "first", 1)
  await endpoint.emit("expiring", "e", "second", 3600)
  await waitFor("the event to expire", async () => (await call(endpoint.log, "diagnostics")).log.expired === 1)
  const beforeCleanup = await read({ expiring: { cursor: 0 } })
  assert.equal(await call(endpoint.log, "cleanup"), 1)
  const afterCleanup = await read({ expiring: { cursor: 0 } })
  assert.deepEqual(beforeCleanup, afterCleanup)
  assert.deepEqual(
    [afterCleanup.resync_required, afterCleanup.cursors, afterCleanup.events],
    [["expiring"], { expiring: 2 }, []]
  )

  await endpoint.emit("expiring", "e", "third")
  const next = await read({ expiring: { cursor: 2, epoch: afterCleanup.epochs.expiring } })
  assert.deepEqual([next.resync_required, next.events.map(({ payload }) => payload)], [[], ["third"]])
  const retained = await read({ expiring: { replay: "retained" } })
  assert.deepEqual(
    retained.events.map(({ id }) => id),
    [2, 3]
  )
})

test("a transient event that has expired is left out without a resync", async () => {
  await endpoint.emit("typing", "typing", null, 1, null, true)
  await endpoint.emit("typing", "message", "hello")
  await waitFor("the event to expire", async () => (await call(endpoint.log, "diagnostics")).log.expired === 1)
  const answer = await read({ typing: { cursor: 0 } })
  assert.deepEqual(
    [answer.resync_required, answer.events.map(({ id }) => id), answer.cursors],
    [[], [2], { typing: 2 }]
  )
})

test("next_poll_ms is in the answer where the host sets it", async () => {
  const slow = await startEndpoint(folder, { next_poll_ms: 5000 })
  const { json } = await poll(slow.url, {}, { grant: slow.grant })
  assert.equal(json.next_poll_ms, 5000)
})

test("no answer and no log holds a secret or a grant", () => {
  assertNothingLeaked(endpoint)
  assert.equal(endpoint.phpErrors(), "")
})
