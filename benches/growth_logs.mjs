// Polls of logs of different sizes in one process, all sizes in turn.

import { join } from "node:path"

import { root } from "../tests/support/paths.mjs"
import { phpJson } from "../tests/support/php.mjs"

/** Channels in one poll. */
export const POLLED = [1, 2, 5, 10, 20, 50, 100]

/** Channels in the table. */
export const TABLE = [100, 10_000, 1_000_000]

/** Events in the log. The last one is for SQLite, unless everything is asked for: on a server it takes minutes to fill. */
export const SIZES = [10_000, 100_000, 1_000_000, 10_000_000]

/**
 * How often the polling process is started, each time for so many rounds. On which core a connection's other end runs stays
 * as it is for long, and makes up to three times the difference.
 */
const PROCESSES = 8
const ROUNDS = 8

/** Fills the logs, polls them, drops them, and resolves to {case: [µs of each round]}. */
export async function measureLogs(folder, database, { quick, full }) {
  const sizes = quick ? SIZES.slice(0, 2) : full || database.name === "SQLite" ? SIZES : SIZES.slice(0, 3)
  const events = sizes.map((events) => ({ label: `${events} events`, channels: 500, active: 500, events }))
  const channels = (quick ? TABLE.slice(0, 2) : TABLE).map((channels) => ({
    label: `${channels} channels`,
    channels,
    active: 100,
    events: 10_000
  }))
  const logs = [...events, ...channels].map((log, number) => ({ ...log, options: place(folder, database, number) }))
  const php = (program, input) =>
    phpJson(join(root, "benches", program), {
      input: JSON.stringify({ database: database.options, ...input }),
      ini: database.modules
    })
  const seconds = await php("generate.php", { logs })
  const filled = logs.map(({ label }, log) => `${label} in ${seconds[log].toFixed(1)} s`)
  console.log(`${database.name}, filled: ${filled.join(", ")}`)
  const results = {}
  for (let process = 0; process < (quick ? 1 : PROCESSES); process++) {
    const rounds = await php("polls.php", { rounds: quick ? 3 : ROUNDS, cases: cases(logs) })
    for (const [name, times] of Object.entries(rounds)) results[name] = [...(results[name] ?? []), ...times]
  }
  await php("drop.php", { logs })
  return results
}

/** A log beside the others: SQLite's in a file of its own, a server's by its tables' prefix. */
function place(folder, { name }, number) {
  return name === "SQLite"
    ? { dsn: `sqlite:${join(folder, `growth-${number}.sqlite`)}` }
    : { table_prefix: `g${number}_` }
}

function cases(logs) {
  const cases = {}
  for (const { label, channels, active, options } of logs) {
    const log = { options, pool: active, step: channels / active }
    cases[`idle, ${label}`] = { ...log, channels: 1, behind: 0 }
    cases[`ten, ${label}`] = { ...log, channels: 1, behind: 10 }
  }
  // Another setting means a connection of its own: these polls would change how fast the smallest log's comes back.
  const options = { ...logs[0].options, poll_limit: 99 }
  for (const count of POLLED) {
    cases[`idle poll of ${count}`] = { options, pool: 500, step: 1, channels: count, behind: 0 }
  }
  return cases
}
