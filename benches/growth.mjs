// What a poll costs as the log grows, with more channels in the table, with more channels in the poll, and with more
// PHP-FPM workers.

import { HTTP_CHANNELS, measureHttp, WORKERS } from "./growth_http.mjs"
import { measureLogs, POLLED, SIZES, TABLE } from "./growth_logs.mjs"
import { median, power, ratio, short, times } from "./support/figures.mjs"
import { targets } from "./support/tables.mjs"

/**
 * Resolves to {database: {logs: {case: [µs of each round]}, channels and workers: {number: [requests/s of each
 * round]}}}.
 */
export async function measure({ folder, databases, options }) {
  const results = {}
  for (const database of databases) {
    const logs = await measureLogs(folder, database, options)
    results[database.name] = { logs, ...(await measureHttp(folder, database, options)) }
  }
  return results
}

const POLLS = [
  ["idle poll", "idle"],
  ["poll with 10 events", "ten"]
]

export function tables(results) {
  const [first] = Object.values(results)
  const rounds = `median of ${Object.values(first.logs)[0].length} rounds`
  const inLogs = (what) => POLLS.map(([name, poll]) => [name, (number) => `${poll}, ${number} ${what}`])
  const polled = [["idle poll", (count) => `idle poll of ${count}`]]
  const entries = Object.entries(results)
  return [
    inProcess(
      entries,
      `µs a poll with so many events in the log, 500 channels, ${rounds}`,
      SIZES,
      power,
      inLogs("events")
    ),
    inProcess(entries, `µs a poll with so many channels in the table, ${rounds}`, TABLE, power, inLogs("channels")),
    inProcess(entries, `µs an idle poll of so many channels, one process, ${rounds}`, POLLED, String, polled),
    overHttp(entries, "idle polls of so many channels, 8 workers, 16 connections", "channels", HTTP_CHANNELS),
    overHttp(entries, "idle polls with so many PHP-FPM workers, 64 connections", "workers", WORKERS),
    targets(
      "Growth: targets",
      entries.flatMap(([name, figures]) => reached(name, figures))
    )
  ]
}

/** `rows`: [what, the case's name for a number]. A size that was not run says so. */
function inProcess(entries, title, numbers, shown, rows) {
  const cell = (rounds) => (rounds ? short(median(rounds)) : "not run")
  return {
    title,
    head: ["", ...numbers.map(shown)],
    rows: entries.flatMap(([database, { logs }]) =>
      rows.map(([what, name]) => [`${database}: ${what}`, ...numbers.map((number) => cell(logs[name(number)]))])
    )
  }
}

function overHttp(entries, title, kind, numbers) {
  const rounds = entries[0][1][kind][numbers[0]].length
  return {
    title: `requests/s over HTTP, ${title}, median of ${rounds} rounds of 1 s`,
    head: ["", ...numbers.map(String)],
    rows: entries.map(([database, { [kind]: rates }]) => [
      database,
      ...numbers.map((number) => short(median(rates[number])))
    ])
  }
}

function reached(database, { logs, channels }) {
  const biggest = SIZES.findLast((size) => logs[`idle, ${size} events`])
  const grown = (poll) => ratio(logs[`${poll}, ${biggest} events`], logs[`${poll}, ${SIZES[0]} events`])
  const hundred = ratio(channels[1], channels[100])
  return [
    ...POLLS.map(([what, poll]) => {
      const name = `${database}: ${what}, ${power(biggest)} events over ${power(SIZES[0])}`
      return [name, "1.20×", times(grown(poll)), grown(poll) <= 1.2]
    }),
    [`${database}: poll of 100 channels over one of 1, HTTP`, "4.00×", times(hundred), hundred <= 4]
  ]
}
