// The poll endpoint, through nginx and PHP-FPM: which requests it takes and how it refuses the others.

import assert from "node:assert/strict"
import test from "node:test"

import { assertAnswered, assertNothingLeaked, assertRefused, startEndpoint } from "./support/endpoint.mjs"
import { ownFolder } from "./support/folder.mjs"
import { request } from "./support/http.mjs"
import { callAll } from "./support/log.mjs"

const MEBIBYTE = 1024 * 1024
const folder = ownFolder("requests")
const endpoint = await startEndpoint(folder)
await endpoint.emit("orders", "order.created", { id: 123 })

for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
  test(`${method} is refused with 405, and Allow names POST`, async () => {
    const answer = await request(endpoint.url, { method, headers: { Authorization: `Bearer ${endpoint.grant}` } })
    assert.equal(answer.status, 405)
    assert.equal(answer.headers.get("allow"), "POST")
    if (method !== "HEAD") {
      assertRefused(answer, 405, "method_not_allowed")
    }
  })
}

for (const [name, body] of Object.entries({
  "an empty body": "",
  "a body that is not JSON": "subscriptions[orders][cursor]=1",
  "a body cut in the middle": '{"subscriptions": {"orders": {"cur',
  "two JSON values": '{"subscriptions": {}} {}',
  "a number beyond all numbers": '{"subscriptions": {"orders": {"cursor": 1e400}}}',
  "bytes that are not UTF-8": Buffer.from([0x22, 0xff, 0xfe, 0x22]),
  "a NUL byte": "\0",
  "an array": '[{"subscriptions": {}}]',
  "a string": '"subscriptions"',
  "null": "null",
  "no subscriptions": "{}",
  "subscriptions that are an array": '{"subscriptions": ["orders"]}',
  "subscriptions that are null": '{"subscriptions": null}',
  "a subscription that is a number": '{"subscriptions": {"orders": 5}}',
  "a grant that is no string": '{"subscriptions": {}, "grant": 5}'
})) {
  test(`${name} is refused with 400`, async () => {
    assertRefused(await endpoint.post(body), 400, "invalid_request")
  })
}

test("a body over the limit is refused with 413", async () => {
  assertRefused(await endpoint.post(`{"subscriptions": {}, "padding": "${"x".repeat(MEBIBYTE)}"}`), 413, "too_large")
  assertRefused(await endpoint.post("x".repeat(65_537)), 413, "too_large")
})

test("a body of exactly the limit is read", async () => {
  const body = '{"subscriptions": {"orders": {"cursor": 1}}, "padding": ""}'
  assertAnswered(await endpoint.post(body.replace('""', `"${"x".repeat(65_536 - body.length)}"`)))
})

test("deep nesting is refused with 400 and harms no worker", async () => {
  const deep = await startEndpoint(folder, { max_body: MEBIBYTE })
  for (const nested of ["[".repeat(100_000), "[".repeat(100_000) + "]".repeat(100_000), '{"a":'.repeat(100_000)]) {
    assertRefused(await deep.post(nested), 400, "invalid_request")
    assertRefused(await deep.post(`{"subscriptions": {"orders": ${nested}}}`), 400, "invalid_request")
  }
  assertAnswered(await deep.poll({}))
  assertNothingLeaked(deep)
})

for (const [name, cursor] of Object.entries({
  "negative": "-1",
  "a string": '"5"',
  "a float": "1.5",
  "a float without a fraction": "1.0",
  "2^63": "9223372036854775808",
  "a boolean": "true",
  "an array": "[1]",
  "an object": "{}"
})) {
  test(`a cursor that is ${name} is refused with 400, and the error names channel and field`, async () => {
    const answer = await endpoint.post(`{"subscriptions": {"orders": {"cursor": ${cursor}}}}`)
    assertRefused(answer, 400, "invalid_request")
    assert.match(answer.json.error, /orders.*cursor/)
  })
}

test("an absent cursor and null mean the same: from the head on", async () => {
  for (const subscription of [{}, { cursor: null }, { cursor: null, replay: "live" }]) {
    const answer = await endpoint.poll({ orders: subscription })
    assertAnswered(answer)
    assert.deepEqual([answer.json.events, answer.json.cursors], [[], { orders: 1 }])
  }
})

for (const [name, subscription] of Object.entries({
  "an unknown replay": { replay: "all" },
  "a replay that is no string": { replay: 1 },
  "an epoch that is no string": { epoch: 7 },
  "an epoch that is too long": { epoch: "e".repeat(65) }
})) {
  test(`${name} is refused with 400`, async () => {
    assertRefused(await endpoint.poll({ orders: subscription }), 400, "invalid_request")
  })
}

test("unknown fields are left to later versions of the protocol", async () => {
  assertAnswered(await endpoint.poll({ orders: { cursor: 1, priority: "high" } }, { client: "tab-1" }))
})

for (const [name, channel] of Object.entries({
  "an empty name": "",
  "a space": "my orders",
  "a control byte": "a\u0001b",
  "a NUL byte": "a\0b",
  "129 bytes": "c".repeat(129),
  "non-ASCII": "bestellungen-für-alle",
  "a pattern": "orders:*"
})) {
  test(`a channel with ${name} is refused with 400`, async () => {
    assertRefused(await endpoint.poll({ [channel]: { cursor: 0 } }), 400, "invalid_request")
  })
}

test("as many channels as the setting allows are answered, one more is refused with 400", async () => {
  const channels = (count) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`c${n}`, {}]))
  const answer = await endpoint.poll(channels(100))
  assertAnswered(answer)
  assert.equal(Object.keys(answer.json.cursors).length, 100)
  assertRefused(await endpoint.poll(channels(101)), 400, "invalid_request")
})

test("no subscriptions get an empty answer whose maps are objects", async () => {
  const answer = await endpoint.poll({})
  assertAnswered(answer)
  assert.equal(answer.text, '{"events":[],"cursors":{},"epochs":{},"has_more":false,"resync_required":[]}')
})

test("no refused request has changed the log", async () => {
  const [heads, found] = await callAll(endpoint.log, [["cursors", ["orders"]], ["diagnostics"]])
  assert.equal(heads.result.orders.cursor, 1)
  assert.deepEqual(found.result.log, { channels: 1, events: 1, expired: 0 })
})

test("no answer and no log holds a secret or a grant", () => {
  assertNothingLeaked(endpoint)
})
