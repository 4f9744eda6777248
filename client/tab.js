// @ts-check
// This tab's channels: taking what is for them, and telling the application, each event once and in order.

import { Cursors } from "./cursors.js"
import { Inbox } from "./inbox.js"
import { named } from "./grant.js"
import { placeIn } from "./page.js"
import { needOf, newReader, take } from "./reader.js"
import { Resync } from "./resync.js"

/** @typedef {import("./reader.js").Reader} Reader */
/** @typedef {import("./cursors.js").Position} Position */

export class Tab {
  /** @type {Map<string, Reader>} */
  #readers = new Map()
  /** @type {Map<string, Reader>} whose cursors are to be kept */
  #moved = new Map()
  /** @type {import("./reader.js").Delivery | null} */
  #telling = null
  #cursors
  #inbox
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
    const { adapters, memory } = context
    this.#context = context
    this.#cursors = new Cursors(memory)
    this.#inbox = new Inbox({
      adapters,
      tell: (/** @type {import("./reader.js").Delivery} */ delivery) => this.#tell(delivery),
      onRest: () => this.#keep(),
      onRoom: () => context.onChange()
    })
    /** The channels that wait until the application has refreshed. @readonly */
    this.resyncs = new Resync({
      ...context,
      reader: (channel) => this.#readers.get(channel),
      announce: (name, channel) => this.#announce(name, channel),
      onDone: (reader, head) => this.#goOn(reader, head)
    })
  }

  /**
   * @param {string} channel
   * @param {Position & {replay: "live" | "retained"}} begin
   * @returns {() => void} unsubscribes
   */
  subscribe(channel, { cursor, epoch, replay }) {
    let reader = this.#readers.get(channel)
    if (!reader) {
      reader = newReader(channel, replay, cursor === null ? this.#cursors.get(channel) : { cursor, epoch })
      this.#readers.set(channel, reader)
    }
    const joined = reader
    joined.subscribers += 1
    // What was forbidden is tried again.
    joined.forbidden = false
    this.#context.onChange()
    return once(() => this.#leave(joined))
  }

  /** @returns {import("./merge.js").Need[]} */
  needs() {
    if (this.#inbox.full) return []
    return [...this.#readers.values()].filter((reader) => !reader.head && !reader.forbidden).map(needOf)
  }

  /** @returns {Record<string, Position>} */
  positions() {
    return Object.fromEntries([...this.#readers.values()].map(({ channel, cursor, epoch }) => {
      return [channel, { cursor, epoch }]
    }))
  }

  start() {
    for (const { channel, head } of this.#readers.values()) if (head) this.resyncs.refresh(channel, head)
  }

  /** What was taken and not yet dispatched is asked for again after the next start. */
  stop() {
    this.resyncs.stop()
    for (const reader of this.#readers.values()) this.#discard(reader)
    this.#keep()
  }

  /**
   * Takes what an answer holds for this tab.
   *
   * @param {import("./page.js").Page[]} pages
   * @returns {boolean} false if something that this tab needs isn't in it
   */
  receive(pages) {
    const wanted = new Set(this.needs().map((need) => need.channel))
    for (const page of pages) {
      const reader = this.#readers.get(page.channel)
      const place = reader && wanted.has(page.channel) && placeIn(needOf(reader), page)
      if (!place) continue
      wanted.delete(page.channel)
      if (place.resync || reader.resyncing) {
        this.#pause(reader, { cursor: place.resync ? page.cursor : place.from, epoch: page.epoch })
      } else {
        for (const delivery of take(reader, page, Number(place.from), this.#context.id)) this.#inbox.put(delivery)
        this.#moved.set(page.channel, reader)
      }
    }
    this.#inbox.tell()
    this.#keep()
    return wanted.size === 0
  }

  /** @param {string} [channel] all if there is none */
  resync(channel) {
    for (const reader of this.#readers.values()) {
      if (channel !== undefined && reader.channel !== channel) continue
      if (reader.head) {
        this.#goOn(reader, reader.head)
      } else {
        reader.resyncing = true
        this.#discard(reader)
      }
    }
    this.#context.onChange()
  }

  /** @param {string[]} channels that no grant covers */
  forbid(channels) {
    for (const channel of channels) {
      const reader = this.#readers.get(channel)
      if (!reader || reader.forbidden) continue
      reader.forbidden = true
      this.#announce("nosocket.forbidden", channel)
    }
  }

  /** @param {string[] | null} covered by a new grant; null: not known */
  permit(covered) {
    const again = [...this.#readers.values()].filter((reader) => reader.forbidden && named(covered ?? [], reader.channel))
    for (const reader of again) reader.forbidden = false
    if (again.length > 0) this.#context.onChange()
  }

  /**
   * The cursor moves behind each event, not before it: what a crash interrupts is not taken for seen.
   *
   * @param {import("./reader.js").Delivery} delivery
   */
  #tell(delivery) {
    const { reader, to, event } = delivery
    this.#telling = delivery
    try {
      if (event) this.#dispatch(event)
    } finally {
      this.#telling = null
      reader.cursor = Math.max(to, reader.cursor ?? 0)
      reader.end = Math.max(to, reader.end ?? 0)
      if (this.#readers.get(reader.channel) === reader) this.#moved.set(reader.channel, reader)
    }
  }

  /**
   * What waits for the listeners of a channel is of no use any more, or will be asked for again.
   *
   * @param {Reader} reader
   */
  #discard(reader) {
    this.#inbox.discard((delivery) => delivery.reader === reader)
    reader.end = reader.cursor
  }

  /** @param {import("./page.js").LogEvent} event */
  #dispatch(event) {
    this.#context.listeners.call(event.event, event.payload, event)
    this.#context.listeners.call("*", event.payload, event)
  }

  #keep() {
    if (this.#moved.size > 0) this.#cursors.keep(this.#moved)
    this.#moved = new Map()
  }

  /**
   * @param {Reader} reader
   * @param {Position} head
   */
  #pause(reader, head) {
    this.#discard(reader)
    reader.head = head
    reader.resyncing = false
    this.resyncs.begin(reader, head)
  }

  /**
   * @param {Reader} reader
   * @param {Position} head
   */
  #goOn(reader, head) {
    this.resyncs.cancel(reader.channel)
    Object.assign(reader, { ...head, end: head.cursor, head: null })
    this.#moved.delete(reader.channel)
    this.#cursors.keep(new Map([[reader.channel, head]]), { resynced: true })
    this.#context.onChange()
    this.#announce("nosocket.resynced", reader.channel)
  }

  /** @param {Reader} reader */
  #leave(reader) {
    reader.subscribers -= 1
    if (reader.subscribers > 0) return
    this.resyncs.cancel(reader.channel)
    reader.head = null
    // The event that made a listener leave counts as seen.
    if (this.#telling?.reader === reader) {
      reader.cursor = this.#telling.to
      this.#moved.set(reader.channel, reader)
    }
    this.#keep()
    this.#discard(reader)
    this.#readers.delete(reader.channel)
    this.#context.onChange()
  }

  /**
   * @param {string} name of a local event
   * @param {string} channel
   */
  #announce(name, channel) {
    const payload = { channel }
    this.#context.listeners.call(name, payload, { channel, event: name, payload })
  }
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
