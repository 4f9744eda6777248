// @ts-check
// The public face: createNoSocket() and the client that it makes.

import { adapters as browserAdapters } from "./adapters.js"
import { Listeners } from "./listeners.js"
import { checkName, settings as settingsOf } from "./options.js"
import { Session } from "./session.js"
import { Memory } from "./storage.js"
import { Tab } from "./tab.js"

/**
 * @typedef {object} Subscription
 * @property {"live" | "retained"} [replay] without a cursor: from the next event, or from the oldest that is left
 * @property {number | null} [cursor] from PHP's `cursors()`: exactly where the page's data ends
 * @property {string | null} [epoch] from PHP's `cursors()`
 */

/**
 * What `nosocket.state` carries.
 *
 * @typedef {object} State
 * @property {"leader" | "follower"} role
 * @property {import("./session.js").Status} status
 */

/**
 * Makes a client. Nothing happens before its start().
 *
 * @param {import("./options.js").Options} [options]
 * @returns {NoSocketClient}
 */
export function createNoSocket(options = {}) {
  return new NoSocketClient(options)
}

/** A page's connection to its channels, shared with the other tabs of the browser. */
export class NoSocketClient {
  /** @type {Session | null} */
  #session = null
  #settings
  #adapters
  #memory
  #listeners
  #tab

  /** @param {import("./options.js").Options} options */
  constructor(options) {
    this.#settings = settingsOf(options)
    this.#adapters = browserAdapters(options.adapters)
    this.#memory = new Memory(this.#adapters.storage, this.#settings.namespace)
    this.#listeners = new Listeners(this.#adapters.report)

    /** This tab's id: an event emitted with it as `except` is not dispatched here. @readonly */
    this.id = this.#adapters.newId()

    this.#tab = new Tab({
      id: this.id,
      settings: this.#settings,
      adapters: this.#adapters,
      memory: this.#memory,
      listeners: this.#listeners,
      onChange: () => this.#session?.report()
    })
  }

  /** @returns {State} */
  get state() {
    return { role: this.#session?.role ?? "follower", status: this.#session?.status ?? "stopped" }
  }

  /**
   * Where this tab stands in each of its channels.
   *
   * @returns {Record<string, import("./cursors.js").Position>}
   */
  get cursors() {
    return this.#tab.positions()
  }

  /**
   * Reads a channel. A second subscription of the same channel joins the first where it stands.
   *
   * @param {string} channel
   * @param {Subscription} [subscription]
   * @returns {() => void} unsubscribes
   */
  subscribe(channel, { replay = "live", cursor = null, epoch = null } = {}) {
    checkName("The channel", channel)
    if (replay !== "live" && replay !== "retained") {
      throw new TypeError(`replay must be live or retained, not ${replay}.`)
    }
    if (cursor !== null && !(Number.isSafeInteger(cursor) && cursor >= 0)) {
      throw new TypeError(`cursor must be null or a whole number from 0, not ${cursor}.`)
    }
    return this.#tab.subscribe(channel, { replay, cursor, epoch })
  }

  /**
   * Listens to events by name, or to all of the log's with `*`. The client's own are:
   * `nosocket.resync_required` {channel}, `nosocket.state` {role, status} and `nosocket.poll` {at, ms, status, bytes,
   * events}; the last one is heard in the tab that polls.
   *
   * @param {string} event
   * @param {import("./listeners.js").Listener} callback
   * @returns {() => void} stops listening
   */
  on(event, callback) {
    if (event !== "*") checkName("The event", event)
    if (typeof callback !== "function") throw new TypeError("The callback must be a function.")
    return this.#listeners.add(event, callback)
  }

  /** @returns {this} */
  start() {
    if (this.#session) return this
    this.#tab.start()
    this.#session = new Session({
      id: this.id,
      settings: this.#settings,
      adapters: this.#adapters,
      memory: this.#memory,
      tab: this.#tab,
      onState: () => this.#announce("nosocket.state", this.state),
      onPoll: (report) => this.#announce("nosocket.poll", report)
    })
    this.#session.start()
    return this
  }

  /** Ends everything that start() began. Subscriptions, listeners and cursors stay for another start(). */
  stop() {
    if (!this.#session) return
    this.#session.stop()
    this.#session = null
    this.#tab.stop()
    this.#announce("nosocket.state", this.state)
  }

  /**
   * Of a channel that waits after `nosocket.resync_required`: the application has refreshed, go on. Of any other:
   * do the same as if the server had required a resync.
   *
   * @param {string} [channel] all if there is none
   */
  resync(channel) {
    if (channel !== undefined) checkName("The channel", channel)
    this.#tab.resync(channel)
  }

  /** Asks for a poll now instead of at the next interval. A cooldown is waited out. */
  poll() {
    this.#session?.poll()
  }

  /**
   * @param {string} event
   * @param {any} payload
   */
  #announce(event, payload) {
    this.#listeners.call(event, payload, { event, payload })
  }
}
