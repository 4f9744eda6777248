// The request: what a body must be, and where its grant stands.

import { readJson } from "./json.mjs"
import { Refusal } from "./refusal.mjs"

const NAME = /^[!-)+-~]{1,128}$/
const LARGEST = 2n ** 63n - 1n

const bad = (sentence) => new Refusal(400, "invalid_request", sentence)

/** Reads a body: {subscriptions: [{channel, cursor, replay, epoch}, …], grant}. */
export function readBody(bytes, { maxChannels, is }) {
  let body
  try {
    body = readJson(bytes)
  } catch {
    throw bad("the body is not JSON")
  }
  const subscriptions = body instanceof Map ? body.get("subscriptions") : undefined
  if (!(subscriptions instanceof Map)) {
    throw bad("the body must be an object with an object of subscriptions")
  }
  const grant = body.get("grant") ?? null
  if (grant !== null && typeof grant !== "string") {
    throw bad("grant must be a string")
  }
  if (subscriptions.size > maxChannels && !is("any_number_of_channels")) {
    throw bad("too many channels are asked for")
  }
  return { grant, subscriptions: [...subscriptions].map((entry) => readSubscription(entry, is)) }
}

function readSubscription([channel, fields], is) {
  if (!NAME.test(channel) && !(is("any_name") && channel)) {
    throw bad("a channel's name is 1 to 128 bytes of printable ASCII without a star")
  }
  if (!(fields instanceof Map)) {
    throw bad("a subscription must be an object")
  }
  let [cursor, replay, epoch] = ["cursor", "replay", "epoch"].map((name) => fields.get(name) ?? null)
  if (is("lenient_cursors") && cursor !== null && Number(cursor) >= 0) {
    cursor = BigInt(Math.floor(Number(cursor)))
  }
  if (cursor !== null && !(typeof cursor === "bigint" && cursor >= 0n && cursor <= LARGEST)) {
    throw bad("cursor must be null or a whole number from 0 to 2^63-1")
  }
  if (![null, "live", "retained"].includes(replay)) {
    throw bad("replay must be live or retained")
  }
  if (epoch !== null && !(typeof epoch === "string" && Buffer.byteLength(epoch) <= 64)) {
    throw bad("epoch must be a string of at most 64 bytes")
  }
  return { channel: is("names_without_case") ? channel.toLowerCase() : channel, asked: channel, cursor, replay, epoch }
}

/** All places that a grant may stand in, the first one first. */
export function grantsOf(headers, inBody) {
  const bearer = /^bearer +(\S.*)$/i.exec(headers.authorization ?? "")?.[1]
  return [bearer, headers["x-nosocket-grant"], inBody].filter(Boolean)
}
