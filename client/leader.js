// @ts-check
// What a leading tab does: polls for what all tabs need, and tells them what came.

import { Beacons } from "./beacons.js"
import { learn } from "./heads.js"
import { isBehind, merge } from "./merge.js"
import { pages } from "./page.js"
import { Peers } from "./peers.js"
import { Poller } from "./poller.js"

export class Leader {
  /** What was known after the last answer: only something else is worth a poll at once. */
  #settled = ""
  #peers
  #beacons
  #poller
  #context

  /**
   * @param {object} context
   * @param {import("./options.js").Settings} context.settings
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {import("./storage.js").Memory} context.memory
   * @param {import("./cadence.js").Cadence} context.cadence
   * @param {import("./grants.js").Grants} context.grants
   * @param {import("./heads.js").Heads} context.heads
   * @param {() => boolean} context.paused
   * @param {() => import("./merge.js").Need[]} context.ownNeeds
   * @param {(pages: import("./page.js").Page[]) => void} context.tell every tab, this one included
   * @param {(channels: string[]) => void} context.onForbidden
   * @param {(error: unknown) => void} context.onFailure
   * @param {(report: import("./request.js").PollReport) => void} context.onReport
   * @param {(report: import("./beacons.js").BeaconReport) => void} context.onBeacons
   */
  constructor(context) {
    this.#context = context
    this.#peers = new Peers(context.adapters.now)
    this.#beacons = new Beacons({
      ...context,
      needs: () => this.#needs(),
      onDue: () => this.#poller.hasten()
    })
    this.#poller = new Poller({
      ...context,
      beacons: this.#beacons,
      questions: () => merge(this.#needs(), context.heads),
      onAnswer: (questions, answer) => this.#take(questions, answer),
      onRound: () => (this.#someoneIsBehind() ? this.#beacons.stop() : this.#beacons.settle()),
      onForbidden: (channels) => {
        this.#peers.drop(channels)
        context.onForbidden(channels)
      }
    })
  }

  /** @param {number | null} polledAt as Poller's */
  start(polledAt) {
    this.#poller.start(polledAt)
    this.consider()
  }

  /** Who leads next polls at once to learn the beacons, if there are any. */
  get polledAt() {
    return this.#beacons.offered ? 0 : this.#poller.polledAt
  }

  stop() {
    this.#poller.stop()
    this.#beacons.stop()
  }

  /** @param {{force?: boolean}} [options] as Poller's */
  poll(options) {
    this.#poller.soon(options)
  }

  /** The interval may have become shorter, or a pause has begun or ended. */
  hasten() {
    this.#poller.hasten()
    this.#beacons.hasten()
  }

  /**
   * @param {string} tab
   * @param {import("./merge.js").Need[]} needs
   * @returns {boolean} whether the tab is new
   */
  report(tab, needs) {
    const isNew = this.#peers.report(tab, needs)
    this.consider()
    return isNew
  }

  /** Polls at once if a tab waits for something that is there. */
  consider() {
    if (this.#someoneIsBehind() && this.#situation() !== this.#settled) this.#poller.soon()
    else this.#poller.hasten()
  }

  #needs() {
    return [...this.#context.ownNeeds(), ...this.#peers.needs]
  }

  #situation() {
    return JSON.stringify([this.#needs(), [...this.#context.heads]])
  }

  #someoneIsBehind() {
    return this.#needs().some((need) => isBehind(need, this.#context.heads.get(need.channel)))
  }

  /**
   * @param {import("./merge.js").Question[]} questions
   * @param {any} answer
   * @returns {boolean} whether another poll is worth while at once
   */
  #take(questions, answer) {
    const before = this.#situation()
    const told = pages(questions, answer)
    this.#beacons.answered(told, learn(this.#context.heads, told), answer.beacons)
    this.#peers.assumeTold(told)
    this.#context.tell(told)
    this.#settled = this.#situation()
    // An answer that moved nothing would be the same again.
    return (answer.has_more || this.#someoneIsBehind()) && this.#settled !== before
  }
}
