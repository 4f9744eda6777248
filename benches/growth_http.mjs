// Polls of more channels, and by more PHP-FPM workers, through nginx under load.

import { join } from "node:path"

import { fillForPolls, startHost } from "./support/host.mjs"
import { loadInTurn } from "./support/wrk.mjs"

/** Channels in one poll. */
export const HTTP_CHANNELS = [1, 2, 5, 10, 20, 50, 100]

/** PHP-FPM workers. */
export const WORKERS = [1, 2, 4, 8, 16, 32, 64]

/** Resolves to {channels, workers}, each {number: [requests/s of each round]}. */
export async function measureHttp(folder, database, { quick }) {
  const requests = await fillForPolls(database)
  const rounds = quick ? 1 : 5
  const hosts = {}
  for (const workers of WORKERS) hosts[workers] = await startHost(join(folder, "growth"), database, { workers })
  const each = (numbers, make) => Object.fromEntries(numbers.map((number) => [number, make(number)]))
  const poll = (workers, requests) => ({ url: `${hosts[workers].url}/poll.php`, requests })
  const polls = each(HTTP_CHANNELS, (count) => poll(8, requests.channels(count)))
  const channels = await loadInTurn(folder, polls, rounds)
  const idle = each(WORKERS, (count) => ({ ...poll(count, requests.idle), connections: 64 }))
  const workers = await loadInTurn(folder, idle, rounds)
  await Promise.all(Object.values(hosts).map(({ stop }) => stop()))
  return { channels, workers }
}
