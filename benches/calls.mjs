// Calls in one process, on each database: emits beside plain inserts, batches, polls, grants.

import { join } from "node:path"

import { root } from "../tests/support/paths.mjs"
import { phpJson } from "../tests/support/php.mjs"
import { median, printTable, ratio, short, spread } from "./support/figures.mjs"

const ROUNDS = 61
const PLAIN = "plain PDO insert"

/** Measures, prints, and resolves to {database: {case: [µs of each round]}}. */
export async function measureCalls(databases) {
  const results = {}
  for (const { name, options, modules } of databases) {
    const input = JSON.stringify(options)
    const times = await phpJson(join(root, "benches/calls.php"), { args: [ROUNDS], input, ini: modules })
    results[name] = times
    const rows = Object.entries(times).map(([call, rounds]) => [
      call,
      short(median(rounds)),
      spread(rounds).map(short).join("–"),
      call.startsWith("emit") ? `${ratio(times[PLAIN], rounds).toFixed(2)}×` : ""
    ])
    printTable(
      `${name}: one process, log of 10,000 events over 500 channels, median of ${ROUNDS} rounds`,
      ["call", "µs", "80 % of rounds", "events/s beside plain inserts"],
      rows
    )
  }
  return results
}
