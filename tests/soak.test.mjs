// A long run of mixed requests through nginx and PHP-FPM on each database: every answer is the expected one, and the
// workers' memory and descriptors stay flat. `make soak` is the long form: REQUESTS for each database, DATABASE for one.

import assert from "node:assert/strict"
import { Agent, request } from "node:http"
import { join } from "node:path"
import { after, test } from "node:test"

import { ownFolder } from "./support/folder.mjs"
import { asIni, call, newLog } from "./support/log.mjs"
import { phpLocation } from "./support/nginx.mjs"
import { root } from "./support/paths.mjs"
import { startMariadb, startPostgresql } from "./support/servers.mjs"
import { startStack } from "./support/stack.mjs"
import { claims, signToken } from "./support/token.mjs"
import { assertFlat, lookAtWorkers } from "./support/workers.mjs"

const REQUESTS = Number(process.env.REQUESTS || 7_000)
const WORKERS = 2
const AT_ONCE = 4
/** After this share of the requests, caches are full and the first look is taken. */
const WARM = 0.25
/** What a worker may grow by after that: caches and the allocator's slack. A leak of 20 bytes a request is more in the long form. */
const GROWTH_KB = 1_500
const LOOKS = 10

const DATABASES = { sqlite: () => ({}), mysql: startMariadb, pgsql: startPostgresql }
const chosen = process.env.DATABASE ? [process.env.DATABASE] : Object.keys(DATABASES)

/** What is asked in turn: a name, the request for the nth time, the statuses that are right. */
const KINDS = [
  ["idle poll", (n) => poll(user(n), { quiet: { cursor: 0 } }), [200]],
  ["emit", (n) => ({ method: "GET", path: `/emit.php?n=${n}` }), [200]],
  ["poll with news", (n) => poll(user(n), { orders: { replay: "retained" }, quiet: {} }), [200]],
  ["idle poll", (n) => poll(user(n), { quiet: { replay: "live" } }), [200]],
  [
    "poll of many",
    (n) => poll(user(n), Object.fromEntries(Array.from({ length: 50 }, (_, c) => [`c${c}`, {}]))),
    [200]
  ],
  ["not JSON", (n) => ({ ...poll(user(n), {}), body: '{"subscriptions":' }), [400]],
  ["a bad name", (n) => poll(user(n), { "no spaces": {} }), [400]],
  ["a bad grant", () => poll("e30.e30.e30", { quiet: {} }), [403, 429]],
  ["a grant that is over", () => poll(token({ exp: 1 }), { quiet: {} }), [403, 429]],
  ["not granted", (n) => poll(token({ sub: `u${n}`, channels: ["other"] }), { quiet: {} }), [403]],
  ["no POST", () => ({ method: "GET", path: "/poll.php" }), [405]],
  ["too large", (n) => ({ ...poll(user(n), {}), body: "x".repeat(70_000) }), [413]],
  ["a greedy client", () => poll(token({ sub: "greedy" }), { quiet: {} }), [200, 429]]
]

for (const name of chosen) {
  assert.ok(DATABASES[name], `DATABASE=${name}; there are ${Object.keys(DATABASES).join(", ")}`)
  const folder = ownFolder(`soak-${name}`)
  const server = await DATABASES[name]()

  test(`${name}: ${REQUESTS} mixed requests, and memory and descriptors stay flat`, async (t) => {
    const log = newLog(folder, {
      ...server,
      // Every user comes once; these limits are the greedy one's alone. Bad grants count for their address.
      rate_limiter: "memory",
      rate_limit: 50,
      rate_window: 3600,
      event_ttl: 2,
      cleanup_probability: 0.2
    })
    await call(log, "install")
    const stack = await startStack(folder, {
      documentRoot: join(root, "tests/pages/host"),
      locations: `access_log off; ${phpLocation("/status", "unused")} ${phpLocation("/poll.php", join(root, "public/poll.php"))}`,
      ini: asIni(log),
      pool: `pm = static\npm.max_children = ${WORKERS}\npm.status_path = /status`
    })
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
    after(() => agent.destroy())
    const statuses = {}
    const look = () => lookAtWorkers(`${stack.url}/status`)
    const send = (from, to) => sendAll(stack.url, agent, from, to, statuses)

    const warm = Math.round(REQUESTS * WARM)
    await send(0, warm)
    const before = await look()
    for (let n = 0; n < LOOKS; n++) {
      const from = warm + Math.round(((REQUESTS - warm) * n) / LOOKS)
      await send(from, warm + Math.round(((REQUESTS - warm) * (n + 1)) / LOOKS))
      assertFlat(before, await look(), GROWTH_KB)
    }
    const now = await look()
    t.diagnostic(
      `${name}: ${Object.entries(statuses)
        .map(([status, count]) => `${count} × ${status}`)
        .join(", ")}`
    )
    t.diagnostic(`${name}: a worker's memory ${kilobytes(before)} → ${kilobytes(now)} kB, files ${now[0].descriptors}`)
    assert.ok(statuses[429] > 0, "the greedy client was never limited")
    assert.equal(stack.phpErrors(), "")
  })
}

const kilobytes = (workers) => workers.map(({ anonymousKb }) => anonymousKb).join(" and ")

/** Sends the requests of these numbers, a few at a time, and checks each answer's status. */
async function sendAll(url, agent, from, to, statuses) {
  let next = from
  const client = async () => {
    while (next < to) {
      const n = next++
      const [kind, make, expected] = KINDS[n % KINDS.length]
      const { status, text } = await send(url, agent, make(n))
      assert.ok(expected.includes(status), `${kind}: ${status} ${text}`)
      statuses[status] = (statuses[status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client))
}

function send(url, agent, { method, path, headers = {}, body = "" }) {
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { method, headers, agent }, (response) => {
      let text = ""
      response.setEncoding("utf8")
      response.on("data", (chunk) => (text += chunk))
      response.once("end", () => resolve({ status: response.statusCode, text }))
      response.once("error", reject)
    })
    sent.once("error", reject)
    sent.end(body)
  })
}

function poll(grant, subscriptions) {
  return {
    method: "POST",
    path: "/poll.php",
    headers: { Authorization: `Bearer ${grant}` },
    body: JSON.stringify({ subscriptions })
  }
}

function token(changes) {
  return signToken(claims(changes))
}

/** A grant of a user who comes once. */
function user(n) {
  return token({ sub: `u${n}` })
}
