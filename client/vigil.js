// @ts-check
// Notices a leader that says nothing any more: its tab was frozen or discarded, or its script stands still.

// A leader that dies is replaced after at most the sum of both: a new leader polls within 10 s.
const QUIET = 5_000
const PATIENCE = 3_000
// A tab that itself slept has not listened: it asks again before it judges.
const LATE = 1_000

export class Vigil {
  #adapters
  #ask
  #takeOver
  /** @type {unknown} */
  #timer = null
  #heardAt = -Infinity

  /**
   * @param {object} context
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {() => void} context.ask the leader for a sign; it answers from a message handler, which no browser throttles
   * @param {() => void} context.takeOver
   */
  constructor({ adapters, ask, takeOver }) {
    this.#adapters = adapters
    this.#ask = ask
    this.#takeOver = takeOver
  }

  /** Watches, beginning with a question. */
  start() {
    this.stop()
    const askedAt = this.#adapters.elapsed()
    this.#timer = this.#adapters.setTimeout(() => this.#judge(askedAt), PATIENCE)
    this.#ask()
  }

  stop() {
    this.#adapters.clearTimeout(this.#timer)
  }

  /** The leader has given a sign. */
  heard() {
    this.#heardAt = this.#adapters.elapsed()
  }

  /** @param {number} askedAt */
  #judge(askedAt) {
    const late = this.#adapters.elapsed() - askedAt > PATIENCE + LATE
    if (this.#heardAt >= askedAt) return this.#rest()
    if (late) return this.start()
    // Another tab may be quicker; then that one is watched.
    this.#timer = this.#adapters.setTimeout(() => this.start(), QUIET)
    this.#takeOver()
  }

  /** As long as the leader talks, nothing is asked. */
  #rest() {
    const left = this.#heardAt + QUIET - this.#adapters.elapsed()
    if (left <= 0) return this.start()
    this.#timer = this.#adapters.setTimeout(() => this.#rest(), left)
  }
}
