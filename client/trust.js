// @ts-check
// Whether beacons are to be relied upon: how their checks went, and whether events came that they did not announce.

import { backoff } from "./cadence.js"

const KEY = "beacons"
// A file and a CDN may each hold a token for a second or two. What is older is stale.
const GRACE = 5_000
// After a failure; twice as long after the next, at most 5 min.
const FIRST_PAUSE = 30_000

const NOTHING = { failures: 0, retryAt: 0, stale: false }

export class Trust {
  /** The last check found what was to be expected. */
  #sound = false
  /** There is an event that no file has announced. */
  #doubt = false
  /** Since when the files should show something else, if they don't. */
  #since = 0
  /** What befell them, also in other pages of this browser. */
  #past
  #context

  /**
   * @param {object} context
   * @param {import("./options.js").Settings} context.settings
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {import("./storage.js").Memory} context.memory
   */
  constructor(context) {
    this.#context = context
    this.#past = context.memory.read(KEY) ?? NOTHING
  }

  /** Whether polls may wait for them. What was stale has to announce an event first. */
  get given() {
    return this.#sound && !this.#doubt && !this.#past.stale
  }

  /** Whether they are worth a try. */
  get possible() {
    return this.#context.adapters.now() >= this.#past.retryAt
  }

  /**
   * A poll was answered.
   *
   * @param {boolean} changed whether their tokens are others
   * @param {boolean} unannounced whether it brought something that they ought to have announced; they may be a moment
   *   behind
   */
  answered(changed, unannounced) {
    const doubt = !changed && (this.#doubt || unannounced)
    if (changed || doubt !== this.#doubt) this.#since = this.#context.adapters.now()
    this.#doubt = doubt
  }

  /** Nothing is known of them at the moment. */
  suspend() {
    this.#sound = false
    this.#doubt = false
  }

  /**
   * All files could be read.
   *
   * @param {number} at when the check began
   * @param {Set<string>} shown Tokens'
   * @returns {boolean} false: they are stale
   */
  checked(at, shown) {
    if (shown.has("new")) this.#doubt = false
    this.#sound = !shown.has("old")
    return (this.#sound && !this.#doubt) || at - this.#since < GRACE
  }

  /** They have announced an event. */
  prove() {
    this.#keep(NOTHING)
  }

  /** @param {boolean} stale otherwise they could not be read */
  fall(stale) {
    const { adapters, settings } = this.#context
    const failures = this.#past.failures + 1
    const pause = backoff(failures, { ...settings, burstInterval: FIRST_PAUSE }, adapters.random)
    this.#keep({ failures, retryAt: adapters.now() + pause, stale: stale || this.#past.stale })
  }

  /** @param {{failures: number, retryAt: number, stale: boolean}} past */
  #keep(past) {
    this.#past = past
    this.#context.memory.write(KEY, past)
  }
}
