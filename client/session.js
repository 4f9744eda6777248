// @ts-check
// One run of the client, from start to stop: what the page and its user do, and how it goes with the server.

import { Cadence } from "./cadence.js"
import { Team } from "./team.js"

const ACTIVITY_AT_MOST_EVERY = 1_000

/** @typedef {"connecting" | "live" | "offline" | "cooldown" | "stopped"} Status */

/**
 * @typedef {object} SessionContext
 * @property {string} id
 * @property {import("./options.js").Settings} settings
 * @property {import("./adapters.js").Adapters} adapters
 * @property {import("./storage.js").Memory} memory
 * @property {import("./tab.js").Tab} tab
 * @property {() => void} onState
 * @property {(report: import("./request.js").PollReport) => void} onPoll
 * @property {(report: import("./beacons.js").BeaconReport) => void} onBeacons
 */

export class Session {
  /** @type {Status} */
  #status = "connecting"
  /** The browser says that it is offline, and an answer came all the same. */
  #onlineAfterAll = false
  #activeAt = -Infinity
  #context
  #cadence
  #team
  /** @type {(() => void)[]} */
  #undo = []

  /** @param {SessionContext} context */
  constructor(context) {
    const { adapters, settings, memory } = context
    this.#context = context
    this.#cadence = new Cadence(settings, adapters)
    this.#cadence.cooldown = memory.read("cooldown") ?? { until: 0, status: 0 }
    if (this.#cadence.cooldownLeft > 0) this.#status = "cooldown"
    if (!adapters.online()) this.#status = "offline"
    this.#cadence.active()
    this.#team = new Team({
      ...context,
      cadence: this.#cadence,
      paused: () => this.#paused(),
      status: () => this.#status,
      onStatus: (status) => this.#setStatus(status),
      onAnswer: () => this.#answered(),
      onFailure: (error) => this.#fail(error)
    })
  }

  start() {
    const { listen, visible } = this.#context.adapters
    this.#undo.push(
      listen("pointerdown", () => this.#active()),
      listen("keydown", () => this.#active()),
      listen("visibilitychange", () => (visible() ? this.#wake() : this.#team.hide())),
      listen("online", () => this.#online()),
      listen("offline", () => this.#offline()),
      // Who is frozen or kept for the back button neither leads nor holds anything that would prevent it.
      listen("pagehide", () => this.#team.leave()),
      listen("freeze", () => this.#team.leave()),
      listen("pageshow", () => this.#wake()),
      listen("resume", () => this.#wake())
    )
    this.#team.join()
  }

  get role() {
    return this.#team.role
  }

  get status() {
    return this.#status
  }

  stop() {
    this.#team.leave()
    for (const undo of this.#undo) undo()
  }

  poll() {
    this.#team.poll()
  }

  /** Tells the leader what this tab needs. */
  report() {
    this.#team.report()
  }

  /** The browser's word is not always true: what the user wishes is tried all the same. */
  #paused() {
    const { adapters, settings } = this.#context
    return (!adapters.online() && !this.#onlineAfterAll) || (settings.pauseWhenHidden && !adapters.visible())
  }

  #answered() {
    if (this.#status === "cooldown") this.#context.memory.remove("cooldown")
    this.#onlineAfterAll = !this.#context.adapters.online()
    this.#setStatus("live")
  }

  /** @param {unknown} error */
  #fail(error) {
    const { adapters, memory } = this.#context
    memory.write("cooldown", this.#cadence.cooldown)
    this.#setStatus(adapters.online() ? "cooldown" : "offline")
    // A failure that isn't the network's or the server's is the application's: its token provider.
    if (!(Object(error).name === "PollError")) adapters.report(error)
  }

  #active() {
    const now = this.#context.adapters.now()
    if (now - this.#activeAt < ACTIVITY_AT_MOST_EVERY) return
    this.#activeAt = now
    this.#cadence.active()
    this.#team.active()
  }

  /** A tab that was away may have missed messages. */
  #wake() {
    this.#team.join()
    this.#active()
  }

  #online() {
    if (this.#cadence.cooldown.status === 0) this.#cadence.endCooldown()
    if (this.#status === "offline") this.#setStatus(this.#cadence.cooldownLeft > 0 ? "cooldown" : "connecting")
    this.#team.online()
  }

  #offline() {
    this.#onlineAfterAll = false
    this.#setStatus("offline")
    this.#team.changed()
  }

  /** @param {Status} status */
  #setStatus(status) {
    if (status === this.#status) return
    this.#status = status
    this.#context.onState()
  }
}
