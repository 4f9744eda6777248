// A reader that polls over HTTP by the client's rules, and keeps a record of what every answer moved.

import { setTimeout as pause } from "node:timers/promises"

import { ask } from "./ask.mjs"

const LONGEST_PAUSE_MS = 80
/** Every so many polls it asks for what it was not granted. */
const TRESPASS_EVERY = 15

export class Follower {
  /** @type {Object<string, import("./checker.mjs").Step[]>} */
  steps = {}
  trespasses = []
  /** When the last poll that was answered was sent. */
  lastSuccessBegan = 0
  /** Why polls were not answered: how often each status or fault. */
  failures = {}
  #cursors = {}
  #grant
  #stopped = false
  #done

  /**
   * @param {string} name
   * @param {{channels: string[], expiring: string, granted: string[], foreign: string,
   *   urls: {poll: string, grant: string}, random: () => number}} options `expiring`: the channel whose events may have
   *   gone before they are read; `granted`: what the grant covers; `foreign`: a channel that it does not
   */
  constructor(name, { channels, expiring, granted, foreign, urls, random }) {
    this.name = name
    this.channels = channels
    this.expiring = expiring
    this.granted = granted
    this.foreign = foreign
    this.urls = urls
    this.random = random
    for (const channel of channels) {
      this.steps[channel] = []
      this.#cursors[channel] = { cursor: 0, epoch: null }
    }
    this.#done = this.#run()
  }

  /** Where it stands. */
  cursor(channel) {
    return this.#cursors[channel].cursor
  }

  stop() {
    this.#stopped = true
    return this.#done
  }

  async #run() {
    for (let n = 1; !this.#stopped; n++) {
      if (n % TRESPASS_EVERY === 0) await this.#trespass()
      const began = performance.now()
      const answer = await this.#ask(this.#cursors)
      if (answer) {
        this.lastSuccessBegan = began
        await this.#take(answer)
      }
      await pause(this.random() * LONGEST_PAUSE_MS)
    }
  }

  /** The body of a good answer, or undefined. A grant that is refused is replaced for the next poll. */
  async #ask(subscriptions) {
    try {
      this.#grant ??= await this.#fetchGrant()
      const { status, json } = await this.#poll(subscriptions)
      if (status === 200 && json) return json
      if (status === 403) this.#grant = undefined
      this.#fail(json?.code ?? status)
    } catch (error) {
      this.#fail(error.message)
    }
  }

  #poll(subscriptions) {
    return ask(this.urls.poll, JSON.stringify({ subscriptions, grant: this.#grant }))
  }

  #fail(why) {
    this.failures[why] = (this.failures[why] ?? 0) + 1
  }

  async #fetchGrant() {
    const query = new URLSearchParams([["subject", this.name], ...this.granted.map((name) => ["channels[]", name])])
    const { status, text } = await ask(`${this.urls.grant}?${query}`)
    if (status !== 200) throw new Error(`no grant: ${status}`)
    return text
  }

  /** Takes over the cursors, epochs and events; after a resync it first reads everything anew. */
  async #take({ events, cursors, epochs, resync_required: resyncs }) {
    for (const { channel } of events) {
      if (!this.channels.includes(channel)) this.trespasses.push(`an event of ${channel} came`)
    }
    for (const channel of this.channels) {
      const from = this.#cursors[channel]
      const to = { cursor: cursors[channel], epoch: epochs[channel] ?? null }
      const own = events.filter((event) => event.channel === channel)
      const resync = resyncs.includes(channel)
      if (own.length > 0 || resync || from.cursor !== to.cursor || from.epoch !== to.epoch) {
        const step = { from: from.cursor, epoch: to.epoch, to: to.cursor, resync, events: own.map(slim) }
        if (resync && channel !== this.expiring) step.refreshed = await this.#readAnew(channel)
        this.steps[channel].push(step)
        this.#cursors[channel] = to
      }
    }
  }

  /** What the log retains of a channel, in one piece: the application's data, which hold at least that. */
  async #readAnew(channel) {
    while (!this.#stopped) {
      const read = []
      let place = { cursor: null, replay: "retained" }
      for (;;) {
        const answer = await this.#ask({ [channel]: place })
        if (!answer) break
        if (answer.resync_required.length > 0) break
        read.push(...answer.events.map(slim))
        place = { cursor: answer.cursors[channel], epoch: answer.epochs[channel] ?? null }
        if (!answer.has_more) return read
      }
      await pause(this.random() * LONGEST_PAUSE_MS)
    }
  }

  async #trespass() {
    try {
      this.#grant ??= await this.#fetchGrant()
      const [own] = this.channels
      const { status, text } = await this.#poll({ [own]: this.#cursors[own], [this.foreign]: { cursor: 0 } })
      if (status === 200) this.trespasses.push(`${this.foreign} was answered: ${text.slice(0, 200)}`)
    } catch {
      // No answer is none too many.
    }
  }
}

/** An event without its padding. */
function slim({ id, channel, payload }) {
  return { id, channel, payload: { channel: payload?.channel, token: payload?.token } }
}
