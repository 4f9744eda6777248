// The log, in memory: what DESIGN calls emit and read, with places where a named fault goes wrong.

import { randomBytes } from "node:crypto"

export class Log {
  #channels = new Map()

  /** `secondMs`: how long a second of an event's time to live lasts; `is(fault)`: whether that fault is planted. */
  constructor({ limit, secondMs, is }) {
    Object.assign(this, { limit, secondMs, is })
    this.emitted = 0
  }

  #channel(name) {
    if (!this.#channels.has(name)) {
      this.#channels.set(name, { epoch: randomBytes(4).toString("hex"), events: [] })
    }
    return this.#channels.get(name)
  }

  emit({ channel: name, event, payload, except, transient = false, ttl_seconds: ttl = 3600 }) {
    this.emitted += 1
    const { events } = this.#channel(this.is("names_without_case") ? name.toLowerCase() : name)
    const now = Date.now()
    const id = this.is("one_counter_for_all") ? this.emitted : events.length + 1
    const stored = this.is("payloads_as_text") ? JSON.stringify(payload) : payload
    const own = { id, channel: name, event, payload: stored, created_at: new Date(now).toISOString() }
    events.push({ transient, expires: now + ttl * this.secondMs, event: except ? { ...own, except } : own })
  }

  /** The answer to a poll. */
  read(subscriptions) {
    const judged = subscriptions.map((subscription) => this.#judge(subscription))
    const shares = this.#deal(judged.map(({ due }) => due.length))
    // Maps without a prototype: `__proto__` is a channel like others.
    const maps = { cursors: Object.create(null), epochs: Object.create(null) }
    const answer = { events: [], ...maps, has_more: false, resync_required: [] }
    for (const [index, { asked, head, epoch, due, resync, from }] of judged.entries()) {
      const given = due.slice(0, shares[index])
      const cut = given.length < due.length
      answer.events.push(...this.#outgoing(given))
      answer.cursors[asked] = cut && !this.is("head_on_cut_pages") ? (given.at(-1)?.event.id ?? from) : head
      answer.has_more ||= cut
      epoch && Object.assign(answer.epochs, { [asked]: this.is("epoch_of_the_moment") ? `${Math.random()}` : epoch })
      resync && answer.resync_required.push(asked)
    }
    return this.#spoilt(answer)
  }

  /** What is due to one reader. */
  #judge({ channel: name, asked, cursor, replay, epoch }) {
    const { is } = this
    if (!this.#channels.has(name) && !is("polls_make_channels")) {
      const resync = cursor > 0n || (cursor !== null && epoch !== null)
      return { asked, head: 0, from: 0, due: [], resync }
    }
    const channel = this.#channel(name)
    const head = channel.events.at(-1)?.event.id ?? 0
    const kept = channel.events.filter(({ expires }) => expires > Date.now())
    if (cursor === null) {
      const all = (replay === "retained" && !is("retained_is_live")) || is("live_gets_all")
      return { asked, head, from: 0, epoch: channel.epoch, due: all ? kept : [], resync: false }
    }
    const from = Number(cursor)
    const after = ({ event }) => (is("cursor_comes_again") ? event.id >= from : event.id > from)
    const missed = channel.events.filter((event) => after(event) && !kept.includes(event))
    const resync =
      (epoch !== null && epoch !== channel.epoch && !is("ignores_epochs")) ||
      (from > head && !is("waits_beyond_the_head")) ||
      (missed.some(({ transient }) => !transient || is("transient_means_resync")) && !is("ignores_expired"))
    const due = resync && !is("resync_with_events") ? [] : kept.filter(after)
    return { asked, head: resync && is("resync_without_head") ? 0 : head, from, epoch: channel.epoch, due, resync }
  }

  /** Each channel's share of a page: one event in turn. */
  #deal(due) {
    const shares = due.map(() => 0)
    let left = this.is("pages_without_limit") ? Infinity : this.limit
    if (this.is("first_come_first_served")) {
      return due.map((count) => {
        const share = Math.min(count, left)
        left -= share
        return share
      })
    }
    while (left > 0 && shares.some((share, index) => share < due[index])) {
      for (const index of due.keys()) {
        if (left > 0 && shares[index] < due[index]) {
          shares[index] += 1
          left -= 1
        }
      }
    }
    return shares
  }

  #outgoing(given) {
    let events = given.map(({ event }) => event)
    if (this.is("loses_an_event")) {
      events = events.filter(({ id }) => id !== 2)
    }
    if (this.is("newest_first")) {
      events.reverse()
    }
    if (this.is("swaps_neighbours") && events.length > 3) {
      const [first, second, ...rest] = events
      events = [second, first, ...rest]
    }
    if (this.is("hides_except")) {
      events = events.filter(({ except }) => !except)
    }
    return this.is("ids_as_text") ? events.map((event) => ({ ...event, id: `${event.id}` })) : events
  }

  #spoilt(answer) {
    const changes = {
      maps_as_lists: { cursors: listIfEmpty(answer.cursors), epochs: listIfEmpty(answer.epochs) },
      never_more: { has_more: false },
      always_more: { has_more: true },
      next_poll_of_0: { next_poll_ms: 0 },
      bad_beacons: { beacons: { "/b/1": "NEWS" } },
      except_everywhere: { events: answer.events.map((event) => ({ except: null, ...event })) },
      times_of_another_form: { events: answer.events.map((event) => ({ ...event, created_at: `${new Date()}` })) }
    }
    const planted = Object.keys(changes).find((fault) => this.is(fault))
    return { ...answer, ...changes[planted] }
  }
}

function listIfEmpty(map) {
  return Object.keys(map).length ? map : []
}
