// The pictures of docs/plots, from a section's results.

import { HTTP_CHANNELS, WORKERS } from "../growth_http.mjs"
import { FLOOR } from "../http.mjs"
import { SIZES, TABLE } from "../growth_logs.mjs"
import { column, median, power, short } from "./figures.mjs"
import { barChart, lineChart } from "./svg.mjs"

/** {section: results to {file: {title, svg}}}. */
export const PLOTS = { crowd, http, growth, memory }

function growth(results) {
  const entries = Object.entries(results)
  const polls = [
    ["idle poll", "idle", false],
    ["10 events", "ten", true]
  ]
  const inLogs = (numbers, what) =>
    entries.flatMap(([database, { logs }]) =>
      polls.map(([name, poll, dashed]) => {
        const rounds = numbers.map((number) => logs[`${poll}, ${number} ${what}`])
        return { name: `${database}, ${name}`, dashed, values: rounds.filter(Boolean).map(median) }
      })
    )
  const overHttp = (kind, numbers) =>
    entries.map(([name, { [kind]: rates }]) => ({ name, values: numbers.map((number) => median(rates[number])) }))
  const time = { label: "µs a poll, logarithmic", log: true }
  const rate = { label: "requests/s" }
  return {
    "growth_events.svg": lineChart("A poll as the log grows", {
      x: { label: "events in the log", values: SIZES.map(power) },
      y: time,
      series: inLogs(SIZES, "events")
    }),
    "growth_channels.svg": lineChart("A poll with more channels in the table", {
      x: { label: "channels in the table", values: TABLE.map(power) },
      y: time,
      series: inLogs(TABLE, "channels")
    }),
    "poll_channels.svg": lineChart("Idle polls over HTTP by the channels they ask for", {
      x: { label: "channels in one poll", values: HTTP_CHANNELS.map(String) },
      y: rate,
      series: overHttp("channels", HTTP_CHANNELS)
    }),
    "workers.svg": lineChart("Idle polls over HTTP by PHP-FPM's workers", {
      x: { label: "PHP-FPM workers", values: WORKERS.map(String) },
      y: rate,
      series: overHttp("workers", WORKERS)
    })
  }
}

function http({ polls, writes }) {
  const bars = (cases, rate = (round) => round) =>
    Object.entries(cases).map(([name, rounds]) => ({ name, value: median(rounds.map(rate)) }))
  const floors = Object.values(polls).flatMap((rounds) => column(rounds, "floor"))
  // It would leave the others no room.
  const cases = bars(polls, ({ rate }) => rate).filter(({ name }) => name !== "static file")
  return {
    "polls.svg": barChart("Polls over HTTP", {
      label: "requests/s",
      bars: [{ name: FLOOR, value: median(floors) }, ...cases]
    }),
    "emits.svg": barChart("Grants and emits over HTTP", { label: "requests/s", bars: bars(writes) })
  }
}

function crowd(results) {
  const bars = Object.entries(results).flatMap(([database, cases]) =>
    Object.entries(cases)
      .filter(([name]) => !name.includes("100"))
      .map(([name, rounds]) => ({ name: `${database}: ${name}`, value: median(rounds.map(({ rate }) => rate)) }))
  )
  return { "crowd.svg": barChart("16 processes that write at once", { label: "events/s, one by one", bars }) }
}

function memory({ databases }) {
  const entries = Object.entries(databases).map(([name, [, ...readings]]) => [name, readings])
  const [[, first]] = entries
  return {
    "soak.svg": lineChart("A worker's private memory over a soak", {
      x: { label: `tenths of ${short(first.at(-1).polls)} polls`, values: first.map((_, point) => String(point + 1)) },
      y: { label: "MiB" },
      series: entries.map(([name, readings]) => ({ name, values: readings.map((reading) => reading.private) }))
    })
  }
}
