// Beacons as they should be: polls only when a file has changed, and once in a while to be safe.

import assert from "node:assert/strict"
import { test } from "node:test"
import { range, setUp, setUpBeacons } from "./support/world.mjs"

const HOUR = 3_600_000

/** A tab that follows `orders`, watched by beacons if the server names them. */
async function start(set = setUpBeacons(), { channels = ["orders"], ...options } = {}) {
  const tab = set.browser.open(options)
  const reports = []
  tab.client.on("nosocket.beacons", (report) => reports.push(report))
  for (const channel of channels) tab.client.subscribe(channel)
  tab.client.start()
  await set.world.pass(5_000)
  return { ...set, tab, reports }
}

/** How often is asked meanwhile. */
async function requestsIn(ms, { world, server, beacons }) {
  const before = [server.requests.length, beacons?.requests.length ?? 0]
  await world.pass(ms)
  const [polls, checks] = [server.requests.length - before[0], (beacons?.requests.length ?? 0) - before[1]]
  return { polls, checks }
}

/** How long each event took to get to the tab, which sees them all. */
async function latencies(set, count, between) {
  const { world, server, tab } = set
  const times = []
  for (const _ of range(1, count)) {
    const emittedAt = world.now
    const { id } = server.emit("orders")
    const end = emittedAt + between()
    const off = tab.client.on("*", (payload, event) => event.id === id && times.push(world.now - emittedAt))
    while (world.now < end) await world.pass(Math.min(1_000, end - world.now))
    off()
  }
  return times
}

test("an event arrives within a check's interval, and costs one poll", async () => {
  const set = await start()
  await set.world.pass(120_000)
  const before = set.server.requests.length
  set.server.emit("orders")
  await set.world.pass(2_200)
  assert.deepEqual(set.tab.ids("orders"), [1])
  assert.equal(set.server.requests.length, before + 1)
  assert.equal((await requestsIn(60_000, set)).polls, 0)
})

test("all tabs get it, and only one of them checks", async () => {
  const set = await start()
  const other = set.browser.open()
  other.client.subscribe("orders")
  other.client.start()
  await set.world.pass(10_000)
  set.server.emit("orders")
  await set.world.pass(2_200)
  assert.deepEqual([set.tab.ids("orders"), other.ids("orders")], [[1], [1]])
  const { checks } = await requestsIn(60_000, set)
  assert.ok(checks >= 30 && checks <= 36, String(checks))
})

test("an idle hour: a third of the polls, and static files", async (context) => {
  const count = async (set, options) => requestsIn(HOUR, await start(set, options))
  const ordinary = await count(setUp())
  const watched = await count()
  const hidden = await count(setUpBeacons(), { hidden: true })
  for (const [name, { polls, checks }] of Object.entries({ ordinary, watched, hidden })) {
    context.diagnostic(`${name}: ${polls} polls, ${checks} files an hour`)
  }
  assert.ok(watched.polls <= 41 && ordinary.polls >= 119, `${watched.polls} against ${ordinary.polls}`)
  assert.ok(watched.checks >= 1_700 && watched.checks <= 2_150, String(watched.checks))
  assert.ok(hidden.polls <= 41 && hidden.checks >= 340 && hidden.checks <= 430, JSON.stringify(hidden))
})

test("an hour with an event a minute: earlier, and with fewer polls", async (context) => {
  const measure = async (set) => {
    set.world.random = seeded()
    const run = await start(set)
    const before = run.server.requests.length
    const times = await latencies(run, 60, () => 40_000 + 40_000 * run.world.random())
    const mean = Math.round(times.reduce((sum, ms) => sum + ms) / times.length)
    assert.equal(times.length, 60)
    return { mean, slowest: Math.max(...times), polls: run.server.requests.length - before }
  }
  const ordinary = await measure(setUp())
  const watched = await measure(setUpBeacons())
  context.diagnostic(`ordinary ${JSON.stringify(ordinary)}, with beacons ${JSON.stringify(watched)}`)
  assert.ok(watched.mean < 1_200 && watched.slowest < 2_200, JSON.stringify(watched))
  assert.ok(watched.polls < ordinary.polls / 4, `${watched.polls} against ${ordinary.polls}`)
})

function seeded(seed = 1) {
  return () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
}

test("browsers do not march in step after an event for all", async () => {
  const sets = range(1, 20).map(() => setUpBeacons())
  for (const [index, set] of sets.entries()) {
    set.world.random = seeded(index + 1)
    await start(set)
    await set.world.pass(40_000)
    set.server.emit("orders")
    await set.world.pass(120_000)
  }
  const begin = sets[0].world.now - 120_000
  const [first, next] = [2, 1].map((back) => sets.map(({ server }) => server.requests.at(-back).at - begin))
  assert.ok(Math.max(...first) <= 2_200, "all have polled for the event")
  assert.ok(Math.max(...next) - Math.min(...next) > 20_000, `the safety polls are spread: ${next}`)
})

test("events in a row are fetched at the pace of the checks, without a burst of polls in between", async () => {
  const set = await start()
  for (const _ of range(1, 10)) {
    set.server.emit("orders")
    await set.world.pass(10_000)
  }
  assert.deepEqual(set.tab.ids("orders"), range(1, 10))
  assert.ok(set.server.requests.length <= 12, String(set.server.requests.length))
})

test("a file that changes while a poll is under way is asked for again, unless the poll knew", async () => {
  const set = await start()
  await set.world.pass(60_000)
  set.server.emit("orders")
  await set.world.pass(2_200)
  set.server.latency = 1_500
  const before = set.server.requests.length
  set.tab.client.poll()
  // The answer has been made, and is on its way.
  await set.world.pass(2_000)
  set.server.emit("orders")
  await set.world.pass(20_000)
  assert.deepEqual(set.tab.ids("orders"), [1, 2])
  assert.equal(set.server.requests.length, before + 2)
})

test("foreign changes of a shared file cost no more polls than there would be without beacons", async (context) => {
  for (const every of [1_000, 10_000, 25_000]) {
    const set = await start()
    set.beacons.buckets = 1
    set.tab.client.poll()
    await set.world.pass(600_000)
    const before = set.server.requests.length
    for (const _ of range(1, HOUR / every)) {
      set.server.emit("another's")
      await set.world.pass(every)
    }
    const polls = set.server.requests.length - before
    context.diagnostic(`a foreign change every ${every / 1_000} s: ${polls} polls an hour`)
    assert.ok(polls < 150, `${polls} polls`)
  }
})

test("the checks' interval grows with foreign changes, and shrinks again", async () => {
  const set = await start()
  set.beacons.buckets = 1
  set.tab.client.poll()
  await set.world.pass(100_000)
  for (const _ of range(1, 300)) {
    set.server.emit("another's")
    await set.world.pass(1_000)
  }
  assert.ok((await requestsIn(60_000, set)).checks < 15)
  await set.world.pass(120_000)
  assert.ok((await requestsIn(60_000, set)).checks >= 30)
})

test("more files than ten are not watched", async () => {
  const set = await start(setUpBeacons(), { channels: range(1, 11).map((number) => `c${number}`) })
  assert.equal((await requestsIn(600_000, set)).checks, 0)
  assert.deepEqual(set.reports, [{ watched: false, files: 0, reason: "too many" }])
  const fewer = await start(setUpBeacons(), { channels: range(1, 10).map((number) => `c${number}`) })
  const { polls, checks } = await requestsIn(600_000, fewer)
  assert.ok(checks >= 3_000 && polls < 10, `${checks} checks, ${polls} polls`)
})

test("a new subscription is polled for at once, and watched", async () => {
  const set = await start()
  await set.world.pass(60_000)
  const before = set.server.requests.length
  set.tab.client.subscribe("news")
  await set.world.pass(500)
  assert.equal(set.server.requests.length, before + 1)
  await set.world.pass(5_000)
  set.server.emit("news")
  await set.world.pass(2_200)
  assert.deepEqual(set.tab.ids("news"), [1])
})

test("a channel that was left for a while is watched again", async () => {
  const set = await start()
  const leave = set.tab.client.subscribe("news")
  await set.world.pass(5_000)
  set.server.emit("news")
  await set.world.pass(5_000)
  leave()
  set.tab.client.poll()
  await set.world.pass(20_000)
  set.server.emit("news")
  await set.world.pass(20_000)
  set.tab.client.subscribe("news")
  await set.world.pass(30_000)
  assert.deepEqual(set.tab.ids("news"), [1, 2])
})

test("the host's floor holds for what a beacon announces", async () => {
  const set = await start()
  set.server.extra = { next_poll_ms: 20_000 }
  set.tab.client.poll()
  await set.world.pass(6_000)
  set.server.emit("orders")
  await set.world.pass(10_000)
  assert.deepEqual(set.tab.ids("orders"), [])
  await set.world.pass(6_000)
  assert.deepEqual(set.tab.ids("orders"), [1])
})

test("a cooldown holds, nothing is checked meanwhile, and what came is fetched when it is over", async () => {
  const set = await start()
  set.server.failures.push({ status: 429, headers: { "Retry-After": "200" } })
  set.tab.client.poll()
  await set.world.pass(1_000)
  set.server.emit("orders")
  assert.deepEqual(await requestsIn(190_000, set), { polls: 0, checks: 0 })
  await set.world.pass(60_000)
  assert.deepEqual(set.tab.ids("orders"), [1])
  set.server.emit("orders")
  await set.world.pass(2_200)
  assert.deepEqual(set.tab.ids("orders"), [1, 2])
})

test("offline nothing is checked", async () => {
  const set = await start()
  set.browser.setOffline(true)
  assert.deepEqual(await requestsIn(600_000, set), { polls: 0, checks: 0 })
  set.server.emit("orders")
  set.browser.setOffline(false)
  await set.world.pass(1_000)
  assert.deepEqual(set.tab.ids("orders"), [1])
})

test("with pauseWhenHidden a hidden tab checks nothing, and looks at once when it is shown", async () => {
  const set = await start(setUpBeacons(), { pauseWhenHidden: true })
  await set.world.pass(60_000)
  set.tab.hide()
  assert.deepEqual(await requestsIn(600_000, set), { polls: 0, checks: 0 })
  set.server.emit("orders")
  set.tab.show()
  await set.world.pass(500)
  assert.deepEqual(set.tab.ids("orders"), [1])
})

test("a new leader polls first, and so learns the beacons", async () => {
  const set = await start()
  const other = set.browser.open()
  other.client.subscribe("orders")
  other.client.start()
  await set.world.pass(20_000)
  const before = set.server.requests.length
  set.tab.hide()
  await set.world.pass(3_000)
  assert.equal(other.client.state.role, "leader")
  assert.equal(set.server.requests.length, before + 1)
  set.server.emit("orders")
  await set.world.pass(2_200)
  assert.deepEqual([set.tab.ids("orders"), other.ids("orders")], [[1], [1]])
})

test("more than one page is fetched to its end before the files are watched again", async () => {
  const set = await start()
  set.server.pageLimit = 3
  for (const _ of range(1, 200)) set.server.emit("orders")
  await set.world.pass(70_000)
  assert.deepEqual(set.tab.ids("orders"), range(1, 200))
})

test("several grants need several polls: of a file that two of them name, the older token counts", async () => {
  const set = setUpBeacons()
  set.beacons.buckets = 1
  set.server.grants = { one: ["orders"], two: ["news"] }
  const grants = [
    { token: "one", channels: ["orders"] },
    { token: "two", channels: ["news"] }
  ]
  const tabs = grants.map(({ token, channels: [channel] }) => {
    const tab = set.browser.open({ token })
    tab.client.subscribe(channel)
    tab.client.start()
    return tab
  })
  await set.world.pass(100_000)
  set.server.latency = 500
  const before = set.server.requests.length
  tabs[0].client.poll()
  const answered = () => set.server.requests.length > before + 1
  while (!answered()) await set.world.pass(10)
  // One has been answered, the other is asked.
  set.server.emit(set.server.requests.at(-1).subscriptions.orders ? "news" : "orders")
  await set.world.pass(10_000)
  assert.equal(tabs.flatMap((tab) => tab.events).length, 1)
})

test("beacons are resolved against the endpoint", async () => {
  const set = setUpBeacons()
  set.beacons.prefix = "https://cdn.test/b/"
  await start(set, { endpoint: "https://api.test/poll.php" })
  assert.match(set.beacons.requests[0].url, /^https:\/\/cdn\.test\/b\/\d+$/)

  const relative = await start()
  assert.equal(relative.beacons.requests[0].url, relative.beacons.of("orders"))
  const absolute = await start(setUpBeacons(), { endpoint: "https://api.test/poll.php" })
  assert.equal(absolute.beacons.requests[0].url, `https://api.test${absolute.beacons.of("orders")}`)
})

test("beacons: false leaves them alone, and bad options are refused", async () => {
  const set = await start(setUpBeacons(), { beacons: false })
  const { polls, checks } = await requestsIn(HOUR, set)
  assert.ok(polls >= 120 && checks === 0, `${polls} polls, ${checks} checks`)
  assert.deepEqual(set.reports, [])
  for (const [beacons, message] of [
    [{ interval: 0 }, "beacons.interval must be a number from 100, not 0."],
    [{ hiddenInterval: "5" }, "beacons.hiddenInterval must be a number from 100, not 5."],
    [{ safetyInterval: Number.NaN }, "beacons.safetyInterval must be a number from 100, not NaN."]
  ]) {
    assert.throws(() => set.browser.open({ beacons }), { name: "TypeError", message })
  }
})

test("the intervals are options", async () => {
  const beacons = { interval: 5_000, safetyInterval: 600_000 }
  const { polls, checks } = await requestsIn(HOUR, await start(setUpBeacons(), { beacons }))
  assert.ok(polls <= 8 && checks >= 700 && checks <= 860, `${polls} polls, ${checks} checks`)
})

test("what a file is asked with is simple for hosts and CDNs", async () => {
  const set = setUpBeacons()
  const inits = []
  const { fetch } = set.server
  set.server.fetch = (url, init, tab) => {
    if (init.method !== "POST") inits.push(init)
    return fetch.call(set.server, url, init, tab)
  }
  await start(set)
  const { signal, ...init } = inits[0]
  assert.deepEqual(init, { cache: "no-store", credentials: "omit" })
})

test("their state is told, and the debug log says it", async () => {
  const lines = []
  const set = await start(setUpBeacons(), { debug: (line) => lines.push(line) })
  assert.deepEqual(set.reports, [
    { watched: false, files: 1, reason: "trying" },
    { watched: true, files: 1, reason: "" }
  ])
  set.beacons.fault = { status: 404, body: "" }
  await set.world.pass(5_000)
  assert.equal(set.reports.at(-1).watched, false)
  assert.deepEqual(
    lines.filter((line) => line.includes("beacons")).map((line) => line.split("] ")[1]),
    ["beacons: trying", "beacons: 1 watched", `beacons: HTTP 404: ${set.beacons.of("orders")}`]
  )
})

test("a stopped client checks nothing and keeps no timer", async () => {
  const set = await start()
  set.tab.client.stop()
  assert.equal(set.world.timersOf(set.tab), 0)
  assert.deepEqual(await requestsIn(600_000, set), { polls: 0, checks: 0 })
})
