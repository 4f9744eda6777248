// @ts-check
// This tab's channels: where it stands in each, and telling the application what comes, each event once and in order.

import { Cursors } from "./cursors.js"
import { backoff } from "./cadence.js"
import { placeIn } from "./page.js"

/**
 * @typedef {object} Reader one channel of this tab
 * @property {string} channel
 * @property {number} subscribers
 * @property {number | null} cursor id of the last event that this tab has dispatched
 * @property {string | null} epoch
 * @property {"live" | "retained"} replay
 * @property {boolean} resyncing by the application's wish: the next answer counts as a resync
 * @property {import("./cursors.js").Position | null} head while paused for a resync: from where it will go on
 * @property {unknown} retry timer after a failed onResync
 */

export class Tab {
  /** @type {Map<string, Reader>} */
  #readers = new Map()
  #running = false
  #cursors
  #context

  /**
   * @param {object} context
   * @param {string} context.id
   * @param {import("./options.js").Settings} context.settings
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {import("./storage.js").Memory} context.memory
   * @param {import("./listeners.js").Listeners} context.listeners
   * @param {() => void} context.onChange called when this tab needs something else than before
   */
  constructor(context) {
    this.#context = context
    this.#cursors = new Cursors(context.memory)
  }

  /**
   * @param {string} channel
   * @param {import("./cursors.js").Position & {replay: "live" | "retained"}} begin
   * @returns {() => void} unsubscribes
   */
  subscribe(channel, { cursor, epoch, replay }) {
    let reader = this.#readers.get(channel)
    if (!reader) {
      const position = cursor === null ? this.#cursors.get(channel) : { cursor, epoch }
      reader = {
        channel, subscribers: 0, replay, resyncing: false, head: null, retry: null,
        cursor: position?.cursor ?? null, epoch: position?.epoch ?? null
      }
      this.#readers.set(channel, reader)
    }
    const joined = reader
    joined.subscribers += 1
    this.#context.onChange()
    return once(() => this.#leave(joined))
  }

  /** @returns {import("./merge.js").Need[]} */
  needs() {
    return [...this.#readers.values()].filter((reader) => !reader.head).map(needOf)
  }

  /** @returns {Record<string, import("./cursors.js").Position>} */
  positions() {
    return Object.fromEntries([...this.#readers.values()].map(({ channel, cursor, epoch }) => {
      return [channel, { cursor, epoch }]
    }))
  }

  start() {
    this.#running = true
    for (const reader of this.#readers.values()) if (reader.head) this.#refresh(reader, reader.head)
  }

  stop() {
    this.#running = false
    for (const reader of this.#readers.values()) this.#context.adapters.clearTimeout(reader.retry)
  }

  /**
   * Takes what an answer holds for this tab.
   *
   * @param {import("./page.js").Page[]} pages
   * @returns {boolean} false if something that this tab needs isn't in it
   */
  receive(pages) {
    const moved = new Map()
    const wanted = new Set(this.needs().map((need) => need.channel))
    for (const page of pages) {
      const reader = this.#readers.get(page.channel)
      const place = reader && !reader.head && placeIn(needOf(reader), page)
      if (!place) continue
      wanted.delete(page.channel)
      if (place.resync || reader.resyncing) {
        this.#pause(reader, { cursor: place.resync ? page.cursor : place.from, epoch: page.epoch })
      } else if (this.#read(reader, page, Number(place.from))) {
        moved.set(page.channel, reader)
      }
    }
    if (moved.size > 0) this.#cursors.keep(moved)
    return wanted.size === 0
  }

  /** @param {string} [channel] all if there is none */
  resync(channel) {
    for (const reader of this.#readers.values()) {
      if (channel !== undefined && reader.channel !== channel) continue
      if (reader.head) this.#goOn(reader, reader.head)
      else reader.resyncing = true
    }
    this.#context.onChange()
  }

  /**
   * The cursor moves behind each event, not before it: what a crash interrupts is not taken for seen.
   *
   * @param {Reader} reader
   * @param {import("./page.js").Page} page
   * @param {number} from
   * @returns {boolean} whether the reader moved
   */
  #read(reader, page, from) {
    const before = reader.cursor
    reader.cursor = from
    reader.epoch = page.epoch ?? reader.epoch
    for (const event of page.events) {
      if (event.id <= reader.cursor) continue
      if (event.except !== this.#context.id) this.#dispatch(event)
      reader.cursor = event.id
      // A listener may have stopped the client, left the channel, or asked for a resync.
      if (!this.#running || reader.subscribers === 0 || reader.resyncing) return true
    }
    reader.cursor = Math.max(reader.cursor, page.cursor ?? 0)
    return reader.cursor !== before
  }

  /** @param {import("./page.js").LogEvent} event */
  #dispatch(event) {
    this.#context.listeners.call(event.event, event.payload, event)
    this.#context.listeners.call("*", event.payload, event)
  }

  /**
   * @param {Reader} reader
   * @param {import("./cursors.js").Position} head
   */
  #pause(reader, head) {
    const { listeners, settings } = this.#context
    const name = "nosocket.resync_required"
    const payload = { channel: reader.channel }
    reader.head = head
    reader.resyncing = false
    const somebodyWillResync = settings.onResync || listeners.has(name)
    listeners.call(name, payload, { channel: reader.channel, event: name, payload })
    if (settings.onResync) this.#refresh(reader, head)
    else if (!somebodyWillResync && reader.head) this.#goOn(reader, head)
  }

  /**
   * @param {Reader} reader
   * @param {import("./cursors.js").Position} head
   * @param {number} [failures]
   */
  async #refresh(reader, head, failures = 0) {
    const { settings, adapters } = this.#context
    if (!settings.onResync || reader.head !== head) return
    try {
      await settings.onResync({ channel: reader.channel })
      if (reader.head === head) this.#goOn(reader, head)
    } catch (error) {
      adapters.report(error)
      if (!this.#running || reader.head !== head) return
      const again = () => this.#refresh(reader, head, failures + 1)
      reader.retry = adapters.setTimeout(again, backoff(failures + 1, settings, adapters.random))
    }
  }

  /**
   * @param {Reader} reader
   * @param {import("./cursors.js").Position} head
   */
  #goOn(reader, head) {
    this.#context.adapters.clearTimeout(reader.retry)
    Object.assign(reader, { ...head, head: null, retry: null })
    this.#cursors.keep(new Map([[reader.channel, head]]), { resynced: true })
    this.#context.onChange()
  }

  /** @param {Reader} reader */
  #leave(reader) {
    reader.subscribers -= 1
    if (reader.subscribers > 0) return
    this.#context.adapters.clearTimeout(reader.retry)
    reader.head = null
    this.#readers.delete(reader.channel)
    this.#context.onChange()
  }
}

/**
 * @param {Reader} reader
 * @returns {import("./merge.js").Need}
 */
function needOf({ channel, cursor, epoch, replay, resyncing }) {
  return resyncing ? { channel, cursor: null, epoch: null, replay: "live" } : { channel, cursor, epoch, replay }
}

/** @param {() => void} callback */
function once(callback) {
  let done = false
  return () => {
    if (done) return
    done = true
    callback()
  }
}
