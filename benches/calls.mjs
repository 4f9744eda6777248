// Calls in one process, on each database: emits beside plain inserts, batches, polls, grants.

import { join } from "node:path"

import { root } from "../tests/support/paths.mjs"
import { phpJson } from "../tests/support/php.mjs"
import { median, ratio, short, shortSpread, times } from "./support/figures.mjs"

const PLAIN = "plain PDO insert"

/** Resolves to {database: {case: [µs of each round]}}. */
export async function measure({ databases, options: { quick } }) {
  const results = {}
  for (const { name, options, modules } of databases) {
    const input = JSON.stringify(options)
    results[name] = await phpJson(join(root, "benches/calls.php"), { args: [quick ? 5 : 61], input, ini: modules })
  }
  return results
}

export function tables(results) {
  return Object.entries(results).map(([name, cases]) => ({
    title: `${name}: one process, log of 10,000 events over 500 channels, median of ${cases[PLAIN].length} rounds`,
    head: ["call", "µs", "80 % of rounds", "events/s beside plain inserts"],
    rows: Object.entries(cases).map(([call, rounds]) => [
      call,
      short(median(rounds)),
      shortSpread(rounds),
      call.startsWith("emit") || call.startsWith(`${PLAIN},`) ? times(ratio(cases[PLAIN], rounds)) : ""
    ])
  }))
}
