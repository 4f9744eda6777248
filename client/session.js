// @ts-check
// One run of the client, from start to stop: everything in it that has to be taken down again.

import { Bus } from "./bus.js"
import { Cadence } from "./cadence.js"
import { standForElection } from "./election.js"
import { Leader } from "./leader.js"

// Tabs of different protocols (a deployment while pages are open) keep to themselves.
const PROTOCOL = 1
const REPORT_AT_LEAST_EVERY = 60_000
const ACTIVITY_AT_MOST_EVERY = 1_000

/** @typedef {"connecting" | "live" | "cooldown" | "stopped"} Status */

export class Session {
  /** @type {Leader | null} */
  #leader = null
  /** @type {Status} */
  #status = "connecting"
  #reportedAt = -Infinity
  #activeAt = -Infinity
  #context
  #running = true
  #cadence
  #bus
  #name
  /** @type {(() => void)[]} */
  #undo = []

  /**
   * @param {object} context
   * @param {string} context.id
   * @param {import("./options.js").Settings} context.settings
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {import("./storage.js").Memory} context.memory
   * @param {import("./tab.js").Tab} context.tab
   * @param {() => void} context.onState
   * @param {(report: import("./request.js").PollReport) => void} context.onPoll
   */
  constructor(context) {
    const { id, adapters, settings, memory } = context
    this.#context = context
    this.#name = `nosocket:${PROTOCOL}:${settings.namespace}`
    this.#cadence = new Cadence(settings, adapters)
    this.#cadence.cooldown = memory.read("cooldown") ?? { until: 0, status: 0 }
    if (this.#cadence.cooldownLeft > 0) this.#status = "cooldown"
    this.#cadence.active()
    this.#bus = new Bus({ adapters, name: this.#name, id, receive: (message, from) => this.#receive(message, from) })
  }

  start() {
    const { adapters } = this.#context
    const { listen, visible } = adapters
    this.#undo.push(
      listen("pointerdown", () => this.#active()),
      listen("keydown", () => this.#active()),
      listen("visibilitychange", () => visible() && this.#wake()),
      listen("pageshow", () => this.#wake()),
      listen("pagehide", () => this.#bus.post({ type: "report", needs: [] })),
      listen("online", () => this.#online()),
      standForElection({ adapters, name: this.#name, onLead: () => this.#lead() })
    )
    this.report()
  }

  get role() {
    return this.#leader ? "leader" : "follower"
  }

  get status() {
    return this.#status
  }

  stop() {
    this.#running = false
    this.#leader?.stop()
    this.#bus.post({ type: "report", needs: [] })
    for (const undo of this.#undo) undo()
    this.#bus.close()
  }

  poll() {
    if (this.#leader) this.#leader.poll()
    else this.#bus.post({ type: "wish", wish: "poll" })
  }

  /** Tells the leader what this tab needs. */
  report() {
    if (this.#leader) return this.#leader.consider()
    this.#reportedAt = this.#context.adapters.now()
    this.#bus.post({ type: "report", needs: this.#context.tab.needs() })
  }

  #lead() {
    if (!this.#running) return
    const { settings, adapters, tab, onPoll } = this.#context
    this.#leader = new Leader({
      settings,
      adapters,
      cadence: this.#cadence,
      ownNeeds: () => tab.needs(),
      tell: (pages) => this.#tell(pages),
      onFailure: (error) => this.#fail(error),
      onReport: onPoll
    })
    this.#leader.start()
    this.#bus.post({ type: "hello" })
    this.#context.onState()
  }

  /**
   * The other tabs first: they must not wait for this one's listeners.
   *
   * @param {import("./page.js").Page[]} pages
   */
  #tell(pages) {
    this.#bus.post({ type: "answer", pages })
    if (this.#status === "cooldown") this.#context.memory.write("cooldown", null)
    this.#setStatus("live")
    this.#context.tab.receive(pages)
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#context.memory.write("cooldown", this.#cadence.cooldown)
    this.#setStatus("cooldown")
    this.#postState()
    // A failure that isn't the network's or the server's is the application's: its token provider.
    if (!(Object(error).name === "PollError")) this.#context.adapters.report(error)
  }

  #postState() {
    this.#bus.post({ type: "state", status: this.#status, cooldown: this.#cadence.cooldown })
  }

  /**
   * @param {import("./bus.js").Message} message
   * @param {string} from
   */
  #receive(message, from) {
    switch (message.type) {
      case "hello":
        return this.report()
      case "report":
        if (!this.#leader) return
        this.#leader.report(from, message.needs)
        return this.#postState()
      case "wish":
        if (message.wish === "poll") return this.#leader?.poll()
        this.#cadence.active()
        return this.#leader?.hasten()
      case "state":
        if (this.#leader) return
        this.#cadence.cooldown = message.cooldown
        return this.#setStatus(/** @type {Status} */ (message.status))
      case "answer":
        return this.#hear(message.pages)
    }
  }

  /** @param {import("./page.js").Page[]} pages */
  #hear(pages) {
    if (!this.#leader) this.#cadence.answered({ events: pages.flatMap((page) => page.events).length, floor: 0 })
    const complete = this.#context.tab.receive(pages)
    const silentFor = this.#context.adapters.now() - this.#reportedAt
    if (!complete || silentFor >= REPORT_AT_LEAST_EVERY) this.report()
    this.#setStatus("live")
  }

  #active() {
    const now = this.#context.adapters.now()
    if (now - this.#activeAt < ACTIVITY_AT_MOST_EVERY) return
    this.#activeAt = now
    this.#cadence.active()
    if (this.#leader) this.#leader.hasten()
    else this.#bus.post({ type: "wish", wish: "active" })
  }

  /** A tab that was frozen may have missed messages. */
  #wake() {
    this.report()
    this.#active()
  }

  #online() {
    if (this.#cadence.cooldown.status === 0) this.#cadence.cooldown = { until: 0, status: 0 }
    this.poll()
  }

  /** @param {Status} status */
  #setStatus(status) {
    if (status === this.#status) return
    this.#status = status
    this.#context.onState()
  }
}
