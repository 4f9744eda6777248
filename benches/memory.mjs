// What a PHP-FPM worker holds in memory with the extension, beside plain PHP, and whether that stays so over many polls.

import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"

import { median, short } from "./support/figures.mjs"
import { fillForPolls, startHost } from "./support/host.mjs"
import { targets } from "./support/tables.mjs"
import { load } from "./support/wrk.mjs"

const WORKERS = 4
const WARM = 10_000 * WORKERS
const POINTS = 10
const LIMIT_MIB = 3
// Malloc may still take a page or two late in the soak.
const FLAT_MIB = 0.1

/**
 * Resolves to {plain: reading, databases: {database: [readings, one when each worker has had 10,000 polls and one at each
 * tenth of the soak]}}; a reading is {polls, private and pss: MiB a worker, descriptors: a worker}, medians of the workers.
 */
export async function measure({ folder, databases, options: { quick, polls } }) {
  const [sqlite] = databases
  const warm = quick ? 1000 : WARM
  const soak = quick ? POINTS * 1000 : polls
  const { idle } = await fillForPolls(sqlite)
  const plain = await startHost(join(folder, "memory"), sqlite, { workers: WORKERS, loaded: null })
  const constant = { url: `${plain.url}/constant.php`, requests: idle }
  const results = { plain: await readingAfter(folder, plain, constant, 0, warm), databases: {} }
  await plain.stop()
  for (const database of databases) {
    const { users, ten } = await fillForPolls(database)
    const host = await startHost(join(folder, "memory"), database, { workers: WORKERS })
    // Of 550 polls 50 bring events.
    const requests = [...users, ...Array(50).fill(ten[0])]
    const poll = { url: `${host.url}/poll.php`, requests }
    const readings = [await readingAfter(folder, host, poll, 0, warm)]
    for (let point = 1; point <= POINTS; point++) {
      readings.push(await readingAfter(folder, host, poll, readings.at(-1).polls, warm + (soak * point) / POINTS))
    }
    results.databases[database.name] = readings
    await host.stop()
  }
  return results
}

/** Loads until so many polls have been answered in all, then looks at the workers. */
async function readingAfter(folder, host, poll, polls, target) {
  while (polls < target) polls += (await load(folder, { seconds: 1, ...poll })).requests
  // Wrk leaves in the middle of its last requests.
  await pause(300)
  const workers = readFileSync(`/proc/${host.fpmPid}/task/${host.fpmPid}/children`, "utf8").trim().split(" ")
  const smaps = workers.map((pid) => readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))
  const mib = (text, fields) => [...text.matchAll(fields)].reduce((sum, [, kib]) => sum + Number(kib), 0) / 1024
  return {
    polls,
    private: median(smaps.map((text) => mib(text, /^Private_(?:Clean|Dirty): +(\d+) kB$/gm))),
    pss: median(smaps.map((text) => mib(text, /^Pss: +(\d+) kB$/gm))),
    descriptors: median(workers.map((pid) => readdirSync(`/proc/${pid}/fd`).length))
  }
}

export function tables({ plain, databases }) {
  const row = (name, { polls, private: own, pss }) => [
    name,
    short(polls),
    short(own),
    name === "plain PHP" ? "" : short(own - plain.private),
    short(pss)
  ]
  const entries = Object.entries(databases)
  const points = entries[0][1].slice(1)
  return [
    {
      title: `Memory of a PHP-FPM worker, MiB, median of ${WORKERS}`,
      head: ["", "polls of all", "private", "over plain PHP", "proportional (Pss)"],
      rows: [row("plain PHP", plain), ...entries.map(([name, [first]]) => row(name, first))]
    },
    {
      title: "A soak, one poll in eleven with 10 events: private MiB of a worker, and its descriptors, at each tenth",
      head: ["", "polls", ...points.map((_, point) => String(point + 1))],
      rows: entries.flatMap(([name, [, ...readings]]) => [
        [`${name}: MiB`, short(readings.at(-1).polls), ...readings.map((reading) => short(reading.private))],
        [`${name}: descriptors`, "", ...readings.map(({ descriptors }) => String(descriptors))]
      ])
    },
    targets(
      "Memory: targets",
      entries.flatMap(([name, readings]) => reached(name, plain, readings))
    )
  ]
}

function reached(name, plain, [first, ...soak]) {
  // Where a worker's connection is replaced now and then, memory comes and goes.
  const most = (points) => Math.max(...points.map((point) => point.private))
  const limit = `${LIMIT_MIB} MiB`
  const over = (when, { private: own }) => {
    const more = own - plain.private
    return [`${name}: private memory over plain PHP ${when}`, limit, `${short(more)} MiB`, more <= LIMIT_MIB]
  }
  const [before, after] = [soak.slice(0, POINTS / 2), soak.slice(POINTS / 2)]
  const grown = most(after) - most(before)
  const opened = after.at(-1).descriptors - before.at(-1).descriptors
  return [
    over("after 10,000 polls a worker", first),
    over("in the soak, at most", { private: most(soak) }),
    [
      `${name}: growth of the soak's second half over its first`,
      `${FLAT_MIB} MiB`,
      `${grown.toFixed(2)} MiB`,
      grown <= FLAT_MIB
    ],
    [`${name}: descriptors more in the soak's second half`, "0", String(opened), opened <= 0]
  ]
}
