// What some settings of the servers and of PHP are worth: the usual one beside others, in one run.

import { join } from "node:path"

import { root } from "../tests/support/paths.mjs"
import { phpJson } from "../tests/support/php.mjs"
import { median, ratio, short, shortSpread, times } from "./support/figures.mjs"
import { fillForPolls, startHost } from "./support/host.mjs"
import { loadInTurn } from "./support/wrk.mjs"

const WORKERS = 8
const RELAXED = { user: "relaxed", password: "relaxed" }

/** Resolves to {calls: {database: {case: [µs of each round]}}, http: {database: {case: [requests/s of each round]}}}. */
export async function measure({ folder, databases, options: { quick } }) {
  const [sqlite, mariadb, postgresql] = databases
  const rounds = quick ? 3 : 31
  const inPhp = ({ bySocket, modules }, prepare, cases) =>
    phpJson(join(root, "benches/tuning.php"), {
      input: JSON.stringify({ rounds, admin: bySocket, prepare, cases }),
      ini: modules
    })
  const calls = {
    MariaDB: await inPhp(mariadb, [], mariadbCases(mariadb)),
    PostgreSQL: await inPhp(
      postgresql,
      ["CREATE ROLE relaxed SUPERUSER LOGIN PASSWORD 'relaxed'", "ALTER ROLE relaxed SET synchronous_commit = off"],
      postgresqlCases(postgresql)
    )
  }
  const http = {}
  for (const database of databases) http[database.name] = await hosts(folder, database, database === sqlite, quick)
  return { calls, http }
}

function transports({ options, bySocket }) {
  return {
    "idle poll, TCP": { options, call: "poll", before: null },
    "idle poll, socket": { options: bySocket, call: "poll", before: null },
    "emit, TCP": { options, call: "emit", before: null },
    "emit, socket": { options: bySocket, call: "emit", before: null }
  }
}

function mariadbCases({ options, bySocket }) {
  const emit = (value) => ({ options, call: "emit", before: `SET GLOBAL innodb_flush_log_at_trx_commit = ${value}` })
  const flushes = [1, 2, 0].map((value) => [`emit, innodb_flush_log_at_trx_commit = ${value}`, emit(value)])
  // The last block must leave the server as it was found.
  return { ...Object.fromEntries(flushes.reverse()), ...transports({ options, bySocket }) }
}

function postgresqlCases({ options, bySocket }) {
  return {
    "emit, synchronous_commit = on": { options, call: "emit", before: null },
    "emit, synchronous_commit = off": { options: { ...options, ...RELAXED }, call: "emit", before: null },
    ...transports({ options, bySocket })
  }
}

/** Idle polls over HTTP with one thing of PHP set otherwise. */
async function hosts(folder, database, withoutCache, quick) {
  const { idle } = await fillForPolls(database)
  const settings = {
    "as they come": {},
    "nosocket.persistent = 0": { "nosocket.persistent": "0" },
    ...(withoutCache ? { "opcache.enable = 0": { "opcache.enable": "0" } } : {})
  }
  const cases = {}
  const stops = []
  for (const [name, ini] of Object.entries(settings)) {
    const { url, stop } = await startHost(join(folder, "tuning"), database, { workers: WORKERS, ini })
    cases[name] = { url: `${url}/poll.php`, requests: idle }
    stops.push(stop)
  }
  const rates = await loadInTurn(folder, cases, quick ? 1 : 5)
  await Promise.all(stops.map((stop) => stop()))
  return rates
}

export function tables({ calls, http }) {
  const inProcess = Object.entries(calls).map(([database, cases]) => ({
    title: `${database}: the same call under other settings, median of ${Object.values(cases)[0].length} rounds`,
    head: ["call", "µs", "80 % of rounds", "time beside"],
    rows: Object.entries(cases).map(([name, rounds]) => {
      const usual = cases[USUAL[name]]
      return [name, short(median(rounds)), shortSpread(rounds), usual ? times(ratio(rounds, usual)) : ""]
    })
  }))
  const overHttp = {
    title: `Idle polls over HTTP under other settings, ${WORKERS} workers, 16 connections`,
    head: ["settings of PHP", "requests/s", "beside"],
    rows: Object.entries(http).flatMap(([database, cases]) =>
      Object.entries(cases).map(([name, rounds]) => [
        `${database}: ${name}`,
        short(median(rounds)),
        name === "as they come" ? "" : times(ratio(rounds, cases["as they come"]))
      ])
    )
  }
  return [...inProcess, overHttp]
}

/** What each case is compared with. */
const USUAL = {
  "idle poll, socket": "idle poll, TCP",
  "emit, socket": "emit, TCP",
  "emit, innodb_flush_log_at_trx_commit = 2": "emit, innodb_flush_log_at_trx_commit = 1",
  "emit, innodb_flush_log_at_trx_commit = 0": "emit, innodb_flush_log_at_trx_commit = 1",
  "emit, synchronous_commit = off": "emit, synchronous_commit = on"
}
