// What tabs share and by which way: messages by storage events, storages that fail, and grants.

import assert from "node:assert/strict"
import { test } from "node:test"
import { range, setUp } from "./support/world.mjs"

function open(browser, channels = ["orders"], options = {}) {
  const tab = browser.open(options)
  tab.forbidden = []
  tab.client.on("nosocket.forbidden", ({ channel }) => tab.forbidden.push(channel))
  for (const channel of channels) tab.client.subscribe(channel)
  tab.client.start()
  return tab
}

const jwt = (channels) => `h.${Buffer.from(JSON.stringify({ channels })).toString("base64url")}.s`
const pollers = (server) => new Set(server.requests.map((request) => request.tab)).size

test("without BroadcastChannel one tab polls and tells the others through the storage, which keeps nothing", async () => {
  const { world, server, browser } = setUp()
  browser.without = ["BroadcastChannel"]
  const tabs = range(1, 3).map(() => open(browser))
  await world.pass(1_000)
  range(1, 5).forEach(() => server.emit("orders"))
  await world.pass(60_000)
  for (const tab of tabs) assert.deepEqual(tab.ids("orders"), range(1, 5))
  assert.equal(pollers(server), 1)
  assert.deepEqual([...browser.storage.keys()], ["nosocket:default:cursors"])
})

test("an answer too large for the storage makes the tabs ask for themselves", async () => {
  const { world, server, browser } = setUp()
  browser.without = ["BroadcastChannel"]
  const tabs = range(1, 3).map(() => open(browser))
  await world.pass(1_000)
  server.emit("orders", "changed", "x".repeat(1_000_000))
  await world.pass(120_000)
  for (const tab of tabs) assert.deepEqual(tab.ids("orders"), [1])
})

for (const fault of ["full", "blocked"]) {
  for (const without of [[], ["locks"], ["BroadcastChannel"], ["locks", "BroadcastChannel"]]) {
    test(`a storage that is ${fault}, without ${without.join(" and ") || "nothing else"}: every event arrives`, async () => {
      const { world, server, browser } = setUp()
      browser.without = without
      const early = open(browser)
      await world.pass(1_000)
      browser.storageFault = fault
      const late = open(browser)
      await world.pass(15_000)
      server.emit("orders")
      await world.pass(60_000)
      assert.deepEqual([early.ids("orders"), late.ids("orders")], [[1], [1]])
    })
  }
}

test("a storage whose getter throws counts as none", async () => {
  const { adapters } = await import("../adapters.js")
  const before = Object.getOwnPropertyDescriptor(globalThis, "localStorage")
  Object.defineProperty(globalThis, "localStorage", { configurable: true, get() { throw new Error("SecurityError") } })
  assert.equal(adapters().storage, null)
  if (before) Object.defineProperty(globalThis, "localStorage", before)
  else delete globalThis.localStorage
})

test("a grant is fetched once for the browser, also after a change of leader, and never stored", async () => {
  const { world, server, browser } = setUp()
  let asked = 0
  const options = { token: undefined, tokenProvider: () => { asked += 1; return "provided" } }
  const tabs = range(1, 5).map(() => open(browser, ["orders"], options))
  await world.pass(30_000)
  for (const tab of tabs.slice(0, 4)) {
    tab.crash()
    await world.pass(30_000)
  }
  open(browser, ["orders"], options)
  await world.pass(30_000)
  assert.equal(asked, 1)
  assert.equal(server.requests.at(-1).headers["X-NoSocket-Grant"], "provided")
  assert.ok(![...browser.storage.values()].join().includes("provided"))
})

test("over storage events grants are not shared", async () => {
  const { world, browser } = setUp()
  browser.without = ["BroadcastChannel"]
  const stored = []
  const { storage } = browser
  const set = storage.set.bind(storage)
  storage.set = (key, value) => { stored.push(value); return set(key, value) }
  open(browser, ["orders"], { token: "secret" })
  open(browser, ["orders"], { token: undefined, tokenProvider: () => "provided" })
  await world.pass(60_000)
  assert.ok(stored.length > 0 && !stored.join().match(/secret|provided/))
})

for (const opaque of [false, true]) {
  test(`pages with grants for different channels${opaque ? ", which say nothing of them" : ""} starve nobody`, async () => {
    const { world, server, browser } = setUp()
    const [one, two] = opaque ? ["one", "two"] : [jwt(["orders"]), jwt(["alerts"])]
    server.grants = { [one]: ["orders"], [two]: ["alerts"] }
    const first = open(browser, ["orders"], { token: one })
    const second = open(browser, ["alerts"], { token: two })
    await world.pass(5_000)
    server.emit("orders")
    server.emit("alerts")
    await world.pass(60_000)
    assert.deepEqual([first.ids("orders"), second.ids("alerts")], [[1], [1]])
    assert.deepEqual([first.forbidden, second.forbidden], [[], []])
    assert.equal(pollers(server), 1)
  })
}

for (const [how, name, token] of [
  ["the server names it", true, "t"], ["the grant's claims tell", false, jwt(["a", "b", "c"])], ["it must be searched", false, "t"]
]) {
  test(`a forbidden channel is reported and put aside, the others go on: ${how}`, async () => {
    const { world, server, browser } = setUp()
    server.grants = { [token]: ["a", "b", "c"] }
    server.namesForbidden = name
    const tab = open(browser, ["a", "b", "secret", "c"], { token })
    const other = open(browser, ["a"], { token })
    await world.pass(2_000)
    for (const channel of ["a", "b", "secret", "c"]) server.emit(channel)
    await world.pass(60_000)
    assert.deepEqual([tab.forbidden, other.forbidden], [["secret"], []])
    assert.deepEqual(tab.events.map((event) => event.channel).sort(), ["a", "b", "c"])
    assert.equal(tab.client.state.status, "live")
    const refused = server.requests.filter((request) => "secret" in request.subscriptions).length
    assert.ok(refused <= 3, `${refused} times asked for`)
    // A later subscription asks again.
    server.grants[token] = ["a", "b", "c", "secret"]
    tab.client.subscribe("secret")
    await world.pass(1_000)
    server.emit("secret")
    tab.client.poll()
    await world.pass(1_000)
    assert.equal(tab.ids("secret").length, 1)
  })
}

test("a page with nothing but a forbidden channel hears of it and asks no more", async () => {
  const { world, server, browser } = setUp()
  server.grants = { t: ["a"] }
  const tab = open(browser, ["secret"], { token: "t" })
  await world.pass(600_000)
  assert.deepEqual([tab.forbidden, server.requests.length], [["secret"], 1])
})

test("a forbidden channel comes back with a grant that covers it", async () => {
  const { world, server, browser } = setUp()
  const [little, much] = [jwt(["a"]), jwt(["a", "secret"])]
  server.grants = { [little]: ["a"], [much]: ["a", "secret"] }
  let token = little
  const options = { token: undefined, tokenProvider: () => token }
  const tab = open(browser, ["a", "secret"], options)
  await world.pass(5_000)
  assert.deepEqual(tab.forbidden, ["secret"])
  token = much
  open(browser, ["a", "b"], options)
  server.grants[much].push("b")
  await world.pass(60_000)
  server.emit("secret")
  await world.pass(60_000)
  assert.equal(tab.ids("secret").length, 1)
})

test("a newer page's grant ends the wait of an older page whose grant is over", async () => {
  const { world, server, browser } = setUp()
  server.grants = { fresh: ["orders"] }
  const old = open(browser, ["orders"], { token: "over" })
  await world.pass(5_000)
  assert.equal(old.client.state.status, "cooldown")
  open(browser, ["orders"], { token: "fresh" })
  await world.pass(2_000)
  server.emit("orders")
  await world.pass(15_000)
  assert.deepEqual([old.client.state.status, old.ids("orders")], ["live", [1]])
})

test("a provider that fails doesn't stop what a page's grant covers", async () => {
  const { world, server, browser } = setUp()
  const token = jwt(["orders"])
  server.grants = { [token]: ["orders"] }
  const tab = open(browser, ["orders", "alerts"], { token, tokenProvider: () => { throw new Error("signed out") } })
  await world.pass(5_000)
  server.emit("orders")
  await world.pass(60_000)
  assert.deepEqual(tab.ids("orders"), [1])
  assert.ok(tab.errors.length > 0)
})

test("tabs that together have more channels than a request may ask for are all served", async () => {
  const { world, server, browser } = setUp()
  const tabs = range(1, 3).map((tab) => open(browser, range(1, 60).map((n) => `page:${tab}:${n}`)))
  await world.pass(5_000)
  for (const tab of range(1, 3)) for (const n of range(1, 60)) server.emit(`page:${tab}:${n}`)
  await world.pass(60_000)
  for (const tab of tabs) assert.equal(tab.events.length, 60)
  for (const { subscriptions } of server.requests) assert.ok(Object.keys(subscriptions).length <= 100)
})

test("a grant for other channels outlasts any number of pages that were opened since", async () => {
  const { world, server, browser } = setUp()
  server.grants = { [jwt(["orders"])]: ["orders"] }
  const first = open(browser, ["orders"], { token: jwt(["orders"]) })
  await world.pass(1_000)
  for (const n of range(1, 50)) {
    const token = `${jwt(["alerts"])}${n}`
    server.grants[token] = ["alerts"]
    const page = open(browser, ["alerts"], { token })
    await world.pass(1_000)
    page.client.stop()
  }
  server.emit("orders")
  await world.pass(60_000)
  assert.deepEqual([first.ids("orders"), first.forbidden], [[1], []])
})
