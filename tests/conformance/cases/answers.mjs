// Answers: headers, fields, events, payloads.

import assert from "node:assert/strict"

import { claims, sign } from "../grant.mjs"
import { ids, payloads } from "../expect.mjs"

const TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/
const FIELDS = ["id", "channel", "event", "payload", "created_at"]

/** Sends what gets an answer of one kind, and looks at its headers. */
const headers = (name, status, ask) => ({
  clause: "P-60",
  name: `${name} (${status}) has the headers of every answer`,
  run: async (endpoint) => {
    const answer = await ask(endpoint)
    assert.equal(answer.status, status, answer.text)
    assert.match(answer.headers["content-type"] ?? "", /^application\/json\s*(;|$)/i)
    assert.equal(answer.headers["cache-control"], "no-store")
    assert.equal(answer.headers["x-content-type-options"], "nosniff")
    assert.ok(answer.json, `the body is not JSON: ${answer.text}`)
  }
})

/** Emits a payload and gets it back. */
const payload = (name, value) => ({
  clause: "P-63",
  name: `${name} comes back as it was`,
  needs: ["emit"],
  run: async (endpoint) => {
    const channel = endpoint.channel("payload")
    await endpoint.emit({ channel, payload: value })
    const answer = await endpoint.read({ [channel]: { cursor: 0 } })
    assert.deepEqual(payloads(answer, channel), [value])
  }
})

let deep = "bottom"
for (let level = 0; level < 30; level++) {
  deep = level % 2 ? [deep] : { deep }
}

export const answers = [
  headers("an answered poll", 200, (endpoint) => endpoint.poll({})),
  headers("a bad body", 400, (endpoint) => endpoint.send("nonsense")),
  headers("a poll without a grant", 403, (endpoint) => endpoint.poll({}, { grant: null })),
  headers("a GET", 405, (endpoint) => endpoint.send(undefined, { method: "GET" })),
  headers("a large body", 413, (endpoint) => endpoint.send("x".repeat(endpoint.options.maxBody + 1))),
  {
    clause: "P-61",
    name: "an empty poll has all five fields, its maps are objects",
    run: async (endpoint) => {
      const { events, cursors, epochs, has_more, resync_required } = await endpoint.read({})
      const five = { events, cursors, epochs, has_more, resync_required }
      assert.deepEqual(five, { events: [], cursors: {}, epochs: {}, has_more: false, resync_required: [] })
    }
  },
  {
    clause: "P-61",
    name: "a poll of a channel has fields of the right types",
    run: async (endpoint) => {
      const answer = await endpoint.read({ [endpoint.channel("types")]: {} })
      const { events, cursors, epochs, has_more: more, resync_required: resync } = answer
      assert.ok([events, resync].every(Array.isArray) && typeof more === "boolean", JSON.stringify(answer))
      assert.ok([cursors, epochs].every((map) => map && typeof map === "object" && !Array.isArray(map)))
    }
  },
  {
    clause: "P-62",
    name: "an event has its fields and no other but except",
    needs: ["emit"],
    run: async (endpoint) => {
      const channel = endpoint.channel("fields")
      await endpoint.emit({ channel, event: "order.created", payload: { id: 123 } })
      const { events } = await endpoint.read({ [channel]: { cursor: 0 } })
      assert.equal(events.length, 1)
      assert.deepEqual(Object.keys(events[0]).sort(), [...FIELDS].sort())
      const { id, channel: of, event, payload, created_at: time } = events[0]
      assert.deepEqual([id, of, event, payload], [1, channel, "order.created", { id: 123 }])
      assert.match(time, TIME)
    }
  },
  {
    clause: "P-62",
    name: "names with quotes and backslashes come back as they were",
    needs: ["emit"],
    run: async (endpoint) => {
      const channel = endpoint.channel("a\"b'c\\d/e")
      await endpoint.emit({ channel, event: 'App\\Events\\"Order"' })
      const { events, cursors } = await endpoint.read({ [channel]: { cursor: 0 } })
      assert.deepEqual([events[0].channel, events[0].event], [channel, 'App\\Events\\"Order"'])
      assert.deepEqual(cursors, { [channel]: 1 })
    }
  },
  {
    clause: "P-62",
    name: "created_at is the present, and does not change",
    needs: ["emit"],
    run: async (endpoint) => {
      const channel = endpoint.channel("time")
      await endpoint.emit({ channel })
      const [first, second] = [
        await endpoint.read({ [channel]: { cursor: 0 } }),
        await endpoint.read({ [channel]: { cursor: 0 } })
      ]
      assert.deepEqual(first.events, second.events)
      const away = Math.abs(Date.parse(first.events[0].created_at) - Date.now())
      assert.ok(away < 600_000, `created_at is ${away} ms away from here`)
    }
  },
  ...Object.entries({
    "null": null,
    "true": true,
    "false": false,
    "0": 0,
    "a negative number": -7,
    "2^53-1": Number.MAX_SAFE_INTEGER,
    "a fraction": 0.1,
    "a tiny number": 5e-324,
    "a great number": 1.7976931348623157e308,
    "an empty string": "",
    "a NUL in a string": "a\0b",
    "control characters": "\u0001\b\t\n\f\r\u001f\u007f",
    "quotes and backslashes": "\"'\\/`",
    "SQL in a string": "'); DROP TABLE nosocket_events; --",
    "letters beyond ASCII": "é ß 漢字 \u2028\u2029 \uffff",
    "an emoji": "😀👩‍👩‍👧",
    "an empty list": [],
    "an empty object": {},
    "an object with an empty key": { "": 1 },
    "keys that are numbers": { 0: "a", 1: "b" },
    "keys beyond ASCII": { "ключ": { "😀": null } },
    "a list of everything": [null, true, 1, "a", [], {}, [[]], [{}], { a: [] }],
    "30 levels": deep,
    "10,000 bytes": "x".repeat(10_000)
  }).map(([name, value]) => payload(name, value)),
  {
    clause: "P-64",
    name: "cursors and epochs have the channels asked for and no other",
    needs: ["emit"],
    run: async (endpoint) => {
      const [used, unused, other] = ["used", "unused", "other"].map((name) => endpoint.channel(name))
      await endpoint.emit({ channel: used }, { channel: other })
      const { cursors, epochs } = await endpoint.read({ [used]: {}, [unused]: {} })
      assert.deepEqual(cursors, { [used]: 1, [unused]: 0 })
      assert.deepEqual(Object.keys(epochs), [used])
      assert.equal(typeof epochs[used], "string")
      assert.ok(epochs[used].length > 0 && Buffer.byteLength(epochs[used]) <= 64, epochs[used])
    }
  },
  {
    clause: "P-65",
    name: "next_poll_ms is absent or a whole number above 0",
    run: async (endpoint) => {
      const { next_poll_ms: floor } = await endpoint.read({})
      assert.ok(floor === undefined || (Number.isInteger(floor) && floor > 0), `next_poll_ms is ${floor}`)
    }
  },
  {
    clause: "P-66",
    name: "beacons are absent or tokens by URL",
    run: async (endpoint) => {
      const { beacons = {} } = await endpoint.read({ [endpoint.channel("beacons")]: {} })
      assert.ok(beacons !== null && typeof beacons === "object" && !Array.isArray(beacons))
      for (const [url, token] of Object.entries(beacons)) {
        assert.ok(URL.canParse(url, endpoint.options.url), `${url} is no URL`)
        assert.match(token, /^[0-9a-f]{16}$/)
      }
    }
  },
  {
    clause: "P-67",
    name: "an event with except carries it, and only such an event",
    needs: ["emit"],
    run: async (endpoint) => {
      const channel = endpoint.channel("except")
      await endpoint.emit({ channel, except: "tab-1" }, { channel })
      const { events } = await endpoint.read({ [channel]: { cursor: 0 } })
      assert.deepEqual(
        events.map((event) => [event.id, event.except, "except" in event]),
        [
          [1, "tab-1", true],
          [2, undefined, false]
        ]
      )
    }
  },
  {
    clause: "P-67",
    name: "an event with except goes to every reader and counts for every cursor",
    needs: ["emit"],
    run: async (endpoint) => {
      const channel = endpoint.channel("except")
      await endpoint.emit({ channel, except: "tab-1" })
      const grant = endpoint.sign(claims({ sub: "tab-1" }))
      for (const options of [undefined, { grant }]) {
        const answer = await endpoint.read({ [channel]: { cursor: 0 } }, options)
        assert.deepEqual([ids(answer, channel), answer.cursors], [[1], { [channel]: 1 }])
      }
    }
  },
  ...[
    ["a good one", (endpoint) => endpoint.grant],
    ["a forged one", () => sign("a secret that is not the endpoint's, but long enough", claims())],
    ["one that is no token", () => "no-token-but-25-letters-long"],
    ["one whose claims are bad", (endpoint) => endpoint.sign(claims({ channels: 5 }))]
  ].map(([name, make]) => ({
    clause: "P-91",
    name: `no answer repeats a grant: ${name}`,
    run: async (endpoint) => {
      const grant = make(endpoint)
      for (const body of ['{"subscriptions": {"a": {}}}', '{"subscriptions": {"a b": 5}}', "nonsense"]) {
        const { text } = await endpoint.send(body, { grant })
        const told = [grant, endpoint.options.secret, ...grant.split(".").slice(1)].filter((part) => part.length > 16)
        assert.ok(!told.some((part) => text.includes(part)), `the answer repeats it: ${text}`)
      }
    }
  }))
]
