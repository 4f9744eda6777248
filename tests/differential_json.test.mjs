// JSON, valid and spoilt, before our readers and PHP's json_decode: payloads that pass through the log, and the bodies of
// polls. Where the two disagree is listed here.

import assert from "node:assert/strict"
import test from "node:test"

import { startEndpoint } from "./support/endpoint.mjs"
import { ownFolder } from "./support/folder.mjs"
import { chance, runs, seed, spoil } from "./support/fuzz.mjs"
import { newLog } from "./support/log.mjs"
import { phpProgram } from "./support/paths.mjs"
import { phpJson } from "./support/php.mjs"

const BATCH = 1000
const AT_ONCE = 8
const SCALARS = [
  ...["null", "true", "false", "0", "-0", "1", "-1", "1.0", "1.5e3", "1E-7", "5e-324", "1.7976931348623157e308"],
  ...["9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1e400", "0.1"],
  ...['""', '"a"', '"\\u0000"', '"\\ud83d\\ude00"', '"\\ud800"', '"é😀\\u2028"', '"\\/\\b\\f"', '"\u2028"', '"<\'>&"']
]
const KEYS = ['"a"', '""', '"0"', '"-1"', '"\\u0000a"', '"é"', '"__proto__"', '"cursor"', '"\\u0061"']
const WORDS = [
  ...[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "\\",
    "\\u12",
    "\\x",
    "e",
    "E+",
    ".",
    "-",
    "+",
    "0",
    "1",
    " ",
    "\n",
    "\t",
    "\0"
  ],
  ...["nul", "TRUE", "NaN", "Infinity", "//", "'", "\ufeff", "\u00a0", "\u2028"],
  ...[[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]]
]

/** A JSON document, or what was one before it was spoilt. */
function document(chance, whole = value) {
  const text = Buffer.from(whole(chance, 0))
  return chance.often(0.5) ? spoil(text, WORDS, chance, 3) : text
}

function value(chance, depth) {
  const { number, one, often } = chance
  if (depth > 6 || often(0.4)) {
    return one(SCALARS)
  }
  if (often(0.02)) {
    const levels = 1 + number(700)
    return `${"[".repeat(levels)}${"]".repeat(levels)}`
  }
  const items = Array.from({ length: number(4) }, () => value(chance, depth + 1))
  return often(0.5) ? `[${items}]` : `{${items.map((item) => `${one(KEYS)}:${item}`)}}`
}

function body(chance) {
  const { one } = chance
  const channel = () => `"${one(["a", "b", "0", "\\u0061", "a b", ""])}"`
  const fields = () =>
    [...Array(chance.number(3))].map(() => `"${one(["cursor", "replay", "epoch", "later"])}":${value(chance, 4)}`)
  const subscriptions = () => [...Array(chance.number(3))].map(() => `${channel()}: {${fields()}}`)
  return `{"subscriptions": {${subscriptions()}}, "later": ${value(chance, 3)}}`
}

const encoded = (documents) => documents.map((document) => document.toString("base64"))
const shown = (document) => `seed ${seed}, ${JSON.stringify(`${document}`)} (${document.toString("hex")})`

test("a payload comes out of the log as json_decode reads it", async (t) => {
  const options = { ...newLog(ownFolder("differential")), max_payload: 1 << 20 }
  const random = chance()
  const counts = {}
  for (let left = runs(2000); left > 0; left -= BATCH) {
    const documents = Array.from({ length: Math.min(left, BATCH) }, () => document(random))
    const input = JSON.stringify({ options, documents: encoded(documents) })
    const verdicts = await phpJson(phpProgram("pass_payloads.php"), { input })
    for (const [index, verdict] of verdicts.entries()) {
      assert.match(verdict, /^(same|refused: .+)$/, shown(documents[index]))
      counts[verdict] = (counts[verdict] ?? 0) + 1
    }
  }
  assert.ok(counts.same > 0 && Object.keys(counts).length > 1, JSON.stringify(counts))
  t.diagnostic(`seed ${seed}: ${JSON.stringify(counts)}`)
})

test("a poll's body is JSON to us where it is to json_decode", async (t) => {
  const endpoint = await startEndpoint(ownFolder("differential"))
  const random = chance()
  const counts = {}
  for (let left = runs(1500); left > 0; left -= BATCH) {
    const documents = Array.from({ length: Math.min(left, BATCH) }, () => document(random, body))
    const theirs = await phpJson(phpProgram("decode_json.php"), { input: JSON.stringify(encoded(documents)) })
    for (let index = 0; index < documents.length; index += AT_ONCE) {
      const answers = await Promise.all(documents.slice(index, index + AT_ONCE).map((each) => endpoint.post(each)))
      for (const [nth, answer] of answers.entries()) {
        const kind = compare(answer, theirs[index + nth], documents[index + nth])
        counts[kind] = (counts[kind] ?? 0) + 1
      }
    }
  }
  assert.ok(counts["both read it"] > 0 && counts["both refuse it"] > 0, JSON.stringify(counts))
  t.diagnostic(`seed ${seed}: ${JSON.stringify(counts)}`)
})

/** In which way the two agree or may differ; any other way is a failure. */
function compare({ status, json }, theirs, document) {
  assert.ok([200, 400].includes(status), `${shown(document)}: ${status}`)
  const words = status === 400 ? /^the body is (not JSON: .+|empty)/.exec(json.error)?.[1] : undefined
  if (words === undefined && theirs === "accepted") {
    return "both read it"
  }
  if (words !== undefined && theirs !== "accepted") {
    return "both refuse it"
  }
  const listed = words && [/recursion limit/, /number out of range/].find((reason) => reason.test(words))
  assert.ok(listed, `${shown(document)}: we say ${words ?? "it is JSON"}, json_decode ${theirs}`)
  return `we alone refuse it: ${listed.source}`
}
