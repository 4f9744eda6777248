// @ts-check
// What a leading tab does: polls for what all tabs need, and tells them what came.

import { GrantKeeper } from "./grant.js"
import { isBehind, merge } from "./merge.js"
import { pages } from "./page.js"
import { Peers } from "./peers.js"
import { Poller } from "./poller.js"

export class Leader {
  /** @type {Map<string, import("./merge.js").Head>} */
  #heads = new Map()
  /** What was known after the last answer: only something else is worth a poll at once. */
  #settled = ""
  #peers
  #poller
  #context

  /**
   * @param {object} context
   * @param {import("./options.js").Settings} context.settings
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {import("./cadence.js").Cadence} context.cadence
   * @param {() => import("./merge.js").Need[]} context.ownNeeds
   * @param {(pages: import("./page.js").Page[]) => void} context.tell every tab, this one included
   * @param {(error: unknown) => void} context.onFailure
   * @param {(report: import("./request.js").PollReport) => void} context.onReport
   */
  constructor(context) {
    const { settings, adapters } = context
    this.#context = context
    this.#peers = new Peers(adapters.now)
    this.#poller = new Poller({
      ...context,
      grants: new GrantKeeper(settings, adapters),
      questions: () => merge(this.#needs(), this.#heads),
      onAnswer: (questions, answer) => this.#take(questions, answer)
    })
  }

  start() {
    this.#poller.start()
  }

  stop() {
    this.#poller.stop()
  }

  poll() {
    this.#poller.soon()
  }

  /** The interval may have become shorter. */
  hasten() {
    this.#poller.hasten()
  }

  /**
   * @param {string} tab
   * @param {import("./merge.js").Need[]} needs
   */
  report(tab, needs) {
    this.#peers.report(tab, needs)
    this.consider()
  }

  /** Polls at once if a tab waits for something that is there. */
  consider() {
    if (this.#someoneIsBehind() && this.#situation() !== this.#settled) this.#poller.soon()
  }

  #needs() {
    return [...this.#context.ownNeeds(), ...this.#peers.needs]
  }

  #situation() {
    return JSON.stringify([this.#needs(), [...this.#heads]])
  }

  #someoneIsBehind() {
    return this.#needs().some((need) => isBehind(need, this.#heads.get(need.channel)))
  }

  /**
   * @param {import("./merge.js").Question[]} questions
   * @param {any} answer
   * @returns {boolean} whether another poll is worth while at once
   */
  #take(questions, answer) {
    const before = this.#situation()
    const told = pages(questions, answer)
    for (const page of told) this.#heads.set(page.channel, headAfter(page, this.#heads.get(page.channel)))
    this.#peers.assumeTold(told)
    this.#context.tell(told)
    this.#settled = this.#situation()
    // An answer that moved nothing would be the same again.
    return (answer.has_more || this.#someoneIsBehind()) && this.#settled !== before
  }
}

/**
 * The end of a page that was cut is not the head.
 *
 * @param {import("./page.js").Page} page
 * @param {import("./merge.js").Head} [known]
 * @returns {import("./merge.js").Head}
 */
function headAfter({ cursor, epoch, partial }, known) {
  const further = partial && known && known.epoch === epoch && Number(known.cursor) > Number(cursor)
  return further ? known : { cursor, epoch }
}
