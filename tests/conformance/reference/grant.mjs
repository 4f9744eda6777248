// Grants: verified, and asked what they cover.

import { createHmac, timingSafeEqual } from "node:crypto"

import { readJson } from "./json.mjs"
import { Refusal } from "./refusal.mjs"

const LONGEST = 31 * 24 * 3600
const PATTERN = /^([!-)+-~]{1,128}|[!-)+-~]{0,127}\*)$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a subject must not hold
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/

const invalid = (sentence) => new Refusal(403, "grant_invalid", sentence)

/** What a token says: {channels, subject, issued}, the last in milliseconds; throws a Refusal. */
export function verify(token, { secrets, is }) {
  const segments = token.split(".")
  if (token.length > 8192 || segments.length !== 3 || !segments.every(isBase64url)) {
    throw invalid("the grant must be three base64url segments")
  }
  const [header, claims, signature] = segments.map((segment) => Buffer.from(segment, "base64url"))
  const algorithm = readHeader(object(header), is)
  const input = token.slice(0, token.lastIndexOf("."))
  const good = secrets.some((secret) => matches(createHmac(algorithm, secret).update(input).digest(), signature))
  const unsigned = is("accepts_alg_none") && object(header).get("alg") === "none"
  if (!good && !unsigned && !is("ignores_signatures")) {
    throw invalid("the grant's signature is not one of ours")
  }
  return readClaims(object(claims), is)
}

/** The hash of the signature. */
function readHeader(header, is) {
  const algorithm = header.get("alg")
  if (is("accepts_any_hmac") && /^HS(256|384|512)$/.test(algorithm)) {
    return `sha${algorithm.slice(2)}`
  }
  if (!["string", "undefined"].includes(typeof header.get("kid"))) {
    throw invalid("the grant's kid must be a string")
  }
  const type = header.has("typ") ? header.get("typ") : "JWT"
  const known = algorithm === "HS256" || is("ignores_alg") || (is("accepts_alg_none") && algorithm === "none")
  if (!known || (header.has("crit") && !is("ignores_crit")) || typeof type !== "string" || !/^jwt$/i.test(type)) {
    throw invalid("the grant must be a JWT of HS256")
  }
  return "sha256"
}

function readClaims(claims, is) {
  const now = Date.now() / 1000
  const subject = claims.get("sub")
  if (typeof subject !== "string" || CONTROL.test(subject) || !inside(Buffer.byteLength(subject), 1, 255)) {
    throw invalid("the grant's sub is not usable")
  }
  const [expires, issued, notBefore] = ["exp", "iat", "nbf"].map((name) => seconds(claims, name))
  if (expires === undefined) {
    throw invalid("the grant has no exp")
  }
  const milliseconds = claims.has("iat_ms") ? claims.get("iat_ms") : 0n
  if (!(typeof milliseconds === "bigint" && inside(milliseconds, 0n, 999n))) {
    throw invalid("the grant's iat_ms must be a whole number from 0 to 999")
  }
  if (expires <= now - (is("leeway_of_a_minute") ? 60 : 0) && !is("ignores_expiry")) {
    throw new Refusal(403, "grant_expired", "the grant has expired")
  }
  if ([issued, notBefore].some((time) => time > now + 60) || expires - (issued ?? now) > LONGEST) {
    throw invalid("the grant's times are not usable")
  }
  const channels = claims.get("channels")
  const sound = Array.isArray(channels) && inside(channels.length, 1, 1000) && channels.every(isPattern)
  if (!sound || !["string", "undefined"].includes(typeof claims.get("jti"))) {
    throw invalid("the grant's channels or jti are not usable")
  }
  return {
    channels,
    subject,
    issued: issued === undefined ? Number.NEGATIVE_INFINITY : issued * 1000 + Number(milliseconds)
  }
}

/** Whether one of the patterns covers the channel. */
export function covers(patterns, channel, is) {
  return patterns.some((pattern) => {
    const prefix = pattern.slice(0, -1)
    if (pattern.endsWith("*")) {
      return channel.startsWith(prefix) && !(is("prefix_without_itself") && prefix && channel === prefix)
    }
    return channel === pattern || (is("names_are_prefixes") && channel.startsWith(pattern))
  })
}

function object(json) {
  let value
  try {
    value = readJson(json, { once: true })
  } catch {
    // As for what is no object.
  }
  if (!(value instanceof Map)) {
    throw invalid("the grant's header and claims must be JSON objects")
  }
  return value
}

function seconds(claims, name) {
  const value = claims.get(name)
  const number = Number(value)
  if (value !== undefined && !(["bigint", "number"].includes(typeof value) && Number.isFinite(number))) {
    throw invalid(`the grant's ${name} must be a number`)
  }
  return value === undefined ? undefined : number
}

const isPattern = (pattern) => typeof pattern === "string" && PATTERN.test(pattern)
const inside = (number, least, most) => number >= least && number <= most
const matches = (one, other) => one.length === other.length && timingSafeEqual(one, other)

/** Base64url without padding, in its one spelling. */
function isBase64url(segment) {
  return Buffer.from(segment, "base64url").toString("base64url") === segment
}
