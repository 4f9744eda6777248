// Polls, emits and grants through nginx and PHP-FPM under load: each case as a share of the floor, a PHP script that only
// reads the same request and gives a constant answer.

import { join } from "node:path"

import { column, median, ratio, short, shortSpread } from "./support/figures.mjs"
import { fillForPolls, startHost } from "./support/host.mjs"
import { targets } from "./support/tables.mjs"
import { loadBeside, loadInTurn } from "./support/wrk.mjs"

const WORKERS = 8
const ROUNDS = 9

/** What each poll is measured beside. */
export const FLOOR = "constant PHP script"

/** Shares of the floor, at least: of an idle poll and of one with 10 events. */
const LEAST = { SQLite: [0.8, 0.65], MariaDB: [0.75, 0.35], PostgreSQL: [0.75, 0.35] }

/** Resolves to {polls: {case: [{rate, floor}]}, writes: {case: [requests/s]}}, both round by round. */
export async function measure({ folder, databases, options: { quick } }) {
  const hosts = []
  for (const database of databases) {
    const requests = await fillForPolls(database)
    const host = await startHost(join(folder, "http"), database, { workers: WORKERS })
    const asking = await startHost(join(folder, "http"), database, {
      workers: WORKERS,
      ini: { "nosocket.head_cache": 0 }
    })
    hosts.push({ name: database.name, url: host.url, askingUrl: asking.url, stops: [host.stop, asking.stop], requests })
  }
  const rounds = quick ? 1 : ROUNDS
  const results = {
    polls: await loadBeside(folder, floor(hosts), polls(hosts), rounds),
    // After all polls: what the servers still have to write to their disks would slow those.
    writes: await loadInTurn(folder, writes(hosts), rounds)
  }
  await Promise.all(hosts.flatMap(({ stops }) => stops.map((stop) => stop())))
  return results
}

const floor = ([{ url, requests }]) => ({ url: `${url}/constant.php`, requests: requests.idle })

function polls(hosts) {
  const [{ url }] = hosts
  const cases = { "static file": { url: `${url}/static.txt` }, "empty PHP script": { url: `${url}/empty.php` } }
  for (const { name, url, askingUrl, requests } of hosts) {
    cases[`${name}: idle poll`] = { url: `${url}/poll.php`, requests: requests.idle }
    cases[`${name}: idle poll, head_cache = 0`] = { url: `${askingUrl}/poll.php`, requests: requests.idle }
    cases[`${name}: poll with 10 events`] = { url: `${url}/poll.php`, requests: requests.ten }
    cases[`${name}: poll with 10 events, head_cache = 0`] = { url: `${askingUrl}/poll.php`, requests: requests.ten }
    cases[`${name}: idle poll of 50 channels`] = { url: `${url}/poll.php`, requests: requests.channels(50) }
    cases[`${name}: idle polls of 500 users`] = { url: `${url}/poll.php`, requests: requests.users }
    cases[`${name}: plain PDO, idle`] = { url: `${url}/peer.php`, requests: requests.peer.idle }
    cases[`${name}: plain PDO, 10 events`] = { url: `${url}/peer.php`, requests: requests.peer.ten }
  }
  return cases
}

function writes(hosts) {
  const cases = { [FLOOR]: floor(hosts), grant: { url: `${hosts[0].url}/grant.php` } }
  for (const { name, url } of hosts) {
    cases[`${name}: plain PDO insert, kept connection`] = { url: `${url}/insert.php` }
    cases[`${name}: emit`] = { url: `${url}/emit.php` }
    cases[`${name}: emitBatch of 100`] = { url: `${url}/batch.php` }
  }
  return cases
}

export function tables({ polls, writes }) {
  const row = (name, rates, floors) => [name, short(median(rates)), shortSpread(rates), ratio(rates, floors).toFixed(2)]
  const table = (what, rounds, rows) => ({
    title: `${what}: nginx, ${WORKERS} PHP-FPM workers, 16 connections, median of ${rounds} rounds of 1 s`,
    head: ["case", "requests/s", "80 % of rounds", "share of the floor"],
    rows
  })
  const pairs = Object.entries(polls)
  const floors = pairs.flatMap(([, rounds]) => column(rounds, "floor"))
  const ofPolls = pairs.map(([name, rounds]) => row(name, column(rounds, "rate"), column(rounds, "floor")))
  return [
    table("Polls", pairs[0][1].length, [row(FLOOR, floors, floors), ...ofPolls]),
    table(
      "Grants and emits",
      writes[FLOOR].length,
      Object.entries(writes).map(([name, rates]) => row(name, rates, writes[FLOOR]))
    ),
    targets(
      "HTTP: targets",
      Object.entries(LEAST).flatMap(([database, [idle, ten]]) => [
        reached(polls, `${database}: idle poll`, idle),
        reached(polls, `${database}: poll with 10 events`, ten)
      ])
    )
  ]
}

function reached(polls, poll, least) {
  const found = ratio(column(polls[poll], "rate"), column(polls[poll], "floor"))
  return [`${poll}, share of the floor`, `≥ ${least.toFixed(2)}`, found.toFixed(2), found >= least]
}
