// The request: method, body, limits, and where the grant stands.

import assert from "node:assert/strict"

import { claims, sign } from "../grant.mjs"
import { assertAnswered, assertRefused } from "../expect.mjs"

const EMPTY = '{"subscriptions": {}}'
const forged = () => sign("a secret that is not the endpoint's, but long enough", claims())

const refusedBody = (clause, name, body) => ({
  clause,
  name: `${name} is 400`,
  run: async (endpoint) => assertRefused(await endpoint.send(body), 400, "invalid_request")
})

const readBody = (clause, name, body, options) => ({
  clause,
  name,
  run: async (endpoint) => assertAnswered(await endpoint.send(body, options))
})

const nested = (levels) => `{"subscriptions": {}, "later": ${"[".repeat(levels)}${"]".repeat(levels)}}`

const padded = (size) => `{"subscriptions": {}, "padding": ""}`.replace('""', `"${"x".repeat(size - 36)}"`)

const channels = (endpoint, count) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [endpoint.channel(n), {}]))

/** A poll whose grants stand where `place` puts them. */
const withGrants = (name, place, check) => ({
  clause: "P-30",
  name,
  run: async (endpoint) => {
    const { headers, fields } = place(endpoint.grant)
    check(await endpoint.poll({}, { grant: null, headers, fields }))
  }
})
const answered = assertAnswered
const invalid = (answer) => assertRefused(answer, 403, "grant_invalid")
const missing = (answer) => assertRefused(answer, 403, "grant_missing")

export const requests = [
  ...["GET", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD"].map((method) => ({
    clause: "P-10",
    name: `${method} is 405, and Allow names POST`,
    run: async (endpoint) => {
      const answer = await endpoint.send(undefined, { method })
      assert.equal(answer.status, 405)
      assert.match(answer.headers.allow ?? "", /^POST$/)
      // The answer to a HEAD has no body.
      method === "HEAD" || assertRefused(answer, 405, "method_not_allowed")
    }
  })),
  ...Object.entries({
    "an empty body": "",
    "white space": " \n",
    "a form": "subscriptions[orders][cursor]=1",
    "a body cut in the middle": '{"subscriptions": {"orders": {"cur',
    "two JSON values": `${EMPTY} {}`,
    "a comma at the end": '{"subscriptions": {},}',
    "single quotes": "{'subscriptions': {}}",
    "a comment": `${EMPTY} // later`,
    "a number with a leading zero": '{"subscriptions": {}, "later": 01}',
    "NaN": '{"subscriptions": {}, "later": NaN}',
    "a control character in a string": '{"subscriptions": {}, "later": "\n"}',
    "half a surrogate pair": '{"subscriptions": {}, "later": "\\ud800"}',
    "a byte order mark": `\ufeff${EMPTY}`,
    "bytes that are not UTF-8": Buffer.from([...Buffer.from('{"subscriptions": {}, "later": "'), 0xff, 0x22, 0x7d]),
    "UTF-16": Buffer.from(EMPTY, "utf16le"),
    "a NUL byte after the JSON": `${EMPTY}\0`,
    "a list": `[${EMPTY}]`,
    "a string": '"subscriptions"',
    "a number": "5",
    "null": "null"
  }).map(([name, body]) => refusedBody("P-11", name, body)),
  readBody("P-11", "white space around the JSON does no harm", `\r\n\t ${EMPTY} \n`),
  ...[
    "application/json; charset=utf-8",
    "application/json; charset=ISO-8859-1",
    "text/plain;charset=UTF-8",
    "application/x-www-form-urlencoded",
    "nonsense"
  ].map((type) =>
    readBody("P-11", `Content-Type ${type} does not matter`, EMPTY, { headers: { "Content-Type": type } })
  ),
  {
    clause: "P-12",
    name: "a body of exactly the limit is read",
    run: async (endpoint) => assertAnswered(await endpoint.send(padded(endpoint.options.maxBody)))
  },
  {
    clause: "P-12",
    name: "one byte more is 413",
    run: async (endpoint) => assertRefused(await endpoint.send(padded(endpoint.options.maxBody + 1)), 413, "too_large")
  },
  {
    clause: "P-12",
    name: "eight times as much, not even JSON, is 413",
    run: async (endpoint) =>
      assertRefused(await endpoint.send("x".repeat(8 * endpoint.options.maxBody)), 413, "too_large")
  },
  ...Object.entries({
    "no subscriptions": "{}",
    "subscriptions of another case": '{"Subscriptions": {}}',
    "subscriptions that are null": '{"subscriptions": null}',
    "subscriptions that are a list": '{"subscriptions": ["orders"]}',
    "subscriptions that are an empty list": '{"subscriptions": []}',
    "subscriptions that are a string": '{"subscriptions": "orders"}',
    "subscriptions that are a number": '{"subscriptions": 5}'
  }).map(([name, body]) => refusedBody("P-13", name, body)),
  readBody("P-13", "no channel at all is a poll like others", EMPTY),
  readBody("P-14", "an unknown field in the body is ignored", '{"subscriptions": {}, "later": {"a": [1, null]}}'),
  readBody("P-14", "an unknown field in a subscription is ignored", '{"subscriptions": {"a": {"later": true}}}'),
  readBody("P-14", "32 levels of nesting are read", nested(32)),
  {
    clause: "P-15",
    name: "as many channels as the host allows are answered",
    run: async (endpoint) => {
      const { cursors } = await endpoint.read(channels(endpoint, endpoint.options.maxChannels))
      assert.equal(Object.keys(cursors).length, endpoint.options.maxChannels)
    }
  },
  {
    clause: "P-15",
    name: "one more is 400",
    run: async (endpoint) =>
      assertRefused(await endpoint.poll(channels(endpoint, endpoint.options.maxChannels + 1)), 400, "invalid_request")
  },
  ...Object.entries({
    "10,000 levels of lists": nested(10_000),
    "lists that are never closed": `{"subscriptions": ${"[".repeat(30_000)}`,
    "10,000 levels of objects": `{"subscriptions": {}, "later": ${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}}`
  }).map(([name, body]) => refusedBody("P-16", name, body)),
  ...["1e400", "-1e400", "9".repeat(400)].map((number) => ({
    clause: "P-16",
    name: `a field of ${number.slice(0, 8)}${number.length > 8 ? "…" : ""} is ignored or 400`,
    run: async (endpoint) => {
      const answer = await endpoint.send(`{"subscriptions": {}, "later": ${number}}`)
      assert.ok([200, 400].includes(answer.status), answer.text)
      assertAnswered(await endpoint.send(EMPTY))
    }
  })),
  {
    clause: "P-17",
    name: "of repeated names the last counts, or the body is 400",
    run: async (endpoint) => {
      const [first, last] = [endpoint.channel("first"), endpoint.channel("last")]
      const answer = await endpoint.send(`{"subscriptions": {"${first}": {}}, "subscriptions": {"${last}": {}}}`)
      answer.status === 400 || assert.deepEqual(Object.keys(answer.json.cursors), [last])
    }
  },
  withGrants("in Authorization", (grant) => ({ headers: { "Authorization": `Bearer ${grant}` } }), answered),
  withGrants("in X-NoSocket-Grant", (grant) => ({ headers: { "X-NoSocket-Grant": grant } }), answered),
  withGrants("in the body", (grant) => ({ fields: { grant } }), answered),
  withGrants(
    "Authorization comes before X-NoSocket-Grant",
    (grant) => ({ headers: { "Authorization": `Bearer ${forged()}`, "X-NoSocket-Grant": grant } }),
    invalid
  ),
  withGrants(
    "a good grant in Authorization is enough",
    (grant) => ({ headers: { "Authorization": `Bearer ${grant}`, "X-NoSocket-Grant": forged() } }),
    answered
  ),
  withGrants(
    "X-NoSocket-Grant comes before the body",
    (grant) => ({ headers: { "X-NoSocket-Grant": forged() }, fields: { grant } }),
    invalid
  ),
  ...[
    ["bearer in small letters is Bearer", (grant) => ({ "Authorization": `bearer ${grant}` }), answered],
    ["BEARER in capitals is Bearer", (grant) => ({ "Authorization": `BEARER ${grant}` }), answered],
    ["several spaces after the scheme do no harm", (grant) => ({ "Authorization": `Bearer   ${grant}` }), answered],
    ["Basic is no grant", () => ({ "Authorization": "Basic dXNlcjpwYXNz" }), missing],
    ["Basic does not hide the next place", (grant) => basicAnd(grant), answered],
    ["Bearer without a token is no grant", () => ({ "Authorization": "Bearer " }), missing],
    ["a token without a scheme is no grant", (grant) => ({ "Authorization": grant }), missing]
  ].map(([name, headers, check]) => ({
    ...withGrants(name, (grant) => ({ headers: headers(grant) }), check),
    clause: "P-31"
  })),
  ...["5", "true", '["a.b.c"]', "{}"].map((grant) =>
    refusedBody("P-32", `a grant that is ${grant}`, `{"subscriptions": {}, "grant": ${grant}}`)
  ),
  ...[{}, { fields: { grant: null } }, { fields: { grant: "" } }, { headers: { "X-NoSocket-Grant": "" } }].map(
    (place) => ({
      ...withGrants(
        `${JSON.stringify(place.fields ?? place.headers ?? "none")} is grant_missing`,
        () => place,
        missing
      ),
      clause: "P-33"
    })
  )
]

function basicAnd(grant) {
  return { "Authorization": "Basic dXNlcjpwYXNz", "X-NoSocket-Grant": grant }
}
