// Many processes that emit into one SQLite file at once.

import { join } from "node:path"

import { root } from "../tests/support/paths.mjs"
import { phpJson } from "../tests/support/php.mjs"
import { printTable, short } from "./support/figures.mjs"

/** Measures, prints, and resolves to {processes, emits, crowds: {who: {median, slow, slowest, rate}}}. */
export async function measureCrowd(folder) {
  const result = await phpJson(join(root, "benches/crowd.php"), { args: [folder] })
  const rows = Object.entries(result.crowds).map(([who, { median, slow, slowest, rate }]) => {
    return [who, ...[median, slow, slowest, rate].map(short)]
  })
  printTable(
    `${result.processes} processes × ${result.emits} events into one SQLite file at once`,
    ["", "median ms", "99 % ms", "slowest ms", "events/s"],
    rows
  )
  return result
}
