// Polls, emits and grants through nginx and PHP-FPM under load: each case as a share of the floor, a PHP script that only
// reads the same request and gives a constant answer.

import { join } from "node:path"

import { median, ratio, short, shortSpread } from "./support/figures.mjs"
import { fillForPolls, startHost } from "./support/host.mjs"
import { loadInTurn } from "./support/wrk.mjs"

const WORKERS = 8
const FLOOR = "constant PHP script"

/** Resolves to {polls, writes}, each {case: [requests/s of each round]}. */
export async function measure({ folder, databases, options: { quick } }) {
  const hosts = []
  for (const database of databases) {
    const requests = await fillForPolls(database)
    const { url, stop } = await startHost(join(folder, "http"), database, { workers: WORKERS })
    hosts.push({ name: database.name, url, stop, requests })
  }
  const rounds = quick ? 1 : 9
  const results = {
    polls: await loadInTurn(folder, polls(hosts), rounds),
    // After all polls: what the servers still have to write to their disks would slow those.
    writes: await loadInTurn(folder, writes(hosts), rounds)
  }
  await Promise.all(hosts.map(({ stop }) => stop()))
  return results
}

function polls(hosts) {
  const [{ url, requests }] = hosts
  const cases = {
    "static file": { url: `${url}/static.txt` },
    "empty PHP script": { url: `${url}/empty.php` },
    [FLOOR]: { url: `${url}/constant.php`, requests: requests.idle }
  }
  for (const { name, url, requests } of hosts) {
    cases[`${name}: idle poll`] = { url: `${url}/poll.php`, requests: requests.idle }
    cases[`${name}: poll with 10 events`] = { url: `${url}/poll.php`, requests: requests.ten }
    cases[`${name}: idle poll of 50 channels`] = { url: `${url}/poll.php`, requests: requests.channels(50) }
    cases[`${name}: idle polls of 500 users`] = { url: `${url}/poll.php`, requests: requests.users }
    cases[`${name}: plain PDO, idle`] = { url: `${url}/peer.php`, requests: requests.peer.idle }
    cases[`${name}: plain PDO, 10 events`] = { url: `${url}/peer.php`, requests: requests.peer.ten }
  }
  return cases
}

function writes(hosts) {
  const [{ url, requests }] = hosts
  const cases = { [FLOOR]: { url: `${url}/constant.php`, requests: requests.idle }, grant: { url: `${url}/grant.php` } }
  for (const { name, url } of hosts) {
    cases[`${name}: plain PDO insert, kept connection`] = { url: `${url}/insert.php` }
    cases[`${name}: emit`] = { url: `${url}/emit.php` }
    cases[`${name}: emitBatch of 100`] = { url: `${url}/batch.php` }
  }
  return cases
}

export function tables({ polls, writes }) {
  const table = (what, rates) => ({
    title: `${what}: nginx, ${WORKERS} PHP-FPM workers, 16 connections, median of ${rates[FLOOR].length} rounds of 1 s`,
    head: ["case", "requests/s", "80 % of rounds", "share of the floor"],
    rows: Object.entries(rates).map(([name, rounds]) => [
      name,
      short(median(rounds)),
      shortSpread(rounds),
      ratio(rounds, rates[FLOOR]).toFixed(2)
    ])
  })
  return [table("Polls", polls), table("Grants and emits", writes)]
}
