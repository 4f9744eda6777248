// Figures of one run: medians, spreads and ratios, and the table that shows them.

/** The value below which this share of them lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * share)]
}

export const median = (values) => quantile(values, 0.5)

/** The middle 80 % of the values. */
export const spread = (values) => [quantile(values, 0.1), quantile(values, 0.9)]

/** The median of each round's `above[i] / below[i]`: what slows the machine down for a moment slows both. */
export function ratio(above, below) {
  return median(above.map((value, round) => value / below[round]))
}

/** Three digits that count. */
export function short(value) {
  if (value >= 1000) return Math.round(value).toLocaleString("en")
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

/** Prints a table in Markdown; cells are texts, the first column is to the left. */
export function printTable(title, head, rows) {
  console.log(`\n${title}\n`)
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)))
  const line = (row) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(" | ")} |`
  console.log(line(head))
  console.log(
    `|${widths.map((width, i) => (i === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`
  )
  for (const row of rows) console.log(line(row))
}
