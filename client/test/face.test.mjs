// The public face: listening, signals, iteration, states, logs.

import assert from "node:assert/strict"
import { mock, test } from "node:test"
import { announce } from "../announce.js"
import NoSocketClient, { createNoSocket, ResyncRequired } from "../nosocket.js"
import { range, setUp } from "./support/world.mjs"

/** A tab that follows `orders`, polled once. */
async function open(options) {
  const set = setUp()
  const tab = set.browser.open(options)
  tab.client.subscribe("orders")
  tab.client.start()
  await set.world.pass(1_000)
  /** Emits on `orders` and lets it come. */
  const emit = async (...events) => {
    for (const event of events) set.server.emit("orders", ...[event].flat())
    tab.client.poll()
    await set.world.pass(1_000)
  }
  return { ...set, tab, client: tab.client, emit }
}

/** Reads an iterator in the background. */
function read(iterator) {
  const result = { events: [], ended: false, error: null }
  const loop = async () => {
    try {
      for await (const event of iterator) result.events.push(event)
    } catch (error) {
      result.error = error
    }
    result.ended = true
  }
  loop()
  return result
}

test("the names of the public package are there", () => {
  const client = createNoSocket({ leaseDuration: 8_000, heartbeatInterval: 3_000, csrfToken: "x" })
  assert.ok(client instanceof NoSocketClient)
  for (const name of ["subscribe", "on", "start", "stop", "resync"]) assert.equal(typeof client[name], "function")
  assert.throws(() => client.on("order.created"), TypeError)
  assert.throws(() => client.on("a name", () => {}), TypeError)
  assert.throws(() => client.subscribe("orders", { replay: "all" }), TypeError)
})

test("a callback gets the payload and the whole event", async () => {
  const { client, emit } = await open()
  const calls = []
  client.on("order.created", (...call) => calls.push(call))
  await emit(["order.created", { id: 7 }])
  assert.equal(calls.length, 1)
  assert.deepEqual(calls[0][0], { id: 7 })
  assert.deepEqual([calls[0][1].id, calls[0][1].channel, calls[0][1].event], [1, "orders", "order.created"])
})

test("a callback that throws harms no other", async () => {
  const { tab, client, emit } = await open()
  const heard = []
  const fault = new Error("the application's")
  client.on("a", () => {
    throw fault
  })
  client.on("a", (payload) => heard.push(payload))
  await emit(["a", 1], ["a", 2])
  assert.deepEqual(
    [heard, tab.errors],
    [
      [1, 2],
      [fault, fault]
    ]
  )
})

test("once hears one event, also if that one is emitted again while it is heard", async () => {
  const { client, emit } = await open()
  const heard = []
  client.once("a", (payload) => heard.push(payload))
  client.once("b", () => assert.fail("was taken back"))()
  await emit(["a", 1], ["a", 2], "b")
  assert.deepEqual(heard, [1])
})

test("off undoes every on and once of a callback, and no other", async () => {
  const { client, emit } = await open()
  const heard = []
  const [one, other] = [(payload) => heard.push(`one ${payload}`), (payload) => heard.push(`other ${payload}`)]
  client.on("a", one)
  client.on("a", one)
  client.once("a", one)
  client.on("a", other)
  client.off("a", one)
  client.off("never heard of", one)
  await emit(["a", 1])
  assert.deepEqual(heard, ["other 1"])
})

test("a callback that is taken back by one before it is not called", async () => {
  const { client, emit } = await open()
  const heard = []
  client.on("a", () => off())
  const off = client.on("a", (payload) => heard.push(payload))
  await emit(["a", 1])
  assert.deepEqual(heard, [])
})

test("a callback can listen to one channel only", async () => {
  const { client, server, emit } = await open()
  const heard = []
  client.subscribe("users")
  client.on("a", (_, event) => heard.push(event.channel), { channel: "users" })
  await emit("a")
  server.emit("users", "a")
  await emit()
  assert.deepEqual(heard, ["users"])
})

test("signals end subscriptions, listeners and clients", async () => {
  const { client, emit, browser, world, tab } = await open()
  const end = new AbortController()
  const heard = []
  client.subscribe("users", { signal: end.signal })
  client.on("a", (payload) => heard.push(payload), { signal: end.signal })
  client.onStateChange((state) => heard.push(state.status), { signal: end.signal })
  await emit(["a", 1])
  assert.deepEqual([heard, Object.keys(client.cursors)], [[1], ["orders", "users"]])
  end.abort()
  await emit(["a", 2])
  client.stop()
  assert.deepEqual([heard, Object.keys(client.cursors)], [[1], ["orders"]])
  assert.equal(client.subscribe("users", { signal: end.signal })(), undefined)
  assert.deepEqual(Object.keys(client.cursors), ["orders"])

  const all = new AbortController()
  const other = browser.open({ signal: all.signal })
  other.client.subscribe("orders")
  other.client.start()
  await world.pass(1_000)
  assert.equal(other.client.state.status, "live")
  all.abort()
  await world.pass(10)
  assert.equal(other.client.start().state.status, "stopped")
  assert.deepEqual([world.timersOf(other), other.listeners.length, browser.locksHeldBy(other)], [0, 0, 0])
  assert.deepEqual(tab.errors, [])
})

test("an unsubscription by hand forgets the signal", () => {
  const { browser } = setUp()
  const { client } = browser.open()
  const { signal } = new AbortController()
  const [add, remove] = [mock.method(signal, "addEventListener"), mock.method(signal, "removeEventListener")]
  client.subscribe("orders", { signal })()
  client.on("a", () => {}, { signal })()
  assert.deepEqual([add.mock.callCount(), remove.mock.callCount()], [2, 2])
})

test("every change of state is told once, beginning with connecting", async () => {
  const { world, server, browser } = setUp()
  const { client } = browser.open()
  const states = []
  client.onStateChange((state) => {
    assert.equal(state, client.state)
    states.push(`${state.role} ${state.status}`)
  })
  client.subscribe("orders")
  client.start()
  await world.pass(1_000)
  server.failures.push({ status: 503 })
  client.poll()
  await world.pass(200)
  client.stop()
  assert.deepEqual(states, [
    "follower connecting",
    "leader connecting",
    "leader live",
    "leader cooldown",
    "follower stopped"
  ])
})

test("the state is the same object until it changes", async () => {
  const { world, browser } = setUp()
  const { client } = browser.open()
  const stopped = client.state
  assert.equal(client.state, stopped)
  client.start()
  assert.notEqual(client.state, stopped)
  const now = client.state
  await world.pass(0)
  assert.equal(client.state, now)
})

test("a channel that is followed after a while without any is polled again", async () => {
  const { world, server, browser } = setUp()
  server.emit("orders")
  const { client, ids } = browser.open()
  const leave = client.subscribe("orders")
  client.start()
  await world.pass(1_000)
  leave()
  await world.pass(60_000)
  client.subscribe("orders", server.position("orders"))
  server.emit("orders")
  await world.pass(31_000)
  assert.deepEqual(ids("orders"), [2])
})

test("for await reads a channel's events in order, however slow the loop is", async () => {
  const { world, server, client, emit } = await open()
  const seen = []
  const end = new AbortController()
  const loop = (async () => {
    for await (const event of client.events("orders", { signal: end.signal })) {
      seen.push(event.id)
      await new Promise((resolve) => world.setTimeout(resolve, 3_000))
    }
  })()
  client.subscribe("users")
  server.emit("users")
  await emit(...range(1, 5).map(String))
  assert.deepEqual(seen, [1])
  await world.pass(20_000)
  assert.deepEqual(seen, [1, 2, 3, 4, 5])
  end.abort()
  await loop
})

test("a loop subscribes when it begins and unsubscribes when it ends", async () => {
  const { world, server, browser } = setUp()
  const { client } = browser.open()
  const events = client.events("orders", { replay: "retained" })
  assert.deepEqual(client.cursors, {})
  range(1, 3).forEach(() => server.emit("orders"))
  client.start()
  const seen = []
  const loop = (async () => {
    for await (const { id } of events) {
      seen.push(id)
      if (id === 2) break
    }
  })()
  await world.pass(1_000)
  await loop
  assert.deepEqual([seen, client.cursors], [[1, 2], {}])
})

test("an aborted signal ends a loop without an error, and what waited is not read", async () => {
  for (const whose of ["its own", "the client's"]) {
    const end = new AbortController()
    const { client, emit } = await open(whose === "its own" ? {} : { signal: end.signal })
    const loop = client.events("orders", whose === "its own" ? { signal: end.signal } : {})
    const first = loop.next()
    await emit("a", "b")
    assert.equal((await first).value.event, "a")
    end.abort()
    assert.deepEqual(await loop.next(), { value: undefined, done: true }, whose)
    assert.deepEqual(await client.events("orders", { signal: end.signal }).next(), { value: undefined, done: true })
  }
})

test("without onResync a loop ends with ResyncRequired, and goes on from its position", async () => {
  const { world, server, browser } = setUp()
  range(1, 8).forEach(() => server.emit("orders"))
  const { epoch } = server.position("orders")
  server.expire("orders", 5)
  const { client } = browser.open()
  client.start()
  const failed = read(client.events("orders", { cursor: 2, epoch }))
  await world.pass(1_000)
  assert.ok(failed.error instanceof ResyncRequired)
  assert.deepEqual([failed.error.channel, failed.error.position], ["orders", { cursor: 8, epoch }])
  assert.deepEqual(client.cursors, {})
  // While the application reads the data again:
  server.emit("orders")
  await world.pass(60_000)
  const next = read(client.events("orders", failed.error.position))
  await world.pass(31_000)
  assert.deepEqual([next.events.map(({ id }) => id), next.ended], [[9], false])
})

test("what came before the resync is read before the loop ends", async () => {
  const { world, server, browser } = setUp()
  server.emit("orders")
  const { client } = browser.open()
  client.start()
  const loop = client.events("orders", { replay: "retained" })
  const first = loop.next()
  await world.pass(1_000)
  assert.equal((await first).value.id, 1)
  server.emit("orders")
  client.poll()
  await world.pass(1_000)
  server.recreate("orders")
  client.poll()
  await world.pass(1_000)
  assert.equal((await loop.next()).value.id, 2)
  await assert.rejects(loop.next(), ResyncRequired)
  assert.deepEqual(await loop.next(), { value: undefined, done: true })
})

for (const how of ["onResync", "a listener"]) {
  test(`with ${how} a loop goes on after the resync, without what was older`, async () => {
    const { world, server, browser } = setUp()
    range(1, 3).forEach(() => server.emit("orders"))
    const refreshed = []
    const onResync = ({ channel }) => void refreshed.push(channel)
    const { client } = browser.open(how === "onResync" ? { onResync } : {})
    if (how !== "onResync") {
      client.on("nosocket.resync_required", ({ channel }) => {
        onResync({ channel })
        client.resync(channel)
      })
    }
    client.start()
    const loop = client.events("orders", { replay: "retained" })
    const first = loop.next()
    await world.pass(1_000)
    assert.equal((await first).value.id, 1)
    server.recreate("orders")
    range(1, 2).forEach(() => server.emit("orders"))
    client.poll()
    await world.pass(1_000)
    server.emit("orders")
    client.poll()
    await world.pass(1_000)
    assert.deepEqual([(await loop.next()).value.id, refreshed], [3, ["orders"]])
  })
}

test("debug tells what happens, in lines that can be read", async () => {
  const lines = []
  const { world, server, client, emit } = await open({ debug: (...line) => lines.push(line) })
  await emit(["order.created", { id: 7 }])
  server.failures.push({ status: 0 })
  client.poll()
  await world.pass(500)
  client.stop()
  assert.deepEqual(
    lines.map(([line]) => line.replace(/\d+ (bytes|ms)/g, "n $1")),
    [
      "orders: subscribed",
      "follower, connecting",
      "leader, connecting",
      "poll: HTTP 200, 0 events, n bytes, n ms",
      "leader, live",
      "poll: HTTP 200, 1 event, n bytes, n ms",
      "orders 1: order.created",
      "poll: no answer after n ms",
      "leader, cooldown",
      "follower, stopped"
    ].map((line) => `[nosocket tab1] ${line}`)
  )
  assert.deepEqual(lines.find(([line]) => line.includes("order.created"))[1], { id: 7 })
})

test("a log does not change what is logged: without a listener a resync goes on by itself", async () => {
  const { world, server, client, emit } = await open({ debug: () => {} })
  await emit("a")
  server.recreate("orders")
  range(1, 4).forEach(() => server.emit("orders"))
  client.poll()
  await world.pass(1_000)
  assert.equal(client.cursors.orders.cursor, 4)
})

test("the fetch of the options is used", async () => {
  const urls = []
  const { world, browser } = setUp()
  const { fetch, ...adapters } = browser.open().adapters
  const client = createNoSocket({
    token: "grant",
    endpoint: "/poll.php",
    adapters,
    fetch: (url, init) => {
      urls.push(url)
      return fetch(url, init)
    }
  })
  client.subscribe("orders")
  client.start()
  await world.pass(1_000)
  assert.deepEqual([urls, client.state.status], [["/poll.php"], "live"])
})

test("announcements say many events in one sentence, and pause between", async () => {
  const { world, client, emit } = await open()
  mock.method(globalThis, "setTimeout", (callback, ms) => world.setTimeout(callback, ms))
  mock.method(globalThis, "clearTimeout", (timer) => world.clearTimeout(timer))
  mock.method(performance, "now", () => world.now)
  const region = { attributes: {}, spoken: [], setAttribute: (name, value) => (region.attributes[name] = value) }
  region.replaceChildren = (...text) => region.spoken.push(text.join(""))
  const message = (events) => (events.at(-1).payload === "boring" ? null : `${events.length} new`)
  const end = announce(client, { events: ["a", "b"], message, element: region, interval: 5_000 })
  assert.deepEqual(region.attributes, { "role": "status", "aria-live": "polite", "aria-atomic": "true" })
  await emit("a", "b", "a", "c")
  assert.deepEqual(region.spoken, ["3 new"])
  await emit("a")
  await world.pass(2_000)
  await emit("b")
  assert.deepEqual(region.spoken, ["3 new"])
  await world.pass(1_000)
  assert.deepEqual(region.spoken, ["3 new", "2 new"])
  await emit(["a", "boring"])
  await world.pass(5_000)
  assert.equal(region.spoken.length, 2)
  await emit("a")
  await emit("a")
  end()
  await emit("a")
  await world.pass(60_000)
  assert.deepEqual(region.spoken, ["3 new", "2 new", "1 new", ""])
  mock.restoreAll()
})
