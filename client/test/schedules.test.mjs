// Random schedules of browsers, tabs and what befalls them, and of failing servers: no event lost, none twice, none out
// of order.

import assert from "node:assert/strict"
import { test } from "node:test"
import { BeaconFolder } from "./support/beacons.mjs"
import { range, setUp } from "./support/world.mjs"

const SCHEDULES = Number(process.env.NOSOCKET_SCHEDULES ?? 200)
// Where to begin, so that one that failed can be run alone.
const FIRST = Number(process.env.NOSOCKET_FIRST_SCHEDULE ?? 1)
const STEPS = 60
const CHANNELS = ["orders", "42"]
// How long an event may take when all is well, with beacons or without.
const SOON = 35_000

/** Small, seeded and good enough to vary a schedule (mulberry32). */
function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What a web server may make of a request for a beacon. */
const BEACON_FAULTS = [
  null,
  null,
  { status: 404, body: "" },
  { status: 200, body: "<html></html>" },
  { status: 200, body: "0123" },
  "network",
  "hangs"
]

/** What a browser may lack. */
const BROWSERS = [
  [],
  [],
  [],
  ["locks"],
  ["locks"],
  ["BroadcastChannel"],
  ["locks", "BroadcastChannel"],
  ["storage"],
  ["locks", "storage"],
  ["BroadcastChannel", "storage"],
  ["locks", "BroadcastChannel", "storage"]
]

class Schedule {
  constructor(number) {
    Object.assign(this, setUp())
    this.number = number
    this.random = dice(number)
    this.world.random = this.random
    this.server.pageLimit = 1 + this.pick(8)
    this.server.sendsEpochs = this.pick(5) > 0
    this.browser.without = BROWSERS[this.pick(BROWSERS.length)]
    this.browser.locks.refused = this.pick(10) === 0
    if (this.pick(3) === 0) this.server.beacons = new BeaconFolder(this.world)
    if (this.server.beacons) this.server.beacons.buckets = [1, 2, 1_000][this.pick(3)]
    this.options = { resyncOnce: this.pick(3) === 0, pauseWhenHidden: this.pick(3) === 0 }
    // How far the data goes that was read last; with resyncOnce the tabs share it.
    this.refreshed = new Map()
    // How far any tab has come: a page without positions of its own begins no later.
    this.reached = new Map()
    for (const channel of CHANNELS) this.server.emit(channel)
  }

  pick(count) {
    return Math.floor(this.random() * count)
  }

  get alive() {
    return this.browser.alive
  }

  anyTab() {
    return this.alive[this.pick(this.alive.length)]
  }

  open() {
    const { server } = this
    const refreshed = this.options.resyncOnce ? this.refreshed : new Map()
    const refresh = (channel) => {
      refreshed.set(channel, server.channels.get(channel).head)
      this.reach(channel, refreshed.get(channel))
    }
    const tab = this.browser.open({
      ...this.options,
      hidden: this.pick(3) === 0,
      onResync: async ({ channel }) => {
        if (this.pick(5) === 0) throw new Error("the application can't refresh")
        refresh(channel)
      }
    })
    // What the tab must see next, in each channel; a resync allows everything up to what was read.
    tab.next = new Map()
    tab.leave = new Map()
    tab.refresh = refresh
    tab.client.on("*", (payload, event) => this.check(tab, event))
    tab.client.on("nosocket.resynced", ({ channel }) => tab.next.set(channel, { upTo: refreshed.get(channel) + 1 }))
    for (const channel of CHANNELS) {
      const seed = this.seed(tab, channel)
      tab.leave.set(channel, tab.client.subscribe(channel, seed))
    }
    tab.client.start()
  }

  /** Where the page begins: where its data ends, or where the browser stood. */
  seed(tab, channel) {
    const { server, browser } = this
    const kept = browser.storage.get("nosocket:default:cursors")?.includes(`"${channel}"`)
    if (kept && !browser.storageFault && this.pick(3) === 0) {
      tab.next.set(channel, { upTo: this.reached.get(channel) + 1, begins: true })
      return undefined
    }
    const seed = server.position(channel)
    this.reach(channel, seed.cursor)
    tab.next.set(channel, { exactly: seed.cursor + 1 })
    return seed
  }

  reach(channel, id) {
    this.reached.set(channel, Math.max(id, this.reached.get(channel) ?? 0))
  }

  check(tab, { id, channel }) {
    this.reach(channel, id)
    const { exactly, upTo } = tab.next.get(channel)
    const where = `schedule ${this.number}: ${tab.client.id} saw ${channel} ${id}`
    if (exactly !== undefined) assert.equal(id, exactly, `${where} instead of ${exactly}`)
    else assert.ok(id <= upTo, `${where}, though the refresh ended before ${upTo}`)
    tab.next.set(channel, { exactly: id + 1 })
    if (this.pick(20) === 0) this.world.spend(this.pick(30))
    if (this.pick(60) === 0) tab.client.stop()
    if (this.pick(40) === 0) throw new Error("a fault of the application")
  }

  step() {
    const { server, browser } = this
    const channel = CHANNELS[this.pick(CHANNELS.length)]
    const tab = this.anyTab()
    const actions = [
      ...Array(12).fill(() => range(0, this.pick(5)).forEach(() => server.emit(channel))),
      ...Array(6).fill(() => tab?.client.poll()),
      ...Array(3).fill(() => this.alive.length < 6 && this.open()),
      () => tab?.crash(),
      () => browser.leaders[0]?.crash(),
      () => tab?.client.stop(),
      ...Array(3).fill(() => this.alive.forEach((each) => each.client.start())),
      ...Array(2).fill(() => {
        if (tab) tab.deaf = !tab.deaf
      }),
      ...Array(2).fill(() => (tab?.still ? tab.goOn() : tab?.standStill())),
      () => browser.leaders[0]?.standStill(),
      ...Array(3).fill(() => (tab?.hidden ? tab.show() : tab?.hide())),
      () => tab?.fire(["pagehide", "freeze"][this.pick(2)], { persisted: true }),
      () => tab?.fire(["pageshow", "resume"][this.pick(2)], { persisted: true }),
      () => browser.setOffline(!browser.offline),
      () => {
        browser.storageFault = [null, null, "full", "blocked"][this.pick(4)]
      },
      () =>
        browser.locks
          .request({ task: (work) => work() }, "nosocket:1:default", { steal: true }, () => {})
          .catch(() => {}),
      () => tab && !tab.still && this.changeSubscription(tab, channel),
      () => tab && this.resync(tab, channel),
      () => server.failures.push({ status: [0, 403, 429, 500, 503, 504][this.pick(6)] }),
      () => server.expire(channel, this.pick(server.channels.get(channel).head + 1)),
      () => server.sendsEpochs && this.pick(4) === 0 && this.recreate(channel)
    ]
    if (server.beacons) actions.push(...Array(6).fill(() => this.disturb(server.beacons)))
    actions[this.pick(actions.length)]()
  }

  /** Beacons are lost, late, duplicated, torn, stale or missing, or change for others. */
  disturb(beacons) {
    const disturbances = [
      () => {
        beacons.fault = BEACON_FAULTS[this.pick(BEACON_FAULTS.length)]
      },
      () => {
        beacons.mishap = [null, null, "lost", "duplicated", this.pick(20_000)][this.pick(5)]
      },
      () => {
        beacons.heldFor = [0, 1_000, this.pick(100_000)][this.pick(3)]
      },
      () => {
        beacons.named = this.pick(3) > 0
      },
      () => (this.pick(2) ? beacons.part() : beacons.rejoin()),
      ...Array(3).fill(() => beacons.write(beacons.of(CHANNELS[this.pick(CHANNELS.length)])))
    ]
    disturbances[this.pick(disturbances.length)]()
  }

  changeSubscription(tab, channel) {
    const position = tab.client.cursors[channel]
    tab.leave.get(channel)()
    tab.leave.set(channel, tab.client.subscribe(channel, position))
  }

  resync(tab, channel) {
    tab.refresh(channel)
    tab.client.resync(channel)
  }

  recreate(channel) {
    this.server.recreate(channel)
    range(0, this.pick(6)).forEach(() => this.server.emit(channel))
  }

  async run() {
    this.open()
    for (const _ of range(1, STEPS)) {
      this.step()
      await this.world.pass(this.pick(3) === 0 ? this.pick(40_000) : this.pick(120))
    }
    this.mend()
    await this.world.pass(900_000)
    // A listener may have stopped its client at the end.
    this.random = () => 0.99
    this.mend()
    await this.world.pass(400_000)
    this.checkEnd()
    for (const channel of CHANNELS) this.server.emit(channel)
    await this.world.pass(SOON)
    this.checkEnd()
  }

  mend() {
    this.server.failures = []
    this.server.beacons?.mend()
    this.browser.storageFault = null
    this.browser.setOffline(false)
    for (const tab of this.alive) {
      tab.deaf = false
      tab.goOn()
      tab.client.start()
      tab.fire("pageshow", { persisted: true })
      tab.show()
    }
  }

  checkEnd() {
    for (const tab of this.alive) {
      for (const channel of CHANNELS) {
        const { head, epoch } = this.server.channels.get(channel)
        const where = `schedule ${this.number}: ${tab.client.id} in ${channel}`
        assert.equal(tab.client.cursors[channel].cursor, head, where)
        if (this.server.sendsEpochs) assert.equal(tab.client.cursors[channel].epoch, epoch, where)
        const { exactly, upTo, begins } = tab.next.get(channel)
        if (!begins) assert.equal(exactly ?? upTo, head + 1, `${where} has not seen the last event`)
      }
      const faults = tab.errors.filter((error) => error.code === "ERR_ASSERTION")
      if (faults.length > 0) throw faults[0]
    }
  }
}

test(`${SCHEDULES} random schedules`, async () => {
  for (const number of range(FIRST, FIRST + SCHEDULES - 1)) await new Schedule(number).run()
})
