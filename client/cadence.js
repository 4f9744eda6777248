// @ts-check
// How long to wait before the next poll: by what the user does, what the channels do, and what went wrong.

const MAX_BACKOFF = 300_000
// Longer than any wait that another tab has a reason to announce; a clock set back must not silence the browser.
const MAX_COOLDOWN = 3_600_000
/** @type {Record<number, number>} */
const AT_LEAST = { 403: 60_000, 429: 120_000, 504: 300_000 }

/** @typedef {Pick<import("./options.js").Settings, "burstInterval" | "jitterRatio">} Backoff */

/**
 * Twice as long after every failure; jitter only shortens it, so that the limit holds.
 *
 * @param {number} failures from 1
 * @param {Backoff} settings
 * @param {() => number} random
 */
export function backoff(failures, { burstInterval, jitterRatio }, random) {
  const base = Math.min(MAX_BACKOFF, Math.max(1_000, burstInterval) * 2 ** Math.min(failures - 1, 30))
  return Math.round(base * (1 - jitterRatio * random()))
}

/**
 * The wait after a failed poll.
 *
 * @param {{status: number, retryAfter?: number}} failure `status` 0: no answer; `retryAfter` in milliseconds
 * @param {number} failures in a row, this one included
 * @param {Backoff} settings
 * @param {() => number} random
 */
export function waitAfter({ status, retryAfter = 0 }, failures, settings, random) {
  const fixed = AT_LEAST[status]
  if (fixed === undefined) return Math.max(retryAfter, backoff(failures, settings, random))
  // Jitter only lengthens what is a minimum.
  return Math.round(Math.max(retryAfter, fixed) * (1 + settings.jitterRatio * random()))
}

export class Cadence {
  #settings
  #adapters
  #activeUntil = 0
  #burstUntil = 0
  #floor = 0
  #failures = 0
  #cooldown = { until: 0, status: 0 }

  /**
   * @param {import("./options.js").Settings} settings
   * @param {import("./adapters.js").Adapters} adapters
   */
  constructor(settings, adapters) {
    this.#settings = settings
    this.#adapters = adapters
  }

  /** The user does something. */
  active() {
    this.#activeUntil = this.#adapters.now() + this.#settings.activeWindow
  }

  /** @param {{events: number, floor: number}} answer its number of events, and the host's `next_poll_ms` */
  answered({ events, floor }) {
    this.#failures = 0
    this.endCooldown()
    this.#floor = floor
    if (events > 0) this.#burstUntil = this.#adapters.now() + this.#settings.burstDuration
  }

  /** @param {{status: number, retryAfter?: number}} failure */
  failed(failure) {
    this.#failures += 1
    const wait = waitAfter(failure, this.#failures, this.#settings, this.#adapters.random)
    this.#cooldown = { until: this.#adapters.now() + wait, status: failure.status }
  }

  /** The host's `next_poll_ms`. */
  get floor() {
    return this.#floor
  }

  /** @returns {number} milliseconds from one poll to the next */
  get interval() {
    const { normalInterval, activeInterval, burstInterval } = this.#settings
    const now = this.#adapters.now()
    const own = now < this.#burstUntil ? burstInterval : now < this.#activeUntil ? activeInterval : normalInterval
    return Math.max(own, this.#floor)
  }

  /** Until when nobody polls, and after which status. */
  get cooldown() {
    return this.#cooldown
  }

  /** What another tab of this browser was told counts here too. */
  set cooldown({ until, status }) {
    this.#cooldown = { until: Math.min(Number(until) || 0, this.#adapters.now() + MAX_COOLDOWN), status }
  }

  /** Its reason is gone. */
  endCooldown() {
    this.#cooldown = { until: 0, status: 0 }
  }

  /** @returns {number} milliseconds */
  get cooldownLeft() {
    return Math.max(0, this.#cooldown.until - this.#adapters.now())
  }
}
