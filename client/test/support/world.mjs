// A browser, a server and the time between them, so that several tabs run in one process without waiting.

import { BeaconFolder } from "./beacons.mjs"
import { Browser } from "./browser.mjs"
import { Server } from "./server.mjs"

export class World {
  #timers = new Map()
  #lastTimer = 0
  now = 1_780_000_000_000
  random = () => 0

  setTimeout(callback, ms, owner = null) {
    const timer = ++this.#lastTimer
    this.#timers.set(timer, { callback, at: this.now + Math.max(0, ms), owner })
    return timer
  }

  clearTimeout(timer) {
    this.#timers.delete(timer)
  }

  dropTimersOf(owner) {
    for (const [timer, entry] of this.#timers) if (entry.owner === owner) this.#timers.delete(timer)
  }

  timersOf(owner) {
    return [...this.#timers.values()].filter((entry) => entry.owner === owner).length
  }

  async pass(ms) {
    const end = this.now + ms
    for (;;) {
      await flush()
      const next = this.#next(end)
      if (!next) break
      this.#timers.delete(next.timer)
      this.now = Math.max(this.now, next.at)
      next.callback()
    }
    this.now = Math.max(this.now, end)
    await flush()
  }

  /** A script that takes its time. */
  spend(ms) {
    this.now += ms
  }

  /** The timers of a tab that stands still wait. */
  #next(end) {
    let next = null
    for (const [timer, entry] of this.#timers) {
      if (entry.at > end || entry.owner?.still) continue
      if (!next || entry.at < next.at) next = { timer, ...entry }
    }
    return next
  }
}

const flush = () => new Promise((resolve) => setImmediate(resolve))

/** A world with one server and one browser. */
export function setUp() {
  const world = new World()
  const server = new Server(world)
  const browser = new Browser(world, server)
  return { world, server, browser }
}

/** The same, and a server that writes beacons. */
export function setUpBeacons() {
  const set = setUp()
  const beacons = (set.server.beacons = new BeaconFolder(set.world))
  return { ...set, beacons }
}

/** The whole numbers from..to. */
export function range(from, to) {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
}
