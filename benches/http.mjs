// Polls through nginx and PHP-FPM under load: each case as a share of the floor, a PHP script that only reads the same
// request and gives a constant answer.

import { mkdirSync } from "node:fs"
import { join } from "node:path"

import { asIni, SECRET } from "../tests/support/log.mjs"
import { root } from "../tests/support/paths.mjs"
import { phpJson } from "../tests/support/php.mjs"
import { startStack } from "../tests/support/stack.mjs"
import { median, printTable, ratio, short, spread } from "./support/figures.mjs"
import { load } from "./support/wrk.mjs"

const ROUNDS = 9
const SECONDS = 1
const WORKERS = 8
const FLOOR = "constant PHP script"

/** Measures, prints, and resolves to {case: [requests/s of each round]}. */
export async function measureHttp(folder, databases) {
  const stacks = await Promise.all(databases.map((database) => startPolls(join(folder, database.name), database)))
  const [{ url, idle }] = stacks
  const cases = {
    "static file": { url: `${url}/static.txt` },
    "empty PHP script": { url: `${url}/empty.php` },
    [FLOOR]: { url: `${url}/constant.php`, requests: idle }
  }
  for (const { name, url, idle, ten, fifty, users, peer } of stacks) {
    cases[`${name}: idle poll`] = { url: `${url}/poll.php`, requests: idle }
    cases[`${name}: poll with 10 events`] = { url: `${url}/poll.php`, requests: ten }
    cases[`${name}: idle poll of 50 channels`] = { url: `${url}/poll.php`, requests: fifty }
    cases[`${name}: idle polls of 500 users`] = { url: `${url}/poll.php`, requests: users }
    cases[`${name}: plain PDO, idle`] = { url: `${url}/peer.php`, requests: peer.idle }
    cases[`${name}: plain PDO, 10 events`] = { url: `${url}/peer.php`, requests: peer.ten }
  }
  const rates = Object.fromEntries(Object.keys(cases).map((name) => [name, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, load_] of Object.entries(cases)) {
      rates[name].push(await load(folder, { seconds: SECONDS, ...load_ }))
    }
  }
  const rows = Object.entries(rates).map(([name, rounds]) => [
    name,
    short(median(rounds)),
    spread(rounds).map(short).join("–"),
    ratio(rounds, rates[FLOOR]).toFixed(2)
  ])
  printTable(
    `nginx, ${WORKERS} PHP-FPM workers, 16 connections, median of ${ROUNDS} rounds of ${SECONDS} s`,
    ["case", "requests/s", "80 % of rounds", "share of the floor"],
    rows
  )
  return rates
}

/** A web host with a filled log in this database, and the requests for it. */
async function startPolls(folder, { name, options, modules }) {
  mkdirSync(folder, { recursive: true })
  const settings = { ...options, secret: SECRET }
  const filled = await phpJson(join(root, "benches/fill.php"), { input: JSON.stringify(settings), ini: modules })
  const { dsn, user = "", password = "" } = options
  const stack = await startStack(folder, {
    documentRoot: join(root, "benches/www"),
    locations: "access_log off;",
    env: { BENCH_DSN: dsn, BENCH_USER: user, BENCH_PASSWORD: password },
    ini: { ...asIni({ ...options, secret: SECRET, rate_limit: 1_000_000, rate_window: 1 }), ...modules },
    workers: WORKERS
  })
  const channels = Object.keys(filled.heads)
  const at = (names) => Object.fromEntries(names.map((name) => [name, filled.heads[name]]))
  const request = (subscriptions, grant = filled.grant) => ({
    body: JSON.stringify({ subscriptions }),
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${grant}` }
  })
  const behind = { "user:7": { ...filled.heads["user:7"], cursor: filled.heads["user:7"].cursor - 10 } }
  const peerAt = (cursor) => [request({ "user:7": { cursor } })]
  return {
    name,
    url: stack.url,
    idle: [request(at(["user:7"]))],
    ten: [request(behind)],
    fifty: [request(at(channels.slice(0, 50)))],
    users: channels.map((channel, user) => request(at([channel]), filled.grants[user])),
    peer: { idle: peerAt(filled.peer.idle), ten: peerAt(filled.peer.ten) }
  }
}
