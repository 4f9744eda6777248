// Subscriptions: names, cursors, replay, epochs.

import assert from "node:assert/strict"

import { assertAnswered, assertRefused } from "../expect.mjs"

/** A body with one subscription, whose JSON is given as text. */
const body = (channel, subscription) => `{"subscriptions": {${JSON.stringify(channel)}: ${subscription}}}`

const refused = (clause, name, channel, subscription = "{}") => ({
  clause,
  name: `${name} is 400`,
  run: async (endpoint) => assertRefused(await endpoint.send(body(channel, subscription)), 400, "invalid_request")
})

const taken = (clause, name, subscription, channel = "conformance") => ({
  clause,
  name,
  run: async (endpoint) => {
    const answer = await endpoint.send(body(channel, subscription))
    assertAnswered(answer)
    assert.deepEqual(Object.keys(answer.json.cursors), [channel])
  }
})

export const subscriptions = [
  ...Object.entries({
    "an empty name": "",
    "a space": "my orders",
    "a tab": "a\tb",
    "a line's end": "a\n",
    "a NUL": "a\0b",
    "DEL": "a\u007f",
    "a letter beyond ASCII": "bestellungen-für",
    "an emoji": "orders😀",
    "a right-to-left mark": "orders\u200f",
    "a star": "orders:*",
    "a star alone": "*",
    "129 bytes": "c".repeat(129),
    "10,000 bytes": "c".repeat(10_000)
  }).map(([name, channel]) => refused("P-20", name, channel)),
  ...["0", "1", "42", "-7", "007", "c".repeat(128), "!\"#$%&'()+,-./:;<=>?@[\\]^_`{|}~", "__proto__", "nosocket"].map(
    (channel) => taken("P-20", `${channel.length > 40 ? "128 bytes" : channel} is a name`, "{}", channel)
  ),
  {
    clause: "P-20",
    name: "names are told apart byte for byte",
    needs: ["emit"],
    run: async (endpoint) => {
      const [small, capital] = [endpoint.channel("name"), endpoint.channel("Name")]
      await endpoint.emit({ channel: small })
      const { cursors } = await endpoint.read({ [small]: {}, [capital]: {} })
      assert.deepEqual(cursors, { [small]: 1, [capital]: 0 })
    }
  },
  ...["null", "5", '"live"', "true", "[]", "[1523]"].map((value) =>
    refused("P-21", `a subscription that is ${value}`, "conformance", value)
  ),
  ...Object.entries({
    "-1": "-1",
    "a string": '"5"',
    "an empty string": '""',
    "a fraction": "1.5",
    "1.0": "1.0",
    "1e3": "1e3",
    "2^63": "9223372036854775808",
    "2^64": "18446744073709551616",
    "400 digits": "9".repeat(400),
    "-2^63": "-9223372036854775808",
    "true": "true",
    "a list": "[1]",
    "an object": "{}"
  }).map(([name, cursor]) => refused("P-22", `a cursor of ${name}`, "conformance", `{"cursor": ${cursor}}`)),
  ...["null", "0", "9223372036854775807", "9007199254740993"].map((cursor) =>
    taken("P-22", `a cursor of ${cursor} is taken`, `{"cursor": ${cursor}}`)
  ),
  ...['"all"', '"Live"', '""', "1", "true", "[]"].map((replay) =>
    refused("P-23", `a replay of ${replay}`, "conformance", `{"replay": ${replay}}`)
  ),
  ...["null", '"live"', '"retained"'].map((replay) =>
    taken("P-23", `a replay of ${replay} is taken`, `{"replay": ${replay}}`)
  ),
  ...Object.entries({
    "a number": "7",
    "a list": '["a"]',
    "65 bytes": `"${"e".repeat(65)}"`,
    "65 bytes in 33 letters": `"e${"é".repeat(32)}"`
  }).map(([name, epoch]) => refused("P-24", `an epoch of ${name}`, "conformance", `{"epoch": ${epoch}}`)),
  ...Object.entries({
    "null": "null",
    "64 bytes": `"${"e".repeat(64)}"`,
    "nothing": '""',
    "quotes and NUL": '"\\"\'\\u0000"'
  }).map(([name, epoch]) => taken("P-24", `an epoch of ${name} is taken`, `{"epoch": ${epoch}}`))
]
