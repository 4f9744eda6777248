// The poll endpoint, through nginx and PHP-FPM: whose address counts, who can dodge the limiter, and who can be locked out.

import assert from "node:assert/strict"
import test from "node:test"

import { assertAnswered, assertRefused, startEndpoint } from "./support/endpoint.mjs"
import { ownFolder } from "./support/folder.mjs"
import { poll } from "./support/http.mjs"
import { claims, signToken } from "./support/token.mjs"

const LIMIT = 3
const CLIENT = "198.51.100.9"

for (const limiter of ["memory", "database"]) {
  test(`${limiter}: without trusted proxies a made-up address dodges nothing and locks nobody out`, async () => {
    const endpoint = await startLimited(limiter)
    for (let n = 0; n < LIMIT; n++) assertAnswered(await from(endpoint, `203.0.113.${n}`))
    assertRefused(await from(endpoint, "203.0.113.99"), 429, "rate_limited")
  })

  test(`${limiter}: behind a trusted proxy each client has its own limit, whatever it writes before its address`, async () => {
    const endpoint = await startLimited(limiter, { trusted_proxies: "127.0.0.0/8, 10.0.0.0/8" })
    for (let n = 0; n < LIMIT; n++) assertAnswered(await from(endpoint, `203.0.113.${n}, ${CLIENT}, 10.0.0.${n}`))
    assertRefused(await from(endpoint, CLIENT), 429, "rate_limited")
    assertAnswered(await from(endpoint, `${CLIENT}, 198.51.100.10`))
  })

  test(`${limiter}: a header that cannot be read counts for the proxy`, async () => {
    const endpoint = await startLimited(limiter, { trusted_proxies: "127.0.0.1" })
    for (let n = 0; n < LIMIT; n++) assertAnswered(await from(endpoint, `203.0.113.${n}, unknown-${n}`))
    assertRefused(await from(endpoint, `${CLIENT}:4711`), 429, "rate_limited")
    assertAnswered(await from(endpoint, CLIENT))
  })

  test(`${limiter}: a connection from elsewhere than the trusted proxies is not believed`, async () => {
    const endpoint = await startLimited(limiter, { trusted_proxies: "192.0.2.1, ::1" })
    for (let n = 0; n < LIMIT; n++) assertAnswered(await from(endpoint, `203.0.113.${n}`))
    assertRefused(await from(endpoint, CLIENT), 429, "rate_limited")
  })

  test(`${limiter}: a new grant for the same subject gives no new quota, and nobody spends another subject's`, async () => {
    const endpoint = await startLimited(limiter)
    const fresh = (sub, n) => signToken(claims({ sub, jti: String(n), exp: claims().exp + n }))
    for (let n = 0; n < LIMIT; n++) assertAnswered(await from(endpoint, CLIENT, fresh("mallory", n)))
    assertRefused(await from(endpoint, CLIENT, fresh("mallory", LIMIT)), 429, "rate_limited")
    // With a forged grant it counts for the address alone.
    const forged = signToken(claims({ sub: "alice" }), { secret: "a guess" })
    for (let n = 0; n < LIMIT; n++) assertRefused(await from(endpoint, CLIENT, forged), 403, "grant_invalid")
    assertAnswered(await from(endpoint, CLIENT, fresh("alice", 0)))
  })
}

test("a forbidden channel that exists and one that does not get the same answer", async () => {
  const endpoint = await startEndpoint(ownFolder("enumeration"))
  await endpoint.emit("user:43:inbox", "mail.received", "a secret")
  const grant = signToken(claims({ channels: ["user:42:*"] }))
  const ask = async (channel, subscription) => {
    const { status, text, headers } = await poll(endpoint.url, { [channel]: subscription }, { grant })
    const told = [...headers].filter(([name]) => name !== "date" && name !== "content-length")
    return { status, text: text.replaceAll(channel, "…"), told }
  }
  for (const subscription of [{}, { cursor: 0 }, { cursor: 99 }, { cursor: null, replay: "retained" }]) {
    const [existing, missing] = [await ask("user:43:inbox", subscription), await ask("user:44:inbox", subscription)]
    assert.equal(existing.status, 403)
    assert.deepEqual(existing, missing)
  }
})

function startLimited(limiter, options = {}) {
  return startEndpoint(ownFolder("proxies"), { rate_limiter: limiter, rate_limit: LIMIT, rate_window: 600, ...options })
}

/** A poll whose header says that it comes from there. */
function from(endpoint, forwardedFor, grant) {
  return endpoint.poll({}, { headers: { "X-Forwarded-For": forwardedFor }, ...(grant && { grant }) })
}
