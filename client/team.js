// @ts-check
// This tab among the browser's tabs: leader or follower, and what they tell each other.

import { Circle } from "./circle.js"
import { Grants } from "./grants.js"
import { learn } from "./heads.js"
import { Leader } from "./leader.js"

const REPORT_AT_LEAST_EVERY = 60_000

/**
 * @typedef {object} TeamContext
 * @property {import("./cadence.js").Cadence} cadence
 * @property {() => boolean} paused
 * @property {() => import("./session.js").Status} status
 * @property {(status: import("./session.js").Status) => void} onStatus what the leader says
 * @property {() => void} onAnswer
 * @property {(error: unknown) => void} onFailure
 */

export class Team {
  /** @type {Leader | null} */
  #leader = null
  /** @type {import("./heads.js").Heads} */
  #heads = new Map()
  /** @type {number | null} when the last poll was sent whose answer came here, by whatever tab */
  #polledAt = null
  /** The leader has handed over: its rhythm goes on. */
  #yielded = false
  #reportedAt = -Infinity
  #context
  #grants
  #circle

  /** @param {import("./session.js").SessionContext & TeamContext} context */
  constructor(context) {
    const { settings, adapters } = context
    this.#context = context
    this.#grants = new Grants(settings, adapters, (grant) => this.#renewed(grant))
    this.#circle = new Circle({
      ...context,
      receive: (message, from) => this.#receive(message, from),
      ask: () => this.report(),
      onSilence: () => this.#takeOver({ yielded: false }),
      onLead: () => this.#lead(),
      onLose: () => this.#follow()
    })
  }

  get role() {
    return this.#leader ? "leader" : "follower"
  }

  /** Begins, or goes on after an absence. */
  join() {
    if (this.#circle.joined) return this.#here()
    this.#context.tab.resyncs.delegate = {
      ask: (channel, head) => this.#askToRefresh(channel, head),
      tell: (channel, head) => this.#post({ type: "resynced", channel, head })
    }
    this.#yielded = false
    this.#circle.join()
    this.#share(this.#grants.own)
    this.#here()
  }

  /** Gives up the lead, and everything that other tabs could wait for. */
  leave() {
    this.#post({ type: "report", needs: [] })
    this.#circle.leave()
    this.#resign()
  }

  /** Not visible any more. */
  hide() {
    this.#circle.unwatch()
    this.changed()
  }

  /** The user wishes it. */
  poll() {
    if (this.#leader) this.#leader.poll({ force: true })
    else this.#post({ type: "wish", wish: "poll" })
  }

  online() {
    this.#leader?.poll()
    this.changed()
  }

  active() {
    if (this.#leader) this.#leader.hasten()
    else this.#post({ type: "wish", wish: "active" })
  }

  /** This tab's visibility or status is another. */
  changed() {
    this.#leader?.hasten()
    this.#postState()
  }

  /** Tells the leader what this tab needs. */
  report() {
    if (this.#leader) return this.#leader.consider()
    this.#reportedAt = this.#context.adapters.now()
    this.#post({ type: "report", needs: this.#context.tab.needs() })
  }

  #here() {
    if (this.#leader) this.changed()
    else this.#circle.watch()
  }

  /** @param {{yielded: boolean}} how the leader yields, or says nothing any more */
  #takeOver({ yielded }) {
    this.#yielded = yielded
    this.#circle.takeOver()
  }

  #lead() {
    if (!this.#circle.joined || this.#leader) return
    const { tab, onPoll, onFailure } = this.#context
    this.#circle.unwatch()
    this.#leader = new Leader({
      ...this.#context,
      grants: this.#grants,
      heads: this.#heads,
      ownNeeds: () => tab.needs(),
      tell: (pages) => this.#tell(pages),
      onForbidden: (channels) => this.#forbid(channels),
      onFailure: (error) => {
        onFailure(error)
        this.#postState()
      },
      onReport: onPoll
    })
    this.#leader.start(this.#yielded ? this.#polledAt : null)
    this.#yielded = false
    this.#post({ type: "hello" })
    this.#context.onState()
  }

  #follow() {
    if (this.#resign()) this.#here()
  }

  /** @returns {boolean} whether it led */
  #resign() {
    if (!this.#leader) return false
    this.#leader.stop()
    this.#leader = null
    this.#context.onState()
    return true
  }

  /**
   * The other tabs first: they must not wait for this one's listeners.
   *
   * @param {import("./page.js").Page[]} pages
   */
  #tell(pages) {
    const polledAt = this.#polledAt = this.#leader?.polledAt ?? 0
    this.#post({ type: "answer", pages, polledAt, floor: this.#context.cadence.floor })
    this.#context.onAnswer()
    this.#context.tab.receive(pages)
  }

  /** @param {string[]} channels */
  #forbid(channels) {
    this.#post({ type: "forbidden", channels })
    this.#context.onAnswer()
    this.#context.tab.forbid(channels)
  }

  /**
   * Grants go to other tabs by messages only: in a storage they would stay behind.
   *
   * @param {import("./grant.js").Grant[]} grants
   * @param {string[] | null} [covers]
   */
  #share(grants, covers = null) {
    const shared = this.#circle.traceless ? grants : []
    if (shared.length > 0 || covers) this.#post({ type: "grants", grants: shared, covers })
  }

  /** @param {import("./grant.js").Grant} grant from the provider */
  #renewed(grant) {
    this.#share([grant], grant.covers)
    this.#context.tab.permit(grant.covers)
  }

  /**
   * @param {string} channel
   * @param {import("./cursors.js").Position} head
   */
  #askToRefresh(channel, head) {
    if (!this.#leader) this.#post({ type: "resync", channel, head })
    return !this.#leader
  }

  #postState() {
    const { cadence, adapters, status } = this.#context
    if (!this.#leader) return
    this.#post({ type: "state", status: status(), cooldown: cadence.cooldown, visible: adapters.visible() })
  }

  /** @param {import("./bus.js").Message} message */
  #post(message) {
    this.#circle.post(message)
  }

  /**
   * @param {import("./bus.js").Message} message
   * @param {string} from
   */
  #receive(message, from) {
    const { tab, cadence, adapters } = this.#context
    const leader = this.#leader
    switch (message.type) {
      case "hello":
        this.#circle.heard()
        this.#share(this.#grants.own)
        return this.report()
      case "report":
        if (!leader) return
        if (leader.report(from, message.needs)) this.#share(this.#grants.all)
        return this.#postState()
      case "wish":
        if (message.wish === "poll") return leader?.poll({ force: true })
        cadence.active()
        return leader?.hasten()
      case "state":
        if (leader) return
        this.#circle.heard()
        cadence.cooldown = message.cooldown
        this.#context.onStatus(message.status)
        // Hidden tabs are throttled and frozen.
        if (!message.visible && adapters.visible()) this.#takeOver({ yielded: true })
        return
      case "answer":
        return this.#hear(message)
      case "grants":
        if (this.#grants.add(message.grants) && leader && cadence.cooldown.status === 403) {
          cadence.endCooldown()
          leader.poll()
        }
        return tab.permit(message.covers)
      case "forbidden":
        return tab.forbid(message.channels)
      case "resync":
        if (leader) tab.resyncs.refresh(message.channel, message.head)
        return
      case "resynced":
        return tab.resyncs.refreshed(message.channel, message.head)
    }
  }

  /** @param {{pages: import("./page.js").Page[], polledAt: number, floor: number}} answer */
  #hear({ pages, polledAt, floor }) {
    const { adapters, cadence, tab, onStatus } = this.#context
    this.#circle.heard()
    this.#polledAt = polledAt
    learn(this.#heads, pages)
    if (!this.#leader) cadence.answered({ events: pages.flatMap((page) => page.events).length, floor })
    const complete = tab.receive(pages)
    const silentFor = adapters.now() - this.#reportedAt
    if (!complete || silentFor >= REPORT_AT_LEAST_EVERY) this.report()
    onStatus("live")
  }
}
