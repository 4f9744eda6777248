// Many processes that emit at once, on each database.

import { join } from "node:path"

import { root } from "../tests/support/paths.mjs"
import { phpJson } from "../tests/support/php.mjs"
import { column, median, ratio, short, shortSpread, times } from "./support/figures.mjs"

const PLAIN = "plain PDO insert"
const PLAIN_BATCH = "plain PDO, 100 in a transaction"

/** Resolves to {database: {case: [{rate: events/s, median, slow, slowest: ms} of each round]}}. */
export async function measure({ databases, options: { quick } }) {
  const results = {}
  for (const { name, options, modules } of databases) {
    const args = quick ? [1, 0.3] : [5, 1]
    const input = JSON.stringify(options)
    results[name] = await phpJson(join(root, "benches/crowd.php"), { args, input, ini: modules })
  }
  return results
}

export function tables(results) {
  return Object.entries(results).map(([database, cases]) => {
    const each = (name, field) => column(cases[name], field)
    return {
      title: `${database}: 16 processes at once, median of ${cases[PLAIN].length} rounds of 1 s`,
      head: ["", "events/s", "80 % of rounds", "beside plain PDO", "median ms", "99 % ms", "slowest ms"],
      rows: Object.keys(cases).map((name) => {
        const rates = each(name, "rate")
        const beside = name.startsWith("emitBatch") ? PLAIN_BATCH : PLAIN
        return [
          name,
          short(median(rates)),
          shortSpread(rates),
          name.startsWith("emit") || name.startsWith(`${PLAIN},`) ? times(ratio(rates, each(beside, "rate"))) : "",
          short(median(each(name, "median"))),
          short(median(each(name, "slow"))),
          short(Math.max(...each(name, "slowest")))
        ]
      })
    }
  })
}
