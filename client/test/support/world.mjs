// A browser, a server and the time between them, so that several tabs run in one process without waiting.

import { createNoSocket } from "../../nosocket.js"

export class World {
  #timers = new Map()
  #lastTimer = 0
  now = 1_780_000_000_000
  random = () => 0

  setTimeout(callback, ms, owner = null) {
    const timer = ++this.#lastTimer
    this.#timers.set(timer, { callback, at: this.now + Math.max(0, ms), owner })
    return timer
  }

  clearTimeout(timer) {
    this.#timers.delete(timer)
  }

  dropTimersOf(owner) {
    for (const [timer, entry] of this.#timers) if (entry.owner === owner) this.#timers.delete(timer)
  }

  timersOf(owner) {
    return [...this.#timers.values()].filter((entry) => entry.owner === owner).length
  }

  async pass(ms) {
    const end = this.now + ms
    for (;;) {
      await flush()
      const next = [...this.#timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0]
      if (!next) break
      this.#timers.delete(next[0])
      this.now = Math.max(this.now, next[1].at)
      next[1].callback()
    }
    this.now = end
    await flush()
  }
}

const flush = () => new Promise((resolve) => setImmediate(resolve))

/** The log and its poll, by the rules of the protocol. */
export class Server {
  channels = new Map()
  requests = []
  failures = []
  pageLimit = 100
  latency = 20
  sendsEpochs = true
  extra = {}

  constructor(world) {
    this.world = world
  }

  emit(name, event = "changed", payload = null, except = undefined) {
    const channel = this.channels.get(name) ?? { epoch: this.newEpoch(), head: 0, floor: 0, events: [] }
    this.channels.set(name, channel)
    const entry = { id: ++channel.head, channel: name, event, payload, created_at: "", ...(except ? { except } : {}) }
    channel.events.push(entry)
    return entry
  }

  expire(name, upTo) {
    const channel = this.channels.get(name)
    channel.floor = Math.max(channel.floor, upTo)
    channel.events = channel.events.filter((event) => event.id > upTo)
  }

  recreate(name) {
    this.channels.set(name, { epoch: this.newEpoch(), head: 0, floor: 0, events: [] })
  }

  /** As a backup that was restored. */
  rewind(name, head) {
    const channel = this.channels.get(name)
    Object.assign(channel, { head, events: channel.events.filter((event) => event.id <= head) })
  }

  #epochs = 0
  newEpoch() {
    return `life${++this.#epochs}`
  }

  position(name) {
    const channel = this.channels.get(name)
    return { cursor: channel?.head ?? 0, epoch: this.sendsEpochs ? channel?.epoch ?? null : null }
  }

  answer(subscriptions) {
    const [cursors, epochs] = [Object.create(null), Object.create(null)]
    const answer = { events: [], cursors, epochs, has_more: false, resync_required: [], ...this.extra }
    let room = this.pageLimit
    for (const [name, { cursor, replay, epoch }] of Object.entries(subscriptions)) {
      const channel = this.channels.get(name) ?? { epoch: null, head: 0, floor: 0, events: [] }
      if (channel.epoch && this.sendsEpochs) answer.epochs[name] = channel.epoch
      answer.cursors[name] = channel.head
      if (cursor === null && replay !== "retained") continue
      const after = cursor ?? channel.floor
      if ((epoch && epoch !== channel.epoch) || after > channel.head || after < channel.floor) {
        answer.resync_required.push(name)
        continue
      }
      const due = channel.events.filter((event) => event.id > after)
      const page = due.slice(0, room)
      room -= page.length
      answer.events.push(...page)
      if (page.length < due.length) {
        answer.has_more = true
        answer.cursors[name] = page.at(-1)?.id ?? after
      }
    }
    if (!this.sendsEpochs) delete answer.epochs
    return answer
  }

  fetch(url, init, tab) {
    const request = { url, tab, at: this.world.now, headers: init.headers, ...JSON.parse(init.body) }
    this.requests.push(request)
    return new Promise((resolve, reject) => {
      init.signal.addEventListener("abort", () => reject(new Error("aborted")))
      this.world.setTimeout(() => {
        const failure = this.failures.shift()
        if (!tab.alive) return
        if (failure?.status === 0) return reject(new TypeError("network"))
        const status = failure?.status ?? 200
        const body = failure ? failure.body ?? "" : JSON.stringify(this.answer(request.subscriptions))
        const response = new Response(body, { status, headers: failure?.headers ?? {} })
        this.world.setTimeout(() => tab.alive && resolve(response), this.latency)
      }, this.latency)
    })
  }
}

/** Tabs that share locks, messages and storage. */
export class Browser {
  tabs = []
  storage = new Map()
  #locks = new Map()
  #channels = new Set()

  constructor(world, server) {
    this.world = world
    this.server = server
  }

  open(options = {}) {
    const { world, server } = this
    const tab = { events: [], local: [], errors: [], listeners: [], alive: true }
    const browser = this
    tab.adapters = {
      fetch: (url, init) => server.fetch(url, init, tab),
      now: () => world.now,
      setTimeout: (callback, ms) => world.setTimeout(callback, ms, tab),
      clearTimeout: (timer) => world.clearTimeout(timer),
      random: () => world.random(),
      newId: () => `tab${this.tabs.length + 1}`,
      locks: { request: (name, { signal }, callback) => this.#lock(tab, name, signal, callback) },
      BroadcastChannel: class { constructor(name) { return browser.#openChannel(tab, name) } },
      storage: {
        getItem: (key) => this.storage.get(key) ?? null,
        setItem: (key, value) => { this.storage.set(key, value) }
      },
      listen: (type, callback) => {
        const entry = { type, callback }
        tab.listeners.push(entry)
        return () => { tab.listeners = tab.listeners.filter((other) => other !== entry) }
      },
      visible: () => true,
      report: (error) => tab.errors.push(error),
      ...options.adapters
    }
    tab.client = createNoSocket({ token: "grant", ...options, adapters: tab.adapters })
    tab.client.on("*", (payload, event) => tab.events.push(event))
    tab.client.on("nosocket.state", (state) => tab.local.push(state))
    tab.fire = (type) => tab.listeners.filter((entry) => entry.type === type).forEach((entry) => entry.callback({}))
    tab.ids = (channel) => tab.events.filter((event) => event.channel === channel).map((event) => event.id)
    tab.crash = () => this.#crash(tab)
    this.tabs.push(tab)
    return tab
  }

  get leaders() {
    return this.tabs.filter((tab) => tab.alive && tab.client.state.role === "leader")
  }

  locksHeldBy(tab) {
    return [...this.#locks.values()].flat().filter((entry) => entry.tab === tab).length
  }

  channelsOf(tab) {
    return [...this.#channels].filter((channel) => channel.tab === tab).length
  }

  #crash(tab) {
    tab.alive = false
    this.world.dropTimersOf(tab)
    for (const channel of [...this.#channels]) if (channel.tab === tab) channel.close()
    for (const name of this.#locks.keys()) this.#release(name, (entry) => entry.tab === tab)
  }

  #lock(tab, name, signal, callback) {
    return new Promise((resolve, reject) => {
      const entry = { tab, callback, resolve, granted: false }
      const queue = this.#locks.get(name) ?? []
      this.#locks.set(name, queue)
      queue.push(entry)
      signal.addEventListener("abort", () => {
        if (entry.granted) return
        this.#release(name, (other) => other === entry)
        reject(new Error("aborted"))
      })
      this.world.setTimeout(() => this.#grant(name), 1)
    })
  }

  #grant(name) {
    const [first] = this.#locks.get(name) ?? []
    if (!first || first.granted) return
    first.granted = true
    Promise.resolve(first.callback()).then(() => {
      this.#release(name, (entry) => entry === first)
      first.resolve()
    })
  }

  #release(name, which) {
    this.#locks.set(name, (this.#locks.get(name) ?? []).filter((entry) => !which(entry)))
    this.world.setTimeout(() => this.#grant(name), 1)
  }

  #openChannel(tab, name) {
    const channel = {
      tab,
      name,
      onmessage: null,
      postMessage: (data) => {
        const copy = structuredClone(data)
        for (const other of this.#channels) {
          if (other === channel || other.name !== name) continue
          this.world.setTimeout(() => {
            if (this.#channels.has(other) && !other.tab.deaf) other.onmessage?.({ data: copy })
          }, 1)
        }
      },
      close: () => this.#channels.delete(channel)
    }
    this.#channels.add(channel)
    return channel
  }
}

/** A world with one server and one browser. */
export function setUp() {
  const world = new World()
  const server = new Server(world)
  const browser = new Browser(world, server)
  return { world, server, browser }
}

/** The whole numbers from..to. */
export function range(from, to) {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
}
