// Random schedules of tabs, crashes, lost messages and failing servers: no event lost, none twice, none out of order.

import assert from "node:assert/strict"
import { test } from "node:test"
import { range, setUp } from "./support/world.mjs"

const SCHEDULES = Number(process.env.NOSOCKET_SCHEDULES ?? 150)
const STEPS = 60
const CHANNELS = ["orders", "42"]

/** Small, seeded and good enough to vary a schedule (mulberry32). */
function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

class Schedule {
  constructor(seed) {
    Object.assign(this, setUp())
    this.seed = seed
    this.random = dice(seed)
    this.world.random = this.random
    this.server.pageLimit = 1 + this.pick(8)
    for (const channel of CHANNELS) this.server.emit(channel)
  }

  pick(count) {
    return Math.floor(this.random() * count)
  }

  get alive() {
    return this.browser.tabs.filter((tab) => tab.alive)
  }

  anyTab() {
    return this.alive[this.pick(this.alive.length)]
  }

  open() {
    const { server } = this
    // What each tab must see next, in each channel; a resync allows everything up to the head at that time.
    const tab = this.browser.open({
      onResync: async ({ channel }) => { tab.next.set(channel, { upTo: server.channels.get(channel).head + 1 }) }
    })
    tab.next = new Map()
    tab.client.on("*", (payload, event) => this.check(tab, event))
    for (const channel of CHANNELS) {
      const seed = server.position(channel)
      tab.next.set(channel, { exactly: seed.cursor + 1 })
      tab.client.subscribe(channel, seed)
    }
    tab.client.start()
  }

  check(tab, { id, channel }) {
    const { exactly, upTo } = tab.next.get(channel)
    const where = `schedule ${this.seed}: ${tab.client.id} saw ${channel} ${id}`
    if (exactly !== undefined) assert.equal(id, exactly, `${where} instead of ${exactly}`)
    else assert.ok(id <= upTo, `${where}, though the refresh ended before ${upTo}`)
    tab.next.set(channel, { exactly: id + 1 })
    if (this.pick(40) === 0) throw new Error("a fault of the application")
  }

  step() {
    const { server } = this
    const channel = CHANNELS[this.pick(CHANNELS.length)]
    const tab = this.anyTab()
    const actions = [
      ...Array(10).fill(() => range(0, this.pick(5)).forEach(() => server.emit(channel))),
      ...Array(6).fill(() => tab?.client.poll()),
      ...Array(3).fill(() => this.alive.length < 6 && this.open()),
      () => tab?.crash(),
      () => this.browser.leaders[0]?.crash(),
      () => tab?.client.stop(),
      ...Array(3).fill(() => this.alive.forEach((each) => each.client.start())),
      ...Array(2).fill(() => { if (tab) tab.deaf = !tab.deaf }),
      () => tab?.fire("visibilitychange"),
      () => tab?.client.resync(channel),
      () => server.failures.push({ status: [0, 403, 429, 500, 503, 504][this.pick(6)] }),
      () => server.expire(channel, this.pick(server.channels.get(channel).head + 1)),
      () => this.pick(4) === 0 && this.recreate(channel)
    ]
    actions[this.pick(actions.length)]()
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
    for (const tab of this.alive) {
      tab.deaf = false
      tab.client.start()
      tab.fire("visibilitychange")
    }
    this.server.failures = []
    await this.world.pass(900_000)
    this.checkEnd()
  }

  checkEnd() {
    for (const tab of this.alive) {
      for (const channel of CHANNELS) {
        const { head, epoch } = this.server.channels.get(channel)
        const where = `schedule ${this.seed}: ${tab.client.id} in ${channel}`
        assert.deepEqual(tab.client.cursors[channel], { cursor: head, epoch }, where)
        const { exactly, upTo } = tab.next.get(channel)
        assert.equal(exactly ?? upTo, head + 1, `${where} has not seen the last event`)
      }
      const faults = tab.errors.filter((error) => error.code === "ERR_ASSERTION")
      if (faults.length > 0) throw faults[0]
    }
  }
}

test(`${SCHEDULES} random schedules`, async () => {
  for (const seed of range(1, SCHEDULES)) await new Schedule(seed).run()
})
