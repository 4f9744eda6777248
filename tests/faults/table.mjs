// What many rounds came to, by kind of fault and database, as a table in Markdown.

/**
 * @param {{database: string, kinds: string[], violations: object[], slowestRecoveryMs: number}[]} rounds
 * @returns {string}
 */
export function table(rounds) {
  const rows = new Map()
  for (const { database, kinds, violations, slowestRecoveryMs } of rounds) {
    for (const kind of new Set(kinds)) {
      const name = `${kind} | ${database}`
      const row = rows.get(name) ?? { rounds: 0, violations: 0, slowestMs: 0 }
      row.rounds += 1
      row.violations += violations.length
      row.slowestMs = Math.max(row.slowestMs, slowestRecoveryMs)
      rows.set(name, row)
    }
  }
  const lines = [...rows]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, row]) => `| ${name} | ${row.rounds} | ${row.violations} | ${seconds(row.slowestMs)} |`)
  return [
    "| fault | database | rounds | violations | slowest recovery |",
    "|---|---|---|---|---|",
    ...lines,
    `| all | | ${rounds.length} | ${rounds.reduce((sum, { violations }) => sum + violations.length, 0)} | ${seconds(
      Math.max(0, ...rounds.map(({ slowestRecoveryMs }) => slowestRecoveryMs))
    )} |`
  ].join("\n")
}

function seconds(ms) {
  return Number.isFinite(ms) ? `${(ms / 1000).toFixed(1)} s` : "never"
}
