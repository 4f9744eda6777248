// Small charts as SVG, readable on light and dark pages: they bring both backgrounds and follow the reader's setting.

const WIDTH = 720
const COLOURS = { SQLite: "#2f81f7", MariaDB: "#d9730d", PostgreSQL: "#2da44e" }
const OTHER = "#8b949e"
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 14px }
  .paper { fill: #ffffff }
  .grid { stroke: #d0d7de }
  .line { fill: none; stroke-width: 2 }
  .limit { stroke: #cf222e; stroke-dasharray: 2 4 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .paper { fill: #0d1117 }
    .grid { stroke: #30363d }
    .limit { stroke: #ff7b72 }
  }`

const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
const colour = (name) => COLOURS[Object.keys(COLOURS).find((database) => name.startsWith(database))] ?? OTHER
const text = (x, y, content, attributes = "") => `<text x="${x}" y="${y}" ${attributes}>${escaped(content)}</text>`
const line = (x1, y1, x2, y2, kind) => `<line class="${kind}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`

function picture(height, title, parts) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">
<style>${STYLE}</style>
<rect class="paper" width="${WIDTH}" height="${height}"/>
${[text(16, 24, title, 'class="title"'), ...parts].join("\n")}
</svg>
`
  return { title, svg }
}

/** Round values from 0 (or, on a logarithmic scale, from below the least) to above the greatest. */
function ticks(values, log) {
  const [least, greatest] = [Math.min(...values), Math.max(...values)]
  if (log) {
    const all = [...Array(12).keys()].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** (power - 2)))
    const from = all.findLastIndex((tick) => tick <= least)
    return all.slice(from, all.findIndex((tick) => tick >= greatest) + 1)
  }
  const rough = greatest / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= rough)
  return [...Array(Math.ceil(greatest / step) + 1).keys()].map((count) => count * step)
}

const tickText = (tick) => Number(tick.toPrecision(6)).toLocaleString("en")

/**
 * Lines over evenly spaced values of x: {title, svg}.
 *
 * @param {string} title
 * @param {{x: {label: string, values: string[]}, y: {label: string, log?: boolean}, limit?: number,
 *   series: {name: string, values: number[], dashed?: boolean}[]}} chart
 */
export function lineChart(title, { x, y, limit, series }) {
  const [left, right, top, bottom] = [72, 16, 44, 320]
  const marks = ticks([...series.flatMap(({ values }) => values), ...(limit ? [limit] : [])], y.log)
  const scale = y.log ? Math.log : (value) => value
  const [low, high] = [scale(marks[0]), scale(marks.at(-1))]
  const across = (place) => left + 24 + (place * (WIDTH - left - right - 48)) / Math.max(1, x.values.length - 1)
  const up = (value) => Math.round((bottom - ((scale(value) - low) / (high - low)) * (bottom - top)) * 10) / 10
  const legendRows = Math.ceil(series.length / 3)
  const height = bottom + 56 + legendRows * 20
  return picture(height, title, [
    ...marks.flatMap((mark) => [
      line(left, up(mark), WIDTH - right, up(mark), "grid"),
      text(left - 8, up(mark) + 4, tickText(mark), 'text-anchor="end"')
    ]),
    ...(limit ? [line(left, up(limit), WIDTH - right, up(limit), "limit")] : []),
    ...x.values.map((value, place) => text(across(place), bottom + 18, value, 'text-anchor="middle"')),
    text((left + WIDTH - right) / 2, bottom + 38, x.label, 'text-anchor="middle"'),
    text(
      16,
      0,
      y.label,
      `transform="rotate(-90 16 ${(top + bottom) / 2})" text-anchor="middle" dy="${(top + bottom) / 2}"`
    ),
    ...series.flatMap(({ name, values, dashed }, number) => {
      const stroke = `stroke="${colour(name)}"${dashed ? ' stroke-dasharray="7 5"' : ""}`
      const points = values.map((value, place) => `${across(place)},${up(value)}`)
      const [legendX, legendY] = [left + (number % 3) * 215, bottom + 60 + Math.floor(number / 3) * 20]
      return [
        `<polyline class="line" ${stroke} points="${points.join(" ")}"/>`,
        ...points.map(
          (point) => `<circle cx="${point.split(",")[0]}" cy="${point.split(",")[1]}" r="3" fill="${colour(name)}"/>`
        ),
        `<path class="line" ${stroke} d="M${legendX} ${legendY - 4}h28"/>`,
        text(legendX + 34, legendY, name)
      ]
    })
  ])
}

/**
 * Horizontal bars from 0, each with its value: {title, svg}.
 *
 * @param {string} title
 * @param {{label: string, bars: {name: string, value: number}[]}} chart `label`: of the values, with their unit
 */
export function barChart(title, { label, bars }) {
  // Seven units are more than a letter takes, on average.
  const left = 20 + 7 * Math.max(...bars.map(({ name }) => name.length))
  const [right, top, step] = [80, 44, 22]
  const marks = ticks(bars.map(({ value }) => value))
  const wide = (value) => Math.round(((WIDTH - left - right) * value * 10) / marks.at(-1)) / 10
  const bottom = top + bars.length * step
  return picture(bottom + 52, title, [
    ...marks.flatMap((mark) => [
      line(left + wide(mark), top, left + wide(mark), bottom, "grid"),
      text(left + wide(mark), bottom + 18, tickText(mark), 'text-anchor="middle"')
    ]),
    text(left + (WIDTH - left - right) / 2, bottom + 38, label, 'text-anchor="middle"'),
    ...bars.flatMap(({ name, value }, number) => [
      text(left - 8, top + number * step + 15, name, 'text-anchor="end"'),
      `<rect x="${left}" y="${top + number * step + 3}" width="${wide(value)}" height="${step - 6}" fill="${colour(name)}"/>`,
      text(left + wide(value) + 6, top + number * step + 15, tickText(Number(value.toPrecision(3))))
    ])
  ])
}
