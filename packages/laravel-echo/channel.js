// @ts-check
// A channel as laravel-echo knows it, over a client that is shared by all channels.

import { classOf, eventName } from "./names.js"

const NOTIFICATION = ".Illuminate\\Notifications\\Events\\BroadcastNotificationCreated"

let warned = false

export class NoSocketChannel {
  /** @type {{event: string, callback: Function, stop: () => void}[]} */
  #listeners = []
  /** @type {"asked" | "granted" | "refused"} */
  #state = "asked"
  /** What the channel's callback in PHP told, or the HTTP status of the refusal. */
  #told = /** @type {any} */ (null)
  /** @type {((member: any) => void)[]} */
  #onGranted = []
  /** @type {((error: any) => void)[]} */
  #onRefused = []
  #leave

  /**
   * @param {import("@nosocket/client").NoSocketClient} client
   * @param {string} name
   * @param {Record<string, any>} options Echo's
   * @param {{cursor: number, epoch: string | null}} [position] where to begin; default: with the next event
   */
  constructor(client, name, options, position) {
    this.client = client
    this.name = name
    this.options = options
    this.#leave = client.subscribe(name, position)
  }

  unsubscribe() {
    for (const { stop } of this.#listeners) stop()
    this.#listeners = []
    this.#leave()
  }

  /**
   * @param {string} event a class below Echo's namespace; with a dot in front, the name as it is
   * @param {(payload: any) => void} callback
   */
  listen(event, callback) {
    return this.on(eventName(event, this.options.namespace), callback)
  }

  /**
   * @param {string} event
   * @param {Function} [callback] default: all of this event
   */
  stopListening(event, callback) {
    return this.#stop(eventName(event, this.options.namespace), callback)
  }

  /** @param {(event: string, payload: any) => void} callback */
  listenToAll(callback) {
    const tell = (/** @type {any} */ payload, /** @type {{event: string}} */ { event }) => {
      callback(classOf(event, this.options.namespace), payload)
    }
    return this.#add("*", callback, this.client.on("*", tell, { channel: this.name }))
  }

  /** @param {Function} [callback] */
  stopListeningToAll(callback) {
    return this.#stop("*", callback)
  }

  /** @param {(notification: any) => void} callback */
  notification(callback) {
    return this.listen(NOTIFICATION, callback)
  }

  /** @param {Function} [callback] */
  stopListeningForNotification(callback) {
    return this.stopListening(NOTIFICATION, callback)
  }

  /**
   * @param {string} event
   * @param {(payload: any) => void} callback
   */
  listenForWhisper(event, callback) {
    return this.listen(`.client-${event}`, callback)
  }

  /**
   * @param {string} event
   * @param {Function} [callback]
   */
  stopListeningForWhisper(event, callback) {
    return this.stopListening(`.client-${event}`, callback)
  }

  /** Does nothing: browsers only read the log. What one has to say goes to PHP, which may emit it. */
  whisper() {
    if (!warned) console.warn("NoSocket doesn't whisper; send a request, and emit a transient event in PHP.")
    warned = true
    return this
  }

  /** @param {() => void} callback called when the channel has been granted; at once, if it is */
  subscribed(callback) {
    return this.whenGranted(() => callback())
  }

  /** @param {(error: {type: string, status: number, error: string}) => void} callback called when it is refused */
  error(callback) {
    this.#onRefused.push(callback)
    if (this.#state === "refused") queueMicrotask(() => callback(errorOf(this.name, this.#told)))
    return this
  }

  /**
   * @param {string} event its whole name
   * @param {(payload: any) => void} callback
   */
  on(event, callback) {
    return this.#add(
      event,
      callback,
      this.client.on(event, (payload) => callback(payload), { channel: this.name })
    )
  }

  /**
   * @protected
   * @param {(member: any) => void} callback
   */
  whenGranted(callback) {
    this.#onGranted.push(callback)
    if (this.#state === "granted") queueMicrotask(() => callback(this.#told))
    return this
  }

  /** @param {any} member what the channel's callback in PHP told */
  granted(member) {
    if (this.#change("granted", member)) for (const callback of this.#onGranted) callback(member)
  }

  /** @param {number} status */
  refused(status) {
    if (this.#change("refused", status)) for (const callback of this.#onRefused) callback(errorOf(this.name, status))
  }

  /**
   * @param {"granted" | "refused"} state
   * @param {any} told
   */
  #change(state, told) {
    const changed = this.#state !== state
    this.#state = state
    this.#told = told
    return changed
  }

  /**
   * @param {string} event
   * @param {Function} callback
   * @param {() => void} stop
   */
  #add(event, callback, stop) {
    this.#listeners.push({ event, callback, stop })
    return this
  }

  /**
   * @param {string} event
   * @param {Function} [callback]
   */
  #stop(event, callback) {
    const ends = (/** @type {{event: string, callback: Function}} */ listener) => {
      return listener.event === event && (!callback || listener.callback === callback)
    }
    for (const { stop } of this.#listeners.filter(ends)) stop()
    this.#listeners = this.#listeners.filter((listener) => !ends(listener))
    return this
  }
}

/**
 * @param {string} name
 * @param {number} status
 */
function errorOf(name, status) {
  return { type: "AuthError", status, error: `The channel ${name} was refused: HTTP ${status}.` }
}
