// What beacons save and what they cost: a crowd of browsers, each the real client, at its usual cadence against nginx
// and PHP-FPM, with a trickle of emits. They look with their clocks, so that a run takes a minute for each case.

import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { monitorEventLoopDelay } from "node:perf_hooks"
import { setTimeout as pause } from "node:timers/promises"

import { createNoSocket } from "../client/nosocket.js"
import { asIni, SECRET } from "../tests/support/log.mjs"
import { root } from "../tests/support/paths.mjs"
import { phpJson } from "../tests/support/php.mjs"
import { codeBlock } from "../tests/support/readme.mjs"
import { startStack } from "../tests/support/stack.mjs"
import { claims, signToken } from "../tests/support/token.mjs"
import { Connections } from "./support/connections.mjs"
import { cpuSeconds } from "./support/cpu.mjs"
import { quantile, short } from "./support/figures.mjs"

const BROWSERS = 10_000
// They come one after the other, so that their polls are spread as those of people are.
const ARRIVAL_SECONDS = 30
const SECONDS = 30
const EMITS_A_SECOND = 10
// nginx takes two for each poll of the 256 that the tests' configuration allows.
const CONNECTIONS = 100
const WORKERS = 8
// Then the browsers were late, and not the servers.
const GENERATOR_MAY_BE_LATE_MS = 500

const CASES = {
  "ordinary polls": null,
  "256 beacon files": { beacon_buckets: 256 },
  "4,096 beacon files": { beacon_buckets: 4096 }
}

/** Resolves to {browsers, emits, seconds, cases: {name: figures}}. */
export async function measure({ folder, options: { quick } }) {
  const own = join(folder, "beacons")
  let browsers = quick ? 100 : BROWSERS
  let cases = await measureAll(join(own, "1"), browsers)
  // One process, on the servers' own processor, may not be able to be so many.
  for (let tries = 2; tries < 5 && Object.values(cases).some(({ late }) => late > GENERATOR_MAY_BE_LATE_MS); tries++) {
    browsers /= 2
    console.log(`\nThe simulation itself was late; again with ${browsers.toLocaleString("en")} browsers.`)
    cases = await measureAll(join(own, String(tries)), browsers)
  }
  return { browsers, emits: EMITS_A_SECOND, seconds: SECONDS, cases }
}

export function tables({ browsers, cases }) {
  const scale = browsers < BROWSERS ? `, ${BROWSERS / browsers} times fewer than the 10,000 that were meant` : ""
  return [
    {
      title: `${browsers.toLocaleString("en")} idle browsers${scale}, ${EMITS_A_SECOND} events a second for one of them each, ${SECONDS} s`,
      head: [
        "",
        "files/s",
        "polls/s",
        "nginx CPU",
        "PHP CPU",
        "median ms",
        "95 % ms",
        "slowest ms",
        "seen",
        "sim. late ms"
      ],
      rows: Object.entries(cases).map(([name, { files, polls, cpu, times, emits, late }]) => [
        name,
        short(files),
        short(polls),
        `${short(cpu.nginx * 100)} %`,
        `${short(cpu["php-fpm"] * 100)} %`,
        ...[0.5, 0.95, 1].map((share) => short(quantile(times, share))),
        `${times.length}/${emits}`,
        short(late)
      ])
    }
  ]
}

async function measureAll(folder, browsers) {
  const cases = {}
  for (const [index, [name, beacons]] of Object.entries(CASES).entries()) {
    cases[name] = await measureCase(join(folder, String(index)), browsers, beacons)
  }
  return cases
}

async function measureCase(folder, count, beacons) {
  const { log, url } = await startHost(folder, beacons)
  const connections = new Connections(url, CONNECTIONS)
  const crowd = new Crowd(connections, count)
  const loop = monitorEventLoopDelay({ resolution: 20 })
  await crowd.arrive(ARRIVAL_SECONDS)
  // The first checks, and the pause after the last arrivals.
  await pause(5_000)

  const before = { ...crowd.requests, cpu: cpuSeconds(folder, ["nginx", "php-fpm"]), at: performance.now() }
  crowd.times = []
  loop.enable()
  const emits = await phpJson(join(root, "benches/trickle.php"), {
    args: [JSON.stringify(log), count, EMITS_A_SECOND, SECONDS]
  })
  loop.disable()
  const seconds = (performance.now() - before.at) / 1000
  const cpu = cpuSeconds(folder, ["nginx", "php-fpm"])
  const figures = {
    files: (crowd.requests.files - before.files) / seconds,
    polls: (crowd.requests.polls - before.polls) / seconds,
    cpu: Object.fromEntries(Object.entries(cpu).map(([name, used]) => [name, (used - before.cpu[name]) / seconds])),
    late: loop.percentile(99) / 1e6
  }
  // What was emitted last is on its way.
  await pause(beacons ? 5_000 : 31_000)
  crowd.leave()
  connections.close()
  return { ...figures, emits, times: crowd.times }
}

/** nginx and PHP-FPM over an SQLite log of their own, with beacons or without. */
async function startHost(folder, beacons) {
  const documentRoot = join(folder, "www")
  mkdirSync(join(documentRoot, "nosocket-beacons"), { recursive: true })
  const settings = beacons && {
    ...beacons,
    beacon_dir: join(documentRoot, "nosocket-beacons"),
    beacon_url: "/nosocket-beacons/"
  }
  const log = { dsn: `sqlite:${join(folder, "log.sqlite")}`, secret: SECRET, ...settings }
  const snippet = codeBlock(join(root, "docs/beacons.md"), "nginx", "location")
  const stack = await startStack(folder, {
    documentRoot: join(root, "benches/www"),
    locations: `access_log off; ${snippet.replace("{", `{ root ${documentRoot};`)}`,
    ini: asIni(log),
    workers: WORKERS
  })
  return { ...stack, log }
}

/** Browsers with one tab each, whose users have gone; each follows a channel of its own. */
class Crowd {
  requests = { polls: 0, files: 0 }
  /** How long each event took, in milliseconds. */
  times = []
  #clients = []
  #connections
  #count

  constructor(connections, count) {
    this.#connections = connections
    this.#count = count
  }

  async arrive(seconds) {
    const startedAt = performance.now()
    for (let user = 0; user < this.#count; user++) {
      const due = startedAt + (user / this.#count) * seconds * 1000
      if (due > performance.now()) await pause(due - performance.now())
      this.#clients.push(this.#open(user))
    }
  }

  leave() {
    for (const client of this.#clients) client.stop()
  }

  #open(user) {
    const channel = `user:${user}`
    const client = createNoSocket({
      endpoint: "/poll.php",
      token: signToken(claims({ sub: channel, channels: [channel] })),
      activeWindow: 0,
      fetch: (path, init) => {
        this.requests[init.method === "POST" ? "polls" : "files"] += 1
        return this.#connections.fetch(path, init)
      },
      adapters: { locks: null, BroadcastChannel: null, storage: null }
    })
    client.subscribe(channel)
    client.on("order.updated", ({ at }) => this.times.push(Date.now() - at))
    return client.start()
  }
}
