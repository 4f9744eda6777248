// Tabs that share locks, messages and storage, and what can happen to them.

import { createNoSocket } from "../../nosocket.js"
import { Locks } from "./locks.mjs"

export class Browser {
  tabs = []
  storage = new Map()
  offline = false
  /** What this browser lacks: "locks", "BroadcastChannel", "storage". */
  without = []
  /** "full": nothing can be written; "blocked": nothing can be read either. */
  storageFault = null
  /** Called with each message that a tab posts. */
  onPost = null
  #channels = new Set()

  constructor(world, server) {
    this.world = world
    this.server = server
    this.locks = new Locks(world)
  }

  /** @param {object} [options] of the client; `hidden` and `still` set the tab's state */
  open({ hidden = false, ...options } = {}) {
    const tab = {
      browser: this,
      events: [],
      local: [],
      errors: [],
      listeners: [],
      alive: true,
      hidden,
      still: false,
      backlog: []
    }
    // What comes to a tab waits while its script stands still.
    tab.task = (work) => {
      if (!tab.alive) return
      if (tab.still) tab.backlog.push(work)
      else work()
    }
    tab.adapters = { ...this.#adapters(tab), ...options.adapters }
    tab.client = createNoSocket({ token: "grant", ...options, adapters: tab.adapters })
    tab.client.on("*", (payload, event) => tab.events.push(event))
    tab.client.on("nosocket.state", (state) => tab.local.push(state))
    tab.fire = (type, event = {}) => {
      tab.task(() => tab.listeners.filter((entry) => entry.type === type).forEach((entry) => entry.callback(event)))
    }
    tab.ids = (channel) => tab.events.filter((event) => event.channel === channel).map((event) => event.id)
    tab.crash = () => this.#crash(tab)
    tab.standStill = () => {
      tab.still = true
    }
    tab.goOn = () => {
      tab.still = false
      for (const work of tab.backlog.splice(0)) tab.task(work)
    }
    tab.hide = () => this.#setHidden(tab, true)
    tab.show = () => this.#setHidden(tab, false)
    this.tabs.push(tab)
    return tab
  }

  get alive() {
    return this.tabs.filter((tab) => tab.alive)
  }

  get leaders() {
    return this.alive.filter((tab) => tab.client.state.role === "leader")
  }

  setOffline(offline) {
    this.offline = offline
    for (const tab of this.alive) tab.fire(offline ? "offline" : "online")
  }

  locksHeldBy(tab) {
    return this.locks.heldBy(tab)
  }

  channelsOf(tab) {
    return [...this.#channels].filter((channel) => channel.tab === tab).length
  }

  #adapters(tab) {
    const { world, server } = this
    const browser = this
    const has = (what) => !this.without.includes(what)
    return {
      fetch: (url, init) => server.fetch(url, init, tab),
      now: () => world.now,
      elapsed: () => world.now,
      setTimeout: (callback, ms) => (tab.alive ? world.setTimeout(callback, ms, tab) : null),
      clearTimeout: (timer) => world.clearTimeout(timer),
      random: () => world.random(),
      newId: () => `tab${this.tabs.length + 1}`,
      locks: has("locks") ? { request: (...args) => this.locks.request(tab, ...args) } : null,
      BroadcastChannel: has("BroadcastChannel")
        ? class {
            constructor(name) {
              return browser.#openChannel(tab, name)
            }
          }
        : null,
      storage: has("storage") ? this.#storageOf(tab) : null,
      listen: (type, callback) => {
        const entry = { type, callback }
        tab.listeners.push(entry)
        return () => {
          tab.listeners = tab.listeners.filter((other) => other !== entry)
        }
      },
      visible: () => !tab.hidden,
      online: () => !this.offline,
      yieldToEventLoop: () => new Promise((resolve) => tab.adapters.setTimeout(resolve, 0)),
      report: (error) => tab.errors.push(error)
    }
  }

  #setHidden(tab, hidden) {
    if (tab.hidden === hidden) return
    tab.hidden = hidden
    tab.fire("visibilitychange")
  }

  #crash(tab) {
    tab.alive = false
    this.world.dropTimersOf(tab)
    for (const channel of [...this.#channels]) if (channel.tab === tab) channel.close()
    this.locks.dropAllOf(tab)
  }

  #storageOf(tab) {
    const set = (key, newValue) => {
      if (this.storageFault === "blocked" || (this.storageFault === "full" && newValue !== null)) {
        throw new Error("QuotaExceededError")
      }
      const changed = (this.storage.get(key) ?? null) !== newValue
      if (newValue === null) this.storage.delete(key)
      else this.storage.set(key, newValue)
      if (!changed) return
      for (const other of this.alive) {
        if (other === tab) continue
        this.world.setTimeout(() => other.deaf || other.fire("storage", { key, newValue }), 1)
      }
    }
    return {
      getItem: (key) => {
        if (this.storageFault === "blocked") throw new Error("SecurityError")
        return this.storage.get(key) ?? null
      },
      setItem: (key, value) => set(key, String(value)),
      removeItem: (key) => set(key, null)
    }
  }

  #openChannel(tab, name) {
    const channel = {
      tab,
      name,
      onmessage: null,
      postMessage: (data) => {
        this.onPost?.(data)
        const copy = structuredClone(data)
        for (const other of this.#channels) {
          if (other === channel || other.name !== name) continue
          this.world.setTimeout(
            () =>
              other.tab.task(() => {
                if (this.#channels.has(other) && !other.tab.deaf) other.onmessage?.({ data: copy })
              }),
            1
          )
        }
      },
      close: () => this.#channels.delete(channel)
    }
    this.#channels.add(channel)
    return channel
  }
}
