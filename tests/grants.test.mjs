// Grants between NoSocket and PyJWT, both ways, and secrets that are replaced while the system runs.

import assert from "node:assert/strict"
import test from "node:test"

import { assertAnswered, assertRefused, startEndpoint } from "./support/endpoint.mjs"
import { ownFolder } from "./support/folder.mjs"
import { poll } from "./support/http.mjs"
import { call, callAll, newLog } from "./support/log.mjs"
import { decodeWithPyJwt, issueWithPyJwt } from "./support/pyjwt.mjs"
import { claims } from "./support/token.mjs"

const OLD = "the secret that is on its way out: long enough too"
const NEW = "the secret that takes its place: long enough as well"
const STRANGE = "a secret of somebody else: long enough as well, but not ours"
const folder = ownFolder("rotation")

test("a grant that PyJWT issued is accepted", async () => {
  const endpoint = await startEndpoint(folder)
  const token = await issueWithPyJwt(claims({ channels: ["orders", "user:42:*"] }), endpoint.log.secret)
  assertAnswered(await poll(endpoint.url, { orders: {}, "user:42:mail": {} }, { grant: token }))
  assertRefused(await poll(endpoint.url, { invoices: {} }, { grant: token }), 403, "forbidden", {
    channels: ["invoices"]
  })
})

test("a grant that PyJWT issued with another secret is refused", async () => {
  const endpoint = await startEndpoint(folder)
  const token = await issueWithPyJwt(claims(), STRANGE)
  assertRefused(await poll(endpoint.url, { orders: {} }, { grant: token }), 403, "grant_invalid")
})

test("PyJWT decodes our grant and finds the claims that were asked for", async () => {
  const log = newLog(folder)
  const before = Math.floor(Date.now() / 1000)
  const [first, second] = await callAll(log, [
    ["grant", ["orders", "user:42:*", "42"], "user:42 – Zoë", 600],
    ["grant", ["orders"], "user:42", null]
  ])
  const after = Math.ceil(Date.now() / 1000)

  const { claims: found, header } = await decodeWithPyJwt(first.result, log.secret)
  assert.deepEqual([header.alg, header.typ], ["HS256", "JWT"])
  assert.deepEqual(Object.keys(found).sort(), ["channels", "exp", "iat", "iat_ms", "jti", "sub"])
  assert.deepEqual([found.sub, found.channels], ["user:42 – Zoë", ["orders", "user:42:*", "42"]])
  assert.ok(found.iat >= before && found.iat <= after)
  assert.equal(found.exp - found.iat, 600)

  const { claims: other } = await decodeWithPyJwt(second.result, log.secret)
  assert.equal(other.exp - other.iat, 3600, "grant_ttl is the default")
  assert.notEqual(other.jti, found.jti)
})

test("PyJWT refuses our grant under another secret", async () => {
  const token = await call(newLog(folder), "grant", ["orders"], "user:42")
  assert.deepEqual(await decodeWithPyJwt(token, STRANGE), { refused: "InvalidSignatureError" })
})

test("secrets rotate without a break: the first signs, all verify, a dropped one is refused", async () => {
  const before = await startEndpoint(folder, { secret: OLD })
  const during = await startEndpoint(folder, { secret: `${NEW},${OLD}` })
  const afterwards = await startEndpoint(folder, { secret: NEW })
  const oldGrant = await call(before.log, "grant", ["orders"], "user:42")
  // In the constructor's array a list stands for what php.ini separates by commas.
  const newGrant = await call({ ...during.log, secret: [NEW, OLD] }, "grant", ["orders"], "user:42")

  const pollAt = (endpoint, grant) => poll(endpoint.url, { orders: {} }, { grant })
  assertAnswered(await pollAt(before, oldGrant))
  assertRefused(await pollAt(before, newGrant), 403, "grant_invalid")
  assertAnswered(await pollAt(during, oldGrant))
  assertAnswered(await pollAt(during, newGrant))
  assertRefused(await pollAt(afterwards, oldGrant), 403, "grant_invalid")
  assertAnswered(await pollAt(afterwards, newGrant))
})

test("`kid` picks the secret, and a foreign `kid` or none does no harm", async () => {
  const endpoint = await startEndpoint(folder, { secret: `${NEW},${OLD}` })
  const ours = await call({ ...endpoint.log, secret: [NEW, OLD] }, "grant", ["orders"], "user:42")
  const { header } = await decodeWithPyJwt(ours, NEW)
  assert.equal(typeof header.kid, "string")
  assertAnswered(await poll(endpoint.url, { orders: {} }, { grant: ours }))
  for (const headers of [{ kid: "issued-elsewhere" }, undefined]) {
    const token = await issueWithPyJwt(claims(), OLD, headers)
    assertAnswered(await poll(endpoint.url, { orders: {} }, { grant: token }))
  }
  const confused = await issueWithPyJwt(claims(), STRANGE, { kid: header.kid })
  assertRefused(await poll(endpoint.url, { orders: {} }, { grant: confused }), 403, "grant_invalid")
})
