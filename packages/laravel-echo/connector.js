// @ts-check
// What laravel-echo asks of a broadcaster, done by a NoSocket client.

import { createNoSocket } from "@nosocket/client"

import { NoSocketChannel } from "./channel.js"
import { Grants } from "./grants.js"
import { readPage } from "./page.js"
import { NoSocketPresenceChannel } from "./presence.js"

/** @type {Record<string, string>} what laravel-echo calls the client's states */
const STATUS = { connecting: "connecting", live: "connected", cooldown: "reconnecting" }

export class NoSocketConnector {
  /** @type {Record<string, NoSocketChannel>} */
  channels = {}

  /** @param {Record<string, any>} [options] Echo's, and in `nosocket` those of createNoSocket() */
  constructor(options) {
    /** @type {Record<string, any>} */
    this.options = { namespace: "App.Events", auth: { headers: {} }, ...options }
    this.page = readPage()
    const { endpoint, namespace, token, grantEndpoint = "/nosocket/grant" } = this.page
    this.grants = new Grants({
      url: this.options.authEndpoint ?? grantEndpoint,
      headers: () => this.#headers(),
      onAnswer: (answer) => this.#take(answer)
    })
    this.client = createNoSocket({
      ...(endpoint && { endpoint }),
      ...(namespace && { namespace }),
      ...(token && { token }),
      tokenProvider: (request) => this.grants.provide(request),
      ...this.options.nosocket
    })
    this.client.on("nosocket.forbidden", ({ channel }) => this.#take({ channels: {}, forbidden: [channel] }))
    // laravel-echo 2.0 makes one without options, to see whether this is a class.
    if (options) this.connect()
  }

  connect() {
    this.client.start()
  }

  disconnect() {
    this.client.stop()
  }

  socketId() {
    return this.client.id
  }

  connectionStatus() {
    return STATUS[this.client.state.status] ?? "disconnected"
  }

  /**
   * @param {(status: string) => void} callback
   * @returns {() => void} stops telling
   */
  onConnectionChange(callback) {
    let told = this.connectionStatus()
    return this.client.onStateChange(() => {
      const status = this.connectionStatus()
      if (status === told) return
      told = status
      callback(status)
    })
  }

  /**
   * @param {string} name
   * @param {string} event
   * @param {(payload: any) => void} callback
   */
  listen(name, event, callback) {
    return this.channel(name).listen(event, callback)
  }

  /** @param {string} name */
  channel(name) {
    return this.#join(name, NoSocketChannel)
  }

  /** @param {string} name */
  privateChannel(name) {
    return this.#join(`private-${name}`, NoSocketChannel)
  }

  /** @param {string} name */
  presenceChannel(name) {
    return /** @type {NoSocketPresenceChannel} */ (this.#join(`presence-${name}`, NoSocketPresenceChannel))
  }

  encryptedPrivateChannel() {
    throw new Error("NoSocket can't encrypt; use a private channel.")
  }

  /** @param {string} name */
  leave(name) {
    for (const prefix of ["", "private-", "presence-"]) this.leaveChannel(prefix + name)
  }

  /** @param {string} name with its prefix */
  leaveChannel(name) {
    this.channels[name]?.unsubscribe()
    delete this.channels[name]
  }

  /**
   * @param {string} name
   * @param {typeof NoSocketChannel} Channel
   */
  #join(name, Channel) {
    const known = this.channels[name]
    if (known) return known
    // Where the page's data ends; whoever comes back later begins with what comes then.
    const position = this.page.cursors?.[name]
    delete this.page.cursors?.[name]
    const channel = (this.channels[name] = new Channel(this.client, name, this.options, position))
    const { channels = {}, forbidden = [] } = this.page
    if (name in channels || forbidden.includes(name)) this.#take({ channels, forbidden })
    else this.grants.ask(name)
    return channel
  }

  /** @param {import("./grants.js").Answer} answer */
  #take({ channels, forbidden, status = 403 }) {
    for (const [name, member] of Object.entries(channels)) this.channels[name]?.granted(member)
    for (const name of forbidden) this.channels[name]?.refused(status)
  }

  /** As laravel-echo has it for its own connectors. */
  #headers() {
    const { auth, bearerToken, csrfToken } = this.options
    const csrf =
      /** @type {any} */ (globalThis).Laravel?.csrfToken ??
      csrfToken ??
      globalThis.document?.querySelector?.('meta[name="csrf-token"]')?.getAttribute("content")
    return {
      ...(csrf && { "X-CSRF-TOKEN": csrf }),
      ...(bearerToken && { "Authorization": `Bearer ${bearerToken}` }),
      ...auth.headers
    }
  }
}

export default NoSocketConnector
