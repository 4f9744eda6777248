// The poll endpoint, through nginx and PHP-FPM: where a grant may stand, and which grants are refused.

import { generateKeyPairSync, sign } from "node:crypto"
import test from "node:test"

import { assertAnswered, assertNothingLeaked, assertRefused, startEndpoint } from "./support/endpoint.mjs"
import { ownFolder } from "./support/folder.mjs"
import { poll, post } from "./support/http.mjs"
import { claims, signToken } from "./support/token.mjs"

const MAX_GRANT_SECONDS = 31 * 24 * 3600
const ORDERS = { orders: {} }
const endpoint = await startEndpoint(ownFolder("grants"))
const { url, rewrittenUrl } = endpoint
const now = Math.floor(Date.now() / 1000)
const grant = signToken(claims({ channels: ["orders", "user:42:*", "42"] }))
const forged = signToken(claims(), { secret: "another secret, as long as it has to be, but not ours" })

const places = {
  "the header Authorization": (token) => poll(url, ORDERS, { grant: token }),
  "REDIRECT_HTTP_AUTHORIZATION": (token) => poll(rewrittenUrl, ORDERS, { grant: token }),
  "the header X-NoSocket-Grant": (token) => poll(url, ORDERS, { headers: { "X-NoSocket-Grant": token } }),
  "the body's field grant": (token) => post(url, JSON.stringify({ subscriptions: ORDERS, grant: token }))
}

for (const [place, pollWith] of Object.entries(places)) {
  test(`a grant in ${place} is enough`, async () => {
    assertAnswered(await pollWith(grant))
  })

  test(`a forged grant in ${place} is refused`, async () => {
    assertRefused(await pollWith(forged), 403, "grant_invalid")
  })
}

test("the scheme's case does not matter, and another scheme is not ours", async () => {
  const header = (value) => ({ headers: { Authorization: value } })
  assertAnswered(await poll(url, ORDERS, header(`bEARER ${grant}`)))
  assertRefused(await poll(url, ORDERS, header("Basic dXNlcjpwYXNz")), 403, "grant_missing")
  assertAnswered(
    await poll(url, ORDERS, { headers: { Authorization: "Basic dXNlcjpwYXNz", "X-NoSocket-Grant": grant } })
  )
})

test("a poll without a grant is refused", async () => {
  assertRefused(await poll(url, ORDERS), 403, "grant_missing")
  assertRefused(await poll(url, ORDERS, { headers: { Authorization: "Bearer " } }), 403, "grant_missing")
  assertRefused(await post(url, JSON.stringify({ subscriptions: ORDERS, grant: "" })), 403, "grant_missing")
})

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
const [header, body, signature] = grant.split(".")
const signedByRsa = () => {
  const input = `${Buffer.from('{"alg":"RS256","typ":"JWT"}').toString("base64url")}.${body}`
  return `${input}.${sign("sha256", Buffer.from(input), privateKey).toString("base64url")}`
}
const invalid = {
  "forged": forged,
  "with its claims changed": `${header}.${Buffer.from(JSON.stringify(claims())).toString("base64url")}.${signature}`,
  "with a byte of its signature changed": `${header}.${body}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`,
  "without a signature": `${header}.${body}.`,
  "of alg none": signToken(claims(), { header: { alg: "none" }, hash: null }),
  "of alg none, yet signed": signToken(claims(), { header: { alg: "none" } }),
  "of alg nOnE": signToken(claims(), { header: { alg: "nOnE" }, hash: null }),
  "of alg HS512": signToken(claims(), { header: { alg: "HS512" }, hash: "sha512" }),
  "of alg RS256": signedByRsa(),
  "that says RS256 and is signed with HS256": signToken(claims(), { header: { alg: "RS256" } }),
  "without an alg": signToken(claims(), { header: { typ: "JWT" } }),
  "with critical extensions": signToken(claims(), { header: { alg: "HS256", crit: ["exp"] } }),
  "not yet valid (nbf)": signToken(claims({ nbf: now + 300 })),
  "issued in the future": signToken(claims({ iat: now + 300 })),
  "good for longer than 31 days": signToken(claims({ exp: now + MAX_GRANT_SECONDS + 60 })),
  "without an expiry": signToken(claims({ exp: undefined })),
  "whose expiry is a string": signToken(claims({ exp: String(now + 60) })),
  "without a subject": signToken(claims({ sub: undefined })),
  "without channels": signToken(claims({ channels: undefined })),
  "whose channels are a string": signToken(claims({ channels: "*" })),
  "with a bad channel": signToken(claims({ channels: ["a*b"] })),
  "of 9 KB": signToken(claims({ jti: "j".repeat(9000) })),
  "that is no token": "let-me-in",
  "of two segments": `${header}.${body}`,
  "of four segments": `${grant}.e30`,
  "with a space": `${header}. ${body}.${signature}`
}

for (const [name, token] of Object.entries(invalid)) {
  test(`a grant ${name} is refused as invalid`, async () => {
    // In the body, where no web server looks at it first.
    assertRefused(await post(url, JSON.stringify({ subscriptions: ORDERS, grant: token })), 403, "grant_invalid")
  })
}

test("an expired grant is refused as expired, with the status that makes clients fetch another", async () => {
  const expired = signToken(claims({ iat: now - 600, exp: now - 1 }))
  assertRefused(await poll(url, ORDERS, { grant: expired }), 403, "grant_expired")
})

test("an expired grant with a wrong signature is invalid: nothing in it can be believed", async () => {
  const token = signToken(claims({ exp: now - 1 }), { secret: "another secret, as long as it has to be, but not ours" })
  assertRefused(await poll(url, ORDERS, { grant: token }), 403, "grant_invalid")
})

test("a channel outside the grant is forbidden, and with it the whole poll", async () => {
  for (const channel of ["invoices", "order", "orders2", "Orders", "user:42", "user:421:a", "43"]) {
    assertRefused(await poll(url, { orders: {}, [channel]: {} }, { grant }), 403, "forbidden", { channels: [channel] })
  }
})

test("names, prefixes and numbers in a grant cover their channels", async () => {
  assertAnswered(await poll(url, { orders: {}, "user:42:": {}, "user:42:mail": {}, "42": {} }, { grant }))
})

test("the longest grant that is allowed works", async () => {
  assertAnswered(await poll(url, ORDERS, { grant: signToken(claims({ exp: now + MAX_GRANT_SECONDS - 60 })) }))
})

test("no answer and no log holds a secret or a grant", () => {
  assertNothingLeaked(endpoint, grant, forged, ...Object.values(invalid).filter((token) => token.length > 40))
})
