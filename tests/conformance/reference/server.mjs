#!/usr/bin/env node
// The protocol once more, in memory and without a dependency: what the suite itself is tested with. As it is, it passes;
// with a fault planted (the first argument), the right cases must fail. No server for real use.
//
// POST /poll is the endpoint, /limited the same with a rate limit, /unavailable and /broken are always so; POST /emit
// takes {"events": […]}. Prints its URL once it listens.

import { createServer } from "node:http"
import { setTimeout as pause } from "node:timers/promises"

import { covers, verify } from "./grant.mjs"
import { Log } from "./log.mjs"
import { Refusal } from "./refusal.mjs"
import { grantsOf, readBody } from "./request.mjs"

const [fault] = process.argv.slice(2)
const secrets = (process.env.REFERENCE_SECRETS ?? "").split(",")
const is = (name) => name === fault

const limits = { maxBody: 65_536, maxChannels: 100, polls: 5 }
const log = new Log({ limit: 100, secondMs: 100, is })
let polls = 0

const server = createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) {
    chunks.push(chunk)
  }
  const body = Buffer.concat(chunks)
  try {
    send(response, 200, await answer(request, body))
  } catch (error) {
    const { status = 500, code = "internal", headers, fields } = error
    const told = is("repeats_the_grant")
      ? `${error.message}: ${body}${request.headers["x-nosocket-grant"]}`
      : error.message
    const own = is("codes_alone") ? { code } : { error: told, code, ...fields }
    send(response, status, own, headers)
  }
})
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`))

async function answer({ method, url, headers }, body) {
  if (url === "/emit") {
    return emit(JSON.parse(body).events)
  }
  if (method !== "POST") {
    const allow = is("no_allow") ? {} : { "Allow": "POST" }
    throw new Refusal(405, "method_not_allowed", "only POST is allowed here", { headers: allow })
  }
  refuseAsHost(url)
  if (body.length > limits.maxBody) {
    throw new Refusal(is("large_is_bad") ? 400 : 413, "too_large", "the body is too large")
  }
  const poll = readBody(body, { ...limits, is })
  const patterns = granted(grantsOf(headers, poll.grant))
  const outside = poll.subscriptions.filter(({ asked }) => !covers(patterns, asked, is))
  if (outside.length && !is("leaves_out_forbidden")) {
    const fields = { channels: outside.map(({ asked }) => asked) }
    throw new Refusal(403, "forbidden", "the grant does not cover a channel", fields)
  }
  return log.read(poll.subscriptions.filter((subscription) => !outside.includes(subscription)))
}

function granted(grants) {
  if (grants.length === 0) {
    throw new Refusal(403, "grant_missing", "there is no grant in the request")
  }
  if (is("any_good_grant") && grants.length > 1) {
    try {
      return verify(grants[0], { secrets, is })
    } catch {
      return granted(grants.slice(1))
    }
  }
  return verify(grants[0], { secrets: is("one_secret") ? secrets.slice(0, 1) : secrets, is })
}

/** What the host itself says before it looks at the request. */
function refuseAsHost(url) {
  const wait = is("no_retry_after") ? {} : { headers: { "Retry-After": "1" } }
  if (url === "/unavailable") {
    throw new Refusal(503, "unavailable", "the event log cannot be reached", wait)
  }
  if (url === "/broken") {
    const sentence = is("tells_innards") ? "cannot open /var/lib/app/log.sqlite" : "an internal error; see the log"
    throw new Refusal(500, "internal", sentence)
  }
  if (url === "/limited" && polls++ >= limits.polls) {
    setTimeout(() => (polls = is("limit_forever") ? polls : 0), 500)
    throw new Refusal(429, "rate_limited", "too many polls in too short a time", wait)
  }
}

async function emit(events) {
  for (const event of events) {
    log.emit(event)
    is("tears_batches") && (await pause(30))
  }
  return {}
}

function send(response, status, json, headers = {}) {
  const common = {
    "Content-Type": is("answers_as_html") ? "text/html" : "application/json",
    ...(is("cacheable") ? {} : { "Cache-Control": "no-store" }),
    ...(is("sniffable") ? {} : { "X-Content-Type-Options": "nosniff" })
  }
  response.writeHead(status, { ...common, ...headers })
  response.end(JSON.stringify(json))
}
