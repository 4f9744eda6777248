// Calls in one process, on each database: emits beside plain inserts, batches, polls, grants.

import { join } from "node:path"

import { root } from "../tests/support/paths.mjs"
import { phpJson } from "../tests/support/php.mjs"
import { median, ratio, short, shortSpread, times } from "./support/figures.mjs"
import { targets } from "./support/tables.mjs"

const PLAIN = "plain PDO insert"
const BATCH = "emitBatch of 100, each event"

/** Events a second beside plain inserts, at least. */
const LEAST = { SQLite: 1.1, MariaDB: 0.8, PostgreSQL: 0.8 }
const LEAST_BATCHED = 5

/** Resolves to {database: {case: [µs of each round]}}. */
export async function measure({ databases, options: { quick } }) {
  const results = {}
  for (const { name, options, modules } of databases) {
    const input = JSON.stringify(options)
    const rounds = quick ? 5 : 61
    // In processes of their own: how long a connection waits for the disk depends on what it was used for a moment before.
    for (const kind of ["writes", "reads"]) {
      const cases = await phpJson(join(root, "benches/calls.php"), { args: [rounds, kind], input, ini: modules })
      results[name] = { ...results[name], ...cases }
    }
  }
  return results
}

export function tables(results) {
  const entries = Object.entries(results)
  return [
    ...entries.map(([name, cases]) => ({
      title: `${name}: one process, log of 10,000 events over 500 channels, median of ${cases[PLAIN].length} rounds`,
      head: ["call", "µs", "80 % of rounds", "events/s beside plain inserts"],
      rows: Object.entries(cases).map(([call, rounds]) => [
        call,
        short(median(rounds)),
        shortSpread(rounds),
        /^emit|^the two writes|^plain PDO insert,/.test(call) ? times(ratio(cases[PLAIN], rounds)) : ""
      ])
    })),
    targets(
      "Calls: targets",
      entries.flatMap(([name, cases]) => reached(name, cases))
    )
  ]
}

function reached(database, cases) {
  const row = (call, least) => {
    const found = ratio(cases[PLAIN], cases[call])
    return [`${database}: ${call}, beside plain inserts`, `≥ ${times(least)}`, times(found), found >= least]
  }
  return [row("emit", LEAST[database]), row(BATCH, LEAST_BATCHED)]
}
