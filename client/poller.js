// @ts-check
// When to poll: one timer, one request at a time, at once while there is more, and with patience after failures.

import { request } from "./request.js"

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
  #polledAt = -Infinity

  /**
   * @param {object} context
   * @param {import("./options.js").Settings} context.settings
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {import("./cadence.js").Cadence} context.cadence
   * @param {import("./grant.js").GrantKeeper} context.grants
   * @param {() => import("./merge.js").Question[]} context.questions
   * @param {(questions: import("./merge.js").Question[], answer: any) => boolean} context.onAnswer returns whether
   *   another poll is worth while at once
   * @param {(error: unknown) => void} context.onFailure
   * @param {(report: import("./request.js").PollReport) => void} context.onReport
   */
  constructor(context) {
    this.#context = context
  }

  start() {
    this.#running = true
    this.soon()
  }

  stop() {
    this.#running = false
    this.#context.adapters.clearTimeout(this.#timer)
    this.#request?.abort()
  }

  /** Polls as soon as it may: when the request under way is answered, and when a cooldown is over. */
  soon() {
    this.#wantedAt ??= this.#context.adapters.now()
    if (!this.#request) this.#schedule()
  }

  /** The interval may have become shorter. */
  hasten() {
    if (!this.#request) this.#schedule()
  }

  #schedule() {
    const { adapters, cadence } = this.#context
    adapters.clearTimeout(this.#timer)
    if (!this.#running) return
    const due = this.#wantedAt === null ? this.#polledAt + cadence.interval : this.#wantedAt + SETTLE
    this.#timer = adapters.setTimeout(() => this.#round(), Math.max(0, due - adapters.now(), cadence.cooldownLeft))
  }

  async #round() {
    const { adapters, cadence, onAnswer, onFailure } = this.#context
    const questions = this.#context.questions()
    this.#wantedAt = null
    this.#polledAt = adapters.now()
    // Nobody needs anything at the moment.
    if (questions.length === 0) return this.#schedule()
    const running = this.#request = new AbortController()
    try {
      const answer = await this.#ask(questions, running.signal)
      if (running.signal.aborted) return
      cadence.answered({ events: answer.events.length, floor: Number(answer.next_poll_ms) || 0 })
      const more = onAnswer(questions, answer) && this.#rounds < MAX_ROUNDS_AT_ONCE
      this.#rounds = more ? this.#rounds + 1 : 0
      if (more) this.#wantedAt = -Infinity
    } catch (error) {
      if (running.signal.aborted) return
      cadence.failed({ status: Number(Object(error).status) || 0, retryAfter: Object(error).retryAfter })
      // The next try is due when the cooldown ends, however long the interval.
      this.#wantedAt = -Infinity
      onFailure(error)
    }
    this.#request = null
    this.#schedule()
  }

  /**
   * @param {import("./merge.js").Question[]} questions
   * @param {AbortSignal} signal
   */
  async #ask(questions, signal) {
    const { grants, settings, adapters, onReport } = this.#context
    const channels = questions.map((question) => question.channel)
    const poll = (/** @type {string} */ token) => request({ questions, token, signal, settings, adapters, onReport })
    try {
      return await poll(await grants.forChannels(channels))
    } catch (error) {
      // A grant that was refused is renewed once; if the new one is refused too, the cooldown begins.
      if (Object(error).status !== 403 || !grants.renewable || signal.aborted) throw error
      return await poll(await grants.renew(channels, "forbidden"))
    }
  }
}
