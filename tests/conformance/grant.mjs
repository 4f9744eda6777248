// Tokens made by hand, also such as nobody should accept.

import { createHmac } from "node:crypto"

/** The time in seconds since 1970. */
export const now = () => Math.floor(Date.now() / 1000)

/** Claims of a good grant for all channels, with changes; undefined takes one away. */
export function claims(changes = {}) {
  return { sub: "conformance", iat: now(), exp: now() + 600, jti: "1", channels: ["*"], ...changes }
}

/**
 * A token with this header and these claims, objects or JSON texts, signed with HMAC (SHA-256, or the named hash; null:
 * not at all).
 */
export function sign(secret, claims, header = { alg: "HS256", typ: "JWT" }, hash = "sha256") {
  const input = `${encode(header)}.${encode(claims)}`
  return `${input}.${hash === null ? "" : createHmac(hash, secret).update(input).digest("base64url")}`
}

export function encode(value) {
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url")
}
