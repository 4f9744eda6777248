// JSON Web Tokens made by hand, also such as nobody should accept.

import { createHmac } from "node:crypto"

import { SECRET } from "./log.mjs"

/** A token with exactly this header and these claims, signed with HMAC-SHA-256 (or the named hash; null: not at all). */
export function signToken(claims, { secret = SECRET, header = { alg: "HS256", typ: "JWT" }, hash = "sha256" } = {}) {
  const signed = `${encode(header)}.${encode(claims)}`
  const signature = hash === null ? "" : createHmac(hash, secret).update(signed).digest("base64url")
  return `${signed}.${signature}`
}

/** A token of these JSON texts, which need not be JSON, signed with HMAC-SHA-256. */
export function signText(header, claims, secret = SECRET) {
  const signed = [header, claims].map((text) => Buffer.from(text).toString("base64url")).join(".")
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`
}

/** Claims of a good grant, with changes. */
export function claims(changes = {}) {
  const now = Math.floor(Date.now() / 1000)
  return { sub: "tester", iat: now, exp: now + 600, jti: "1", channels: ["*"], ...changes }
}

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString("base64url")
}
