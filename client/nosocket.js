// @ts-check
// The public face: createNoSocket() and the client that it makes.

import { onAbort, until } from "./abort.js"
import { adapters as browserAdapters } from "./adapters.js"
import { logEvents, logOf } from "./debug.js"
import { Listeners } from "./listeners.js"
import { checkName, settings as settingsOf } from "./options.js"
import { Session } from "./session.js"
import { Memory } from "./storage.js"
import { ResyncRequired, stream } from "./stream.js"
import { Tab } from "./tab.js"

export { ResyncRequired }

/**
 * What createNoSocket() takes: the options of the connection, and three of the face.
 *
 * @typedef {import("./options.js").Options & FaceOptions} Options
 *
 * @typedef {object} FaceOptions
 * @property {AbortSignal} [signal] stops the client for good when it is aborted
 * @property {boolean | import("./debug.js").Log} [debug] true: tells the console what the client does; a function:
 *   gets each line, and what belongs to it
 * @property {typeof globalThis.fetch} [fetch] instead of the browser's; the clock and the rest are in `adapters`
 */

/**
 * @typedef {object} Subscription
 * @property {"live" | "retained"} [replay] without a cursor: from the next event (default), or from the oldest that is
 *   left
 * @property {number | null} [cursor] from PHP's `cursors()`: exactly where the page's data ends
 * @property {string | null} [epoch] from PHP's `cursors()`
 * @property {AbortSignal} [signal] unsubscribes when it is aborted
 */

/**
 * @typedef {object} ListenOptions
 * @property {string} [channel] only events of this channel; default all
 * @property {AbortSignal} [signal] stops listening when it is aborted
 */

/**
 * What `nosocket.state` carries.
 *
 * @typedef {object} State
 * @property {"leader" | "follower"} role
 * @property {"connecting" | "live" | "offline" | "cooldown" | "stopped"} status
 */

/**
 * The client's own events, with their payloads. `nosocket.poll` and `nosocket.beacons` are heard in the tab that polls.
 *
 * @typedef {{"nosocket.state": Readonly<State>, "nosocket.poll": import("./request.js").PollReport,
 *   "nosocket.beacons": import("./beacons.js").BeaconReport,
 *   "nosocket.resync_required": {channel: string}, "nosocket.resynced": {channel: string},
 *   "nosocket.forbidden": {channel: string}}} LocalEvents
 */

/**
 * An event of the log.
 *
 * @template {string} [Name=string]
 * @template [Payload=any]
 * @typedef {object} LogEvent
 * @property {number} id its position in the channel: 1, 2, 3 …
 * @property {string} channel
 * @property {Name} event
 * @property {Payload} payload
 * @property {string} created_at ISO 8601, by the server's clock
 * @property {string} [except] the tab that drops it
 */

/**
 * @template {object} Events
 * @typedef {Extract<keyof Events, string>} NameOf
 */

/**
 * The event or events of these names.
 *
 * @template {object} Events
 * @template {NameOf<Events>} [Name=NameOf<Events>]
 * @typedef {{[N in Name]: LogEvent<N, Events[N]>}[Name]} EventOf
 */

/**
 * What can be listened to.
 *
 * @template {object} Events
 * @typedef {NameOf<Events> | keyof LocalEvents | "*"} Listenable
 */

/**
 * @template {object} Events
 * @template {Listenable<Events>} Name
 * @typedef {Name extends keyof LocalEvents ? LocalEvents[Name]
 *   : Name extends NameOf<Events> ? Events[Name] : Events[NameOf<Events>]} PayloadOf
 */

/**
 * @template {object} Events
 * @template {Listenable<Events>} Name
 * @typedef {(payload: PayloadOf<Events, Name>, event: Name extends keyof LocalEvents
 *   ? {event: Name, payload: LocalEvents[Name], channel?: string}
 *   : EventOf<Events, Name extends NameOf<Events> ? Name : NameOf<Events>>) => void} Callback
 */

/**
 * Makes a client. Nothing happens before its start().
 *
 * @template {object} [Events=Record<string, any>] the payload of each event's name, for TypeScript
 * @param {Options} [options]
 * @returns {NoSocketClient<Events>}
 * @throws {TypeError} if an option is wrong
 */
export function createNoSocket(options = {}) {
  return new NoSocketClient(options)
}

/**
 * A page's connection to its channels, shared with the other tabs of the browser.
 *
 * @template {object} [Events=Record<string, any>]
 */
export class NoSocketClient {
  /** @type {Session | null} */
  #session = null
  /** @type {State} */
  #state = { role: "follower", status: "stopped" }
  /** @type {State} */
  #told = this.#state
  #settings
  #adapters
  #memory
  #listeners
  #tab
  #log
  #signal

  /** @param {Options} [options] */
  constructor(options = {}) {
    const { fetch, adapters, debug, signal } = options
    this.#settings = settingsOf(options)
    this.#adapters = browserAdapters({ ...(fetch && { fetch }), ...adapters })
    this.#memory = new Memory(this.#adapters.storage, this.#settings.namespace)
    this.#listeners = new Listeners(this.#adapters.report)

    /**
     * This tab's id. An event emitted with it as `except` is not dispatched here: send it as `X-Socket-ID` with the
     * request that makes the application emit.
     *
     * @readonly
     */
    this.id = this.#adapters.newId()

    this.#tab = new Tab({
      id: this.id,
      settings: this.#settings,
      adapters: this.#adapters,
      memory: this.#memory,
      listeners: this.#listeners,
      onChange: () => this.#session?.report()
    })
    this.#log = logOf(debug, this.id)
    if (this.#log) logEvents(this.#listeners, this.#log)
    this.#signal = signal
    onAbort(signal, () => this.stop())
  }

  /**
   * The same object until something changes.
   *
   * @returns {Readonly<State>}
   */
  get state() {
    const { role = "follower", status = "stopped" } = this.#session ?? {}
    if (role !== this.#state.role || status !== this.#state.status) this.#state = { role, status }
    return this.#state
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
   * @param {string} channel 1 to 128 printable ASCII characters without spaces and `*`
   * @param {Subscription} [options]
   * @returns {() => void} unsubscribes
   * @throws {TypeError} if the channel's name or an option is wrong
   */
  subscribe(channel, { replay = "live", cursor = null, epoch = null, signal } = {}) {
    checkName("The channel", channel)
    if (replay !== "live" && replay !== "retained") {
      throw new TypeError(`replay must be live or retained, not ${replay}.`)
    }
    if (cursor !== null && !(Number.isSafeInteger(cursor) && cursor >= 0)) {
      throw new TypeError(`cursor must be null or a whole number from 0, not ${cursor}.`)
    }
    return until(signal, () => {
      const leave = this.#tab.subscribe(channel, { replay, cursor, epoch })
      this.#log?.(`${channel}: subscribed`, this.cursors[channel])
      return leave
    })
  }

  /**
   * Listens to events by name, or to all of the log's with `*`. The client's own are `nosocket.state` {role, status};
   * `nosocket.poll` {at, ms, status, bytes, events} and `nosocket.beacons` {state, files, reason}, heard in the tab
   * that polls; `nosocket.resync_required`,
   * `nosocket.resynced` and `nosocket.forbidden` {channel}. A callback that throws harms no other: its error is
   * reported as an uncaught one.
   *
   * @template {Listenable<Events>} Name
   * @param {Name} event
   * @param {Callback<Events, Name>} callback
   * @param {ListenOptions} [options]
   * @returns {() => void} stops listening
   * @throws {TypeError} if the event's name is wrong, or the callback is no function
   */
  on(event, callback, options) {
    return this.#listen(event, callback, options)
  }

  /**
   * Listens as on() does, for one event.
   *
   * @template {Listenable<Events>} Name
   * @param {Name} event
   * @param {Callback<Events, Name>} callback
   * @param {ListenOptions} [options]
   * @returns {() => void} stops listening
   * @throws {TypeError} as on()
   */
  once(event, callback, options) {
    return this.#listen(event, callback, { ...options, once: true })
  }

  /**
   * Undoes every on() and once() of this callback.
   *
   * @template {Listenable<Events>} Name
   * @param {Name} event
   * @param {Callback<Events, Name>} callback
   */
  off(event, callback) {
    this.#listeners.remove(event, callback)
  }

  /**
   * Hears when the state changes; what it is now is in `state`.
   *
   * @param {(state: Readonly<State>) => void} callback
   * @param {{signal?: AbortSignal}} [options]
   * @returns {() => void} stops listening
   */
  onStateChange(callback, options) {
    return this.#listen("nosocket.state", callback, options)
  }

  /**
   * Subscribes to a channel for as long as a `for await` loop runs, and gives it the channel's events. They wait for a
   * slow loop in a queue without a limit. When a resync is required, the loop goes on after it if the client has an
   * `onResync` (or somebody listens to `nosocket.resync_required`); what waited is dropped, because what is read then
   * is newer. Otherwise the loop ends with ResyncRequired, whose `position` goes into the next events(). An aborted
   * signal, the client's too, ends the loop without an error.
   *
   * @template {NameOf<Events>} [Name=NameOf<Events>] what is emitted on this channel, for TypeScript
   * @param {string} channel
   * @param {Subscription} [options] as for subscribe()
   * @returns {AsyncGenerator<EventOf<Events, Name>, void, void>}
   * @throws {TypeError} as subscribe(), when the loop begins
   */
  events(channel, { signal, ...begin } = {}) {
    return stream({
      channel,
      signals: [signal, this.#signal],
      listeners: this.#listeners,
      subscribe: () => this.subscribe(channel, begin),
      position: () => this.cursors[channel],
      resyncs: Boolean(this.#settings.onResync)
    })
  }

  /**
   * Begins to follow the channels. Does nothing if it does already, or if the client's signal has been aborted.
   *
   * @returns {this}
   */
  start() {
    if (this.#session || this.#signal?.aborted) return this
    this.#tab.start()
    this.#session = new Session({
      id: this.id,
      settings: this.#settings,
      adapters: this.#adapters,
      memory: this.#memory,
      tab: this.#tab,
      onState: () => this.#session && this.#tellState(),
      onPoll: (report) => this.#tell("nosocket.poll", report),
      onBeacons: (report) => this.#tell("nosocket.beacons", report)
    })
    this.#tellState()
    this.#session?.start()
    return this
  }

  /** Ends everything that start() began. Subscriptions, listeners and cursors stay for another start(). */
  stop() {
    const session = this.#session
    if (!session) return
    // What it says while it is taken down is of no interest.
    this.#session = null
    session.stop()
    this.#tab.stop()
    this.#tellState()
  }

  /**
   * Of a channel that waits after `nosocket.resync_required`: the application has refreshed, go on. Of any other:
   * do the same as if the server had required a resync.
   *
   * @param {string} [channel] all if there is none
   * @throws {TypeError} if the channel's name is wrong
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
   * @param {import("./listeners.js").Listener} callback
   * @param {ListenOptions & {once?: boolean}} [options]
   */
  #listen(event, callback, { signal, ...options } = {}) {
    if (event !== "*") checkName("The event", event)
    if (typeof callback !== "function") throw new TypeError("The callback must be a function.")
    return until(signal, () => this.#listeners.add(event, callback, options))
  }

  /** A listener may start or stop the client, so that one state is told while another comes. */
  #tellState() {
    if (this.state === this.#told) return
    this.#told = this.state
    this.#tell("nosocket.state", this.state)
  }

  /**
   * @param {string} event
   * @param {any} payload
   */
  #tell(event, payload) {
    this.#listeners.call(event, payload, { event, payload })
  }
}

export default NoSocketClient
