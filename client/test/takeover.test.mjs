// A leader that stands still, hides or sleeps: another tab leads in time, and a lively leader keeps the lead.

import assert from "node:assert/strict"
import { test } from "node:test"
import { range, setUp } from "./support/world.mjs"

function open(browser, options = {}) {
  const tab = browser.open(options)
  tab.client.subscribe("orders")
  tab.client.start()
  return tab
}

async function two(without = [], options = [{}, {}]) {
  const set = setUp()
  set.browser.without = without
  const tabs = []
  for (const each of options) {
    tabs.push(open(set.browser, each))
    await set.world.pass(1_000)
  }
  return { ...set, tabs }
}

const roles = (tabs) => tabs.map((tab) => tab.client.state.role)

for (const without of [[], ["locks"], ["BroadcastChannel"], ["locks", "BroadcastChannel"]]) {
  const lack = without.join(" and ") || "nothing"

  test(`lacking ${lack}: a leader that stands still is replaced, and the new one polls within 10 s`, async () => {
    const { world, server, browser, tabs: [first, second] } = await two(without)
    assert.deepEqual(roles([first, second]), ["leader", "follower"])
    await world.pass(60_000)
    first.standStill()
    const since = world.now
    server.emit("orders")
    await world.pass(10_000)
    assert.ok(server.requests.some((request) => request.tab === second && request.at > since))
    assert.deepEqual([second.client.state.role, second.ids("orders")], ["leader", [1]])
    first.goOn()
    await world.pass(10_000)
    assert.deepEqual(roles([first, second]), ["follower", "leader"])
    assert.deepEqual(first.ids("orders"), [1])
    assert.equal(browser.leaders.length, 1)
  })

  test(`lacking ${lack}: a hidden leader yields to a visible tab, and two visible tabs don't quarrel`, async () => {
    const { world, server, tabs: [first, second] } = await two(without)
    first.hide()
    await world.pass(1_000)
    assert.deepEqual(roles([first, second]), ["follower", "leader"])
    first.show()
    const changes = [first, second].map((tab) => tab.local.length)
    await world.pass(120_000)
    assert.deepEqual(roles([first, second]), ["follower", "leader"])
    assert.deepEqual([first, second].map((tab) => tab.local.length), changes)
    second.hide()
    first.hide()
    await world.pass(120_000)
    server.emit("orders")
    await world.pass(60_000)
    assert.deepEqual([first.ids("orders"), second.ids("orders")], [[1], [1]])
  })

  test(`lacking ${lack}: a leader that dies is replaced, and 10 s later its work is done`, async () => {
    const { world, server, tabs: [first, second] } = await two(without)
    first.crash()
    server.emit("orders")
    await world.pass(10_000)
    assert.deepEqual(second.ids("orders"), [1])
  })

  test(`lacking ${lack}: stop leaves nothing behind`, async () => {
    const { world, browser, tabs } = await two(without)
    await world.pass(20_000)
    for (const tab of tabs) tab.client.stop()
    await world.pass(100)
    for (const tab of tabs) {
      assert.deepEqual(
        [world.timersOf(tab), tab.listeners.length, browser.locksHeldBy(tab), browser.channelsOf(tab)], [0, 0, 0, 0]
      )
    }
    assert.deepEqual([...browser.storage.keys()], ["nosocket:default:cursors"])
  })
}

test("a tab that opens visibly leads instead of a hidden one that stands still", async () => {
  const { world, server, browser } = await two([], [{ hidden: true }])
  browser.tabs[0].standStill()
  await world.pass(100_000)
  server.emit("orders")
  const second = open(browser)
  await world.pass(10_000)
  assert.equal(second.client.state.role, "leader")
})

test("a leader whose lock is stolen becomes a follower and stands again", async () => {
  const { world, browser, tabs: [first, second] } = await two()
  let release
  const foreign = { task: (work) => work() }
  browser.locks.request(foreign, "nosocket:1:default", { steal: true }, () => new Promise((resolve) => { release = resolve }))
  await world.pass(100)
  assert.deepEqual(roles([first, second]), ["follower", "follower"])
  assert.deepEqual(first.local.at(-1).role, "follower")
  release()
  await world.pass(100)
  assert.equal(browser.leaders.length, 1)
})

test("refused locks lead to a lease", async () => {
  const { world, browser } = setUp()
  browser.locks.refused = true
  const tabs = range(1, 3).map(() => open(browser))
  await world.pass(60_000)
  assert.deepEqual(roles(tabs), ["leader", "follower", "follower"])
})

test("a tab that slept asks before it takes over", async () => {
  const { world, server, tabs: [first, second] } = await two()
  for (const _ of range(1, 30)) {
    const asleep = 100 + Math.floor(_ * 317)
    await world.pass(asleep)
    // The whole computer sleeps, then the follower wakes first.
    for (const tab of [first, second]) tab.standStill()
    await world.pass(3_600_000)
    second.goOn()
    await world.pass(500)
    first.goOn()
  }
  assert.deepEqual(roles([first, second]), ["leader", "follower"])
  assert.equal(server.requests.filter((request) => request.tab === second).length, 0)
})

test("followers ask rarely, hidden ones not at all, and a lone tab tells nobody anything it wasn't asked", async () => {
  const count = async (options) => {
    const { world, browser, tabs } = await two([], options)
    let posts = 0
    for (const tab of tabs) tab.client.on("nosocket.poll", () => { posts -= 1 })
    const heard = browser.onPost
    browser.onPost = () => { posts += 1; heard?.() }
    await world.pass(600_000)
    return posts
  }
  assert.equal(await count([{}]), 0)
  const hidden = await count([{}, { hidden: true }, { hidden: true }])
  assert.ok(hidden <= 45, `${hidden} messages`)
  const visible = await count([{}, {}])
  assert.ok(visible <= 2 * 600 / 5 + 45, `${visible} messages`)
})

for (const [away, back] of [["pagehide", "pageshow"], ["freeze", "resume"]]) {
  test(`${away}: the lead is given up with all that holds a page back, ${back} joins again`, async () => {
    const { world, server, browser, tabs: [first, second] } = await two()
    first.fire(away, { persisted: true })
    await world.pass(100)
    assert.deepEqual([browser.locksHeldBy(first), browser.channelsOf(first), world.timersOf(first)], [0, 0, 0])
    assert.deepEqual(roles([first, second]), ["follower", "leader"])
    server.emit("orders")
    await world.pass(60_000)
    assert.deepEqual([first.ids("orders"), second.ids("orders")], [[], [1]])
    first.fire(back, { persisted: true })
    await world.pass(1_000)
    assert.deepEqual(first.ids("orders"), [1])
  })
}

test("a change of tabs alone makes no request before its time", async () => {
  const { world, server, tabs: [first, second] } = await two()
  await world.pass(200_000)
  const before = server.requests.length
  for (const _ of range(1, 10)) {
    first.hide()
    second.show()
    await world.pass(200)
    second.hide()
    first.show()
    await world.pass(200)
  }
  assert.ok(server.requests.length - before <= 2, `${server.requests.length - before} requests`)
})
