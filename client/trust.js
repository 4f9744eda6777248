// @ts-check
// Whether beacons are to be relied upon: how their checks went, and whether events came that they did not announce.

import { backoff } from "./cadence.js"

const KEY = "beacons"
// A file and a CDN may each hold a token for a second or two. What is older is stale.
const GRACE = 5_000
// After a failure; twice as long after the next, at most 5 min.
const FIRST_PAUSE = 30_000

export class Trust {
  /** The last check found what was to be expected. */
  #sound = false
  /** Since when there is an event that no file has announced. */
  #doubtSince = Infinity
  #soundSince = Infinity
  #context
  /** `suspect`: they were stale, and have to announce an event before they are relied upon again. */
  #past

  /**
   * @param {object} context
   * @param {import("./options.js").Settings} context.settings
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {import("./storage.js").Memory} context.memory
   */
  constructor(context) {
    this.#context = context
    // Another page of this browser has found out.
    this.#past = { failures: 0, pause: 0, retryAt: 0, suspect: false, ...context.memory.read(KEY) }
  }

  /** Whether polls may wait for them. */
  get given() {
    return this.#sound && !this.#past.suspect && this.#doubtSince === Infinity
  }

  /** Whether they are worth a try. */
  get possible() {
    const left = this.#past.retryAt - this.#context.adapters.now()
    // A clock that was set back doesn't make the pause longer.
    return left <= 0 || left > this.#past.pause
  }

  /** They have announced an event. */
  prove() {
    if (this.#past.suspect) this.#keep({ suspect: false })
  }

  /** An event came that they have not announced. They may be a moment behind. */
  doubt() {
    this.#doubtSince = Math.min(this.#doubtSince, this.#context.adapters.now())
  }

  /** They have changed after all. */
  explain() {
    this.#doubtSince = Infinity
  }

  /** Nothing is known of them at the moment. */
  suspend() {
    this.#sound = false
    this.explain()
  }

  /**
   * All files could be read.
   *
   * @param {number} at when the check began
   * @param {number} lateSince Tokens'
   * @returns {boolean} false: they are stale
   */
  checked(at, lateSince) {
    if (at - Math.min(this.#doubtSince, lateSince) >= GRACE) return false
    this.#sound = lateSince === Infinity
    if (this.given) this.#soundSince = Math.min(this.#soundSince, at)
    return true
  }

  /**
   * They are tried again after a pause, which grows unless they were good for long.
   *
   * @param {boolean} stale
   */
  fall(stale) {
    const { adapters, settings } = this.#context
    const now = adapters.now()
    const failures = now - this.#soundSince > this.#past.pause ? 1 : this.#past.failures + 1
    const pause = backoff(failures, { ...settings, burstInterval: FIRST_PAUSE }, adapters.random)
    this.#keep({ failures, pause, retryAt: now + pause, suspect: stale || this.#past.suspect })
    this.suspend()
    this.#soundSince = Infinity
  }

  /** @param {object} changes */
  #keep(changes) {
    Object.assign(this.#past, changes)
    this.#context.memory.write(KEY, this.#past)
  }
}
