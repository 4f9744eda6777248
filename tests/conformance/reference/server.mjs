// The protocol once more, in memory and without a dependency: what the suite itself is tested with. As it is, it passes;
// with a fault planted, the right cases must fail. No server for real use.
//
// POST /poll is the endpoint, /limited the same with a rate limit, /unavailable and /broken are always so; POST /emit
// takes {"events": […]}, POST /revoke {"subject": "…"}.

import { createServer } from "node:http"
import { setTimeout as pause } from "node:timers/promises"

import { covers, verify } from "./grant.mjs"
import { Log } from "./log.mjs"
import { Refusal } from "./refusal.mjs"
import { grantsOf, readBody } from "./request.mjs"

const MAX_BODY = 65_536
const MAX_CHANNELS = 100
const POLL_LIMIT = 100
const POLLS = 5
const FORGET_AFTER_MS = 500
// Nobody who tests a suite waits for real seconds.
const SECOND_MS = 100

/** Starts it with these secrets and, if named, this fault; resolves to {url, stop}. */
export async function startReference(secrets, fault) {
  const is = (name) => name === fault
  const state = {
    secrets,
    is,
    spent: new Map(),
    revoked: new Map(),
    log: new Log({ limit: POLL_LIMIT, secondMs: SECOND_MS, is })
  }
  const server = createServer((request, response) => serve(state, request, response))
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve))
  const stop = () => new Promise((resolve) => server.close(resolve))
  return { url: `http://127.0.0.1:${server.address().port}`, stop }
}

async function serve(state, request, response) {
  const { is } = state
  const body = Buffer.concat(await request.toArray())
  try {
    send(is, response, 200, await answer(state, request, body))
  } catch (error) {
    const { status = 500, code = "internal", headers, fields } = error
    const told = is("repeats_the_grant")
      ? `${error.message}: ${body}${request.headers["x-nosocket-grant"]}`
      : error.message
    const own = is("codes_alone") ? { code } : { error: told, code, ...fields }
    send(is, response, status, own, headers)
  }
}

async function answer(state, { method, url, headers }, body) {
  const { is, log } = state
  if (url === "/emit") {
    return emit(state, JSON.parse(body).events)
  }
  if (url === "/revoke") {
    state.revoked.set(JSON.parse(body).subject, Date.now())
    return {}
  }
  if (method !== "POST") {
    const allow = is("no_allow") ? {} : { "Allow": "POST" }
    throw new Refusal(405, "method_not_allowed", "only POST is allowed here", { headers: allow })
  }
  refuseAsHost(state, url, headers["x-nosocket-grant"])
  if (body.length > MAX_BODY) {
    throw new Refusal(is("large_is_bad") ? 400 : 413, "too_large", "the body is too large")
  }
  const poll = readBody(body, { maxChannels: MAX_CHANNELS, is })
  const grant = granted(state, grantsOf(headers, poll.grant))
  if (isRevoked(state, grant)) {
    throw new Refusal(403, "grant_revoked", "the grant was taken back")
  }
  const outside = poll.subscriptions.filter(({ asked }) => !covers(grant.channels, asked, is))
  if (outside.length && !is("leaves_out_forbidden")) {
    const fields = { channels: outside.map(({ asked }) => asked) }
    throw new Refusal(403, "forbidden", "the grant does not cover a channel", fields)
  }
  return log.read(poll.subscriptions.filter((subscription) => !outside.includes(subscription)))
}

function granted(state, grants) {
  const { secrets, is } = state
  if (grants.length === 0) {
    throw new Refusal(403, "grant_missing", "there is no grant in the request")
  }
  if (is("any_good_grant") && grants.length > 1) {
    try {
      return verify(grants[0], { secrets, is })
    } catch {
      return granted(state, grants.slice(1))
    }
  }
  return verify(grants[0], { secrets: is("one_secret") ? secrets.slice(0, 1) : secrets, is })
}

/** Whether the subject's grants were taken back after this one was issued. */
function isRevoked({ revoked, is }, { subject, issued }) {
  const times = is("revokes_everybody") ? [...revoked.values()] : revoked.has(subject) ? [revoked.get(subject)] : []
  return times.some((time) => issued <= time) && !is("ignores_revocations")
}

/** What the host itself says before it looks at the request. */
function refuseAsHost(state, url, grant) {
  const { is } = state
  const wait = is("no_retry_after") ? {} : { headers: { "Retry-After": "1" } }
  if (url === "/unavailable") {
    throw new Refusal(503, "unavailable", "the event log cannot be reached", wait)
  }
  if (url === "/broken") {
    const sentence = is("tells_innards") ? "cannot open /var/lib/app/log.sqlite" : "an internal error; see the log"
    throw new Refusal(500, "internal", sentence)
  }
  if (url === "/limited" && isSpent(state, grant)) {
    throw new Refusal(429, "rate_limited", "too many polls in too short a time", wait)
  }
}

/** Counts a poll with this grant, and says whether it is one too many. Half a second after a refusal all is forgotten. */
function isSpent({ spent, is }, grant) {
  const one = spent.get(grant) ?? { polls: 0 }
  if (Date.now() - one.refusedAt > FORGET_AFTER_MS && !is("limit_forever")) {
    one.polls = 0
    one.refusedAt = undefined
  }
  one.polls += 1
  spent.set(grant, one)
  if (one.polls > POLLS) {
    one.refusedAt ??= Date.now()
  }
  return one.polls > POLLS
}

async function emit({ log, is }, events) {
  for (const event of events) {
    log.emit(event)
    is("tears_batches") && (await pause(30))
  }
  return {}
}

function send(is, response, status, json, headers = {}) {
  const common = {
    "Content-Type": is("answers_as_html") ? "text/html" : "application/json",
    ...(is("cacheable") ? {} : { "Cache-Control": "no-store" }),
    ...(is("sniffable") ? {} : { "X-Content-Type-Options": "nosniff" })
  }
  response.writeHead(status, { ...common, ...headers })
  response.end(JSON.stringify(json))
}
