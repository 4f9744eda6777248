// @ts-check
// When to poll: one timer, one request at a time, at once while there is more, and with patience after failures.

import { request } from "./request.js"
import { round } from "./round.js"

// Tabs that report at the same time are served by one poll.
const SETTLE = 50
const MAX_ROUNDS_AT_ONCE = 30

export class Poller {
  #context
  #running = false
  /** @type {unknown} */
  #timer = null
  /** @type {AbortController | null} */
  #request = null
  /** @type {number | null} since when a poll is wanted, regardless of the interval */
  #wantedAt = null
  #rounds = 0
  #forced = false
  #polledAt = -Infinity

  /**
   * @param {object} context
   * @param {import("./options.js").Settings} context.settings
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {import("./cadence.js").Cadence} context.cadence
   * @param {import("./grants.js").Grants} context.grants
   * @param {import("./beacons.js").Beacons} context.beacons
   * @param {() => boolean} context.paused whether only a wish of the user's is a reason to poll
   * @param {() => import("./merge.js").Question[]} context.questions
   * @param {(questions: import("./merge.js").Question[], answer: any) => boolean} context.onAnswer returns whether
   *   another poll is worth while at once
   * @param {() => void} context.onRound after all questions were answered
   * @param {(channels: string[]) => void} context.onForbidden
   * @param {(error: unknown) => void} context.onFailure
   * @param {(report: import("./request.js").PollReport) => void} context.onReport
   */
  constructor(context) {
    this.#context = context
  }

  /** @param {number | null} polledAt when another tab polled last; null: not known, or not to be relied on */
  start(polledAt) {
    this.#running = true
    if (polledAt === null) return this.soon()
    this.#polledAt = polledAt
    this.#schedule()
  }

  /** When the last poll was sent. */
  get polledAt() {
    return this.#polledAt
  }

  stop() {
    this.#running = false
    this.#context.adapters.clearTimeout(this.#timer)
    this.#request?.abort()
  }

  /**
   * Polls as soon as it may: when the request under way is answered, and when a cooldown is over.
   *
   * @param {{force?: boolean}} [options] even while paused
   */
  soon({ force = false } = {}) {
    this.#forced ||= force
    this.#wantedAt ??= this.#context.adapters.now()
    if (!this.#request) this.#schedule()
  }

  /** The interval may have become shorter, or a pause has begun or ended. */
  hasten() {
    if (!this.#request) this.#schedule()
  }

  #schedule() {
    const { adapters, cadence, beacons } = this.#context
    adapters.clearTimeout(this.#timer)
    if (!this.#running || (this.#context.paused() && !this.#forced)) return
    const due = this.#wantedAt === null ? beacons.due(this.#polledAt) : this.#wantedAt + SETTLE
    this.#timer = adapters.setTimeout(() => this.#round(), Math.max(0, due - adapters.now(), cadence.cooldownLeft))
  }

  async #round() {
    const { adapters, cadence, grants, beacons, onRound, onForbidden, onFailure } = this.#context
    const questions = this.#context.questions()
    this.#wantedAt = null
    this.#forced = false
    this.#polledAt = adapters.now()
    // Nobody needs anything at the moment.
    if (questions.length === 0) {
      beacons.stop()
      return this.#schedule()
    }
    beacons.asking()
    const running = (this.#request = new AbortController())
    const { signal } = running
    let more = false
    try {
      const poll = async (/** @type {import("./grants.js").Part} */ part) => {
        if (await this.#ask(part, signal)) more = true
      }
      await round({ questions, grants, signal, poll, onForbidden })
      if (signal.aborted) return
      more &&= this.#rounds < MAX_ROUNDS_AT_ONCE
      this.#rounds = more ? this.#rounds + 1 : 0
      if (more) this.#wantedAt = -Infinity
      onRound()
    } catch (error) {
      if (signal.aborted) return
      cadence.failed({ status: Number(Object(error).status) || 0, retryAfter: Object(error).retryAfter })
      // The next try is due when the cooldown ends, however long the interval.
      this.#wantedAt = -Infinity
      beacons.stop()
      onFailure(error)
    }
    this.#request = null
    this.#schedule()
  }

  /**
   * @param {import("./grants.js").Part} part
   * @param {AbortSignal} signal
   * @returns {Promise<boolean>} whether another poll is worth while at once
   */
  async #ask({ grant, questions }, signal) {
    const { cadence, settings, adapters, onAnswer, onReport } = this.#context
    const answer = await request({ questions, token: grant.token, signal, settings, adapters, onReport })
    if (signal.aborted) return false
    cadence.answered({ events: answer.events.length, floor: Number(answer.next_poll_ms) || 0 })
    return onAnswer(questions, answer)
  }
}
