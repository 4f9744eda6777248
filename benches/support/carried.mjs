// How many browsers one core carries, from measured requests per second.

import { column, median, short } from "./figures.mjs"

const INTERVALS = [30, 10, 2]
const BEACON = 2
const SAFETY = 120

/** The table. Load generator, web server, PHP and database shared the machine's cores while the rates were measured. */
export function carried({ machine, results: { polls } }) {
  const cores = Number(/(\d+) cores/.exec(machine)[1])
  const each = (name) => median(column(polls[name], "rate")) / cores
  const databases = Object.keys(polls).filter((name) => name.endsWith(": idle polls of 500 users"))
  const row = (name, browsers) => [name, ...databases.map((poll) => short(browsers(each(poll))))]
  const file = each("static file")
  return {
    title: `Browsers a core at full load; ${short(file)} static files a second and core`,
    head: ["", ...databases.map((poll) => poll.split(":")[0])],
    rows: [
      row("polls a second and core", (rate) => rate),
      ...INTERVALS.map((seconds) => row(`a poll every ${seconds} s`, (rate) => rate * seconds)),
      row(
        `a beacon every ${BEACON} s, a poll every ${SAFETY} s`,
        (rate) => 1 / (1 / (BEACON * file) + 1 / (SAFETY * rate))
      )
    ]
  }
}
