// Tables in Markdown.

/** A table's text: {title, head, rows}; cells are texts, the first column is to the left. */
export function markdown({ title, head, rows }) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)))
  const line = (row) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(" | ")} |`
  const rule = widths.map((width, i) => (i === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`))
  return [`**${title}**`, "", line(head), `|${rule.join("|")}|`, ...rows.map(line), ""].join("\n")
}

/**
 * The table of what was aimed at and what was reached. Each entry: [what, the limit as text, the figure as text, whether
 * it is reached].
 */
export function targets(title, entries) {
  const rows = entries.map(([what, limit, reached, met]) => [what, limit, reached, met ? "yes" : "**no**"])
  return { title, head: ["target", "limit", "measured", "reached"], rows }
}
