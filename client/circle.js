// @ts-check
// Being among the tabs of this browser: messages, candidature and the watch over the leader, taken up and given up
// together.

import { Bus } from "./bus.js"
import { standForElection } from "./election.js"
import { Vigil } from "./vigil.js"

// Tabs of different protocols (a deployment while pages are open) keep to themselves.
const PROTOCOL = 1

export class Circle {
  /** @type {Bus | null} null: not among the tabs */
  #bus = null
  /** @type {import("./election.js").Candidate | null} */
  #election = null
  #context
  #vigil

  /**
   * @param {object} context
   * @param {string} context.id
   * @param {import("./options.js").Settings} context.settings
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {import("./storage.js").Memory} context.memory
   * @param {(message: import("./bus.js").Message, from: string) => void} context.receive
   * @param {() => void} context.ask the leader for a sign
   * @param {() => void} context.onSilence of the leader
   * @param {() => void} context.onLead
   * @param {() => void} context.onLose
   */
  constructor(context) {
    const { adapters, ask, onSilence } = context
    this.#context = context
    this.#vigil = new Vigil({ adapters, ask, takeOver: onSilence })
  }

  get joined() {
    return this.#bus !== null
  }

  /** Whether a message leaves no trace on the disk, not even for a moment. */
  get traceless() {
    return this.#bus?.traceless ?? false
  }

  join() {
    const { adapters, settings, id, receive } = this.#context
    const name = `nosocket:${PROTOCOL}:${settings.namespace}`
    this.#bus = new Bus({
      adapters,
      name,
      id,
      receive: (message, from) => { if (this.#bus) receive(message, from) },
      onBroken: () => this.#leadAlone()
    })
    this.#election = standForElection({ ...this.#context, name, shared: this.#bus.shared })
  }

  leave() {
    const bus = this.#bus
    this.#bus = null
    this.#vigil.stop()
    this.#election?.leave()
    bus?.close()
  }

  /** @param {import("./bus.js").Message} message */
  post(message) {
    this.#bus?.post(message)
  }

  takeOver() {
    this.#election?.takeOver()
  }

  /** As a visible follower; hidden tabs only tell what they need. */
  watch() {
    if (this.#context.adapters.visible()) this.#vigil.start()
    else this.#context.ask()
  }

  unwatch() {
    this.#vigil.stop()
  }

  /** The leader has given a sign. */
  heard() {
    this.#vigil.heard()
  }

  /** Without the others every tab asks for itself; nothing gets lost. */
  #leadAlone() {
    if (!this.#bus) return
    this.#election?.leave()
    this.#election = null
    this.#context.onLead()
  }
}
