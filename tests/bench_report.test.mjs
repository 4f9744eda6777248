// What the benchmark makes of its figures. The figures themselves are judged by nobody here.

import assert from "node:assert/strict"
import { test } from "node:test"

import { carried } from "../benches/support/carried.mjs"
import { filled } from "../benches/support/docs.mjs"
import { quantile, ratio, short, spread } from "../benches/support/figures.mjs"
import { parseOptions } from "../benches/support/options.mjs"
import { barChart, lineChart } from "../benches/support/svg.mjs"
import { markdown } from "../benches/support/tables.mjs"

test("a ratio is the median of the rounds' own ratios", () => {
  // 2, 3 and 1; the medians' ratio is 1.
  assert.equal(ratio([2, 30, 4], [1, 10, 4]), 2)
  assert.equal(quantile([5, 1, 3], 0.5), 3)
  assert.deepEqual(spread([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), [2, 10])
  assert.deepEqual([0.123, 45.67, 123.4, 1234.5].map(short), ["0.12", "45.7", "123", "1,235"])
})

test("a table is aligned Markdown", () => {
  const table = {
    title: "Times",
    head: ["call", "µs"],
    rows: [
      ["emit", "133"],
      ["idle poll", "7.81"]
    ]
  }
  assert.equal(
    markdown(table),
    `**Times**

| call      |   µs |
|-----------|-----:|
| emit      |  133 |
| idle poll | 7.81 |
`
  )
})

test("tables are written between their markers, again and again, and nothing else is touched", () => {
  const page =
    "Before\n<!-- figures: calls -->\nold\n<!-- end -->\nbetween\n<!-- figures: http -->\nkept\n<!-- end -->\n"
  const once = filled(page, { calls: ["costs $& and $1\n", "two\n"] })
  assert.equal(
    once,
    page.replace("\nold\n", () => "\n\ncosts $& and $1\n\ntwo\n\n")
  )
  assert.equal(filled(once, { calls: ["costs $& and $1\n", "two\n"] }), once)
})

test("figures that the page has no place for are an error", () => {
  assert.throws(() => filled("<!-- figures: calls -->\n<!-- end -->", { calls: ["x"], growth: ["y"] }), /for growth$/)
})

test("browsers a core: rate × interval; with beacons, files and polls add up", () => {
  const at = (rate) => [{ rate, floor: 1 }]
  const polls = { "static file": at(80_000), "SQLite: idle polls of 500 users": at(20_000), "SQLite: idle poll": at(1) }
  const { head, rows } = carried({ machine: "Some processor, 2 cores, Linux", results: { polls } })
  assert.deepEqual(head, ["", "SQLite"])
  assert.deepEqual(rows[0][1], "10,000")
  assert.deepEqual(rows[1], ["a poll every 30 s", "300,000"])
  // 1 / (1 / (2 × 40,000) + 1 / (120 × 10,000))
  assert.deepEqual(rows.at(-1)[1], "75,000")
})

test("unknown sections, options and numbers of polls are refused", () => {
  assert.deepEqual(parseOptions([], ["calls", "http"]).sections, ["calls", "http"])
  assert.deepEqual(parseOptions(["--quick", "http"], ["calls", "http"]).sections, ["http"])
  assert.throws(() => parseOptions(["https"], ["calls", "http"]), /no section https; there are calls, http/)
  assert.throws(() => parseOptions(["--fast"], ["calls"]), /--fast/)
  for (const polls of ["0", "1.5", "many"])
    assert.throws(() => parseOptions([`--polls=${polls}`], ["calls"]), /--polls/)
})

test("charts place greater values higher or farther, and escape their texts", () => {
  const { svg: lines } = lineChart("a < b", {
    x: { label: "channels", values: ["1", "2"] },
    y: { label: "µs", log: true },
    series: [{ name: "SQLite & more", values: [8, 800] }]
  })
  assert.match(lines, /a &#60; b/)
  assert.match(lines, /SQLite &#38; more/)
  const [first, second] = /points="([^"]+)"/
    .exec(lines)[1]
    .split(" ")
    .map((point) => Number(point.split(",")[1]))
  assert.ok(second < first, "up is less in SVG")
  const { svg: bars } = barChart("bars", {
    label: "requests/s",
    bars: [
      { name: "a", value: 10 },
      { name: "b", value: 20 }
    ]
  })
  const widths = [...bars.matchAll(/<rect x="\d+" y="\d+" width="([\d.]+)"/g)].map(([, width]) => Number(width))
  assert.equal(widths[1], 2 * widths[0])
})
