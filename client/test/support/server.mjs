// A poll endpoint and its log, by the rules of the protocol.

/** The log and its poll, by the rules of the protocol. */
export class Server {
  channels = new Map()
  requests = []
  failures = []
  pageLimit = 100
  latency = 20
  sendsEpochs = true
  extra = {}
  /** Tokens and what they cover; null: every token covers everything. */
  grants = null
  namesForbidden = false
  /** @type {import("./beacons.mjs").BeaconFolder | null} */
  beacons = null

  constructor(world) {
    this.world = world
  }

  emit(name, event = "changed", payload = null, except = undefined) {
    const channel = this.channels.get(name) ?? { epoch: this.newEpoch(), head: 0, floor: 0, events: [] }
    this.channels.set(name, channel)
    const entry = { id: ++channel.head, channel: name, event, payload, created_at: "", ...(except ? { except } : {}) }
    channel.events.push(entry)
    this.beacons?.changed(name)
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
    return { cursor: channel?.head ?? 0, epoch: this.sendsEpochs ? (channel?.epoch ?? null) : null }
  }

  answer(subscriptions) {
    const [cursors, epochs] = [Object.create(null), Object.create(null)]
    const answer = { events: [], cursors, epochs, has_more: false, resync_required: [], ...this.extra }
    Object.assign(answer, this.beacons?.names(Object.keys(subscriptions)))
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

  refusal({ subscriptions, headers }) {
    if (!this.grants) return undefined
    const covers = this.grants[headers["X-NoSocket-Grant"]]
    if (!covers) return { status: 403, body: JSON.stringify({ error: "no", code: "grant_invalid" }) }
    const channels = Object.keys(subscriptions).filter((channel) => !covers.includes(channel))
    if (channels.length === 0) return undefined
    const named = this.namesForbidden ? { channels } : {}
    return { status: 403, body: JSON.stringify({ error: "no", code: "forbidden", ...named }) }
  }

  fetch(url, init, tab) {
    if (init.method !== "POST") return this.#respond(init, tab, () => this.beacons.serve(url))
    const request = { url, tab, at: this.world.now, headers: init.headers, ...JSON.parse(init.body) }
    this.requests.push(request)
    return this.#respond(init, tab, () => {
      const failure = this.failures.shift() ?? this.refusal(request)
      return failure?.status === 0
        ? "network"
        : (failure ?? { body: JSON.stringify(this.answer(request.subscriptions)) })
    })
  }

  /** The answer is made when the request arrives, and arrives later still. */
  #respond(init, tab, answer) {
    return new Promise((resolve, reject) => {
      init.signal.addEventListener("abort", () => reject(init.signal.reason))
      this.world.setTimeout(() => {
        if (tab.browser.offline) return tab.task(() => reject(new TypeError("offline")))
        const made = answer()
        if (made === "hangs") return
        if (made === "network") return tab.task(() => reject(new TypeError("network")))
        const { status = 200, body = "", headers = {} } = made
        const response = new Response(body, { status, headers })
        this.world.setTimeout(() => tab.task(() => resolve(response)), this.latency)
      }, this.latency)
    })
  }
}
