// With resyncOnce one tab refreshes for all of the browser's tabs.

import assert from "node:assert/strict"
import { test } from "node:test"
import { range, setUp } from "./support/world.mjs"

function gone(set, options, cursors = [1, 1, 1]) {
  const { server, browser } = set
  range(1, 8).forEach(() => server.emit("orders"))
  const { epoch } = server.position("orders")
  server.expire("orders", 5)
  return cursors.map((cursor) => {
    const tab = browser.open({ ...options, onResync: () => options.refresh(tab) })
    Object.assign(tab, { required: [], resynced: [] })
    tab.client.on("nosocket.resync_required", ({ channel }) => tab.required.push(channel))
    tab.client.on("nosocket.resynced", ({ channel }) => tab.resynced.push(channel))
    tab.client.subscribe("orders", { cursor, epoch })
    tab.client.start()
    return tab
  })
}

test("the leader refreshes, the others go on from the head when it is done", async () => {
  const set = setUp()
  const refreshing = []
  let settle
  const tabs = gone(set, {
    resyncOnce: true,
    refresh: (tab) => { refreshing.push(tab); return new Promise((resolve) => { settle = resolve }) }
  })
  await set.world.pass(5_000)
  assert.deepEqual(refreshing, [tabs[0]])
  set.server.emit("orders")
  await set.world.pass(5_000)
  for (const tab of tabs) assert.deepEqual([tab.ids("orders"), tab.resynced], [[], []])
  settle()
  tabs[0].client.poll()
  await set.world.pass(5_000)
  for (const tab of tabs) assert.deepEqual([tab.ids("orders"), tab.resynced], [[9], ["orders"]])
  assert.deepEqual(tabs.map((tab) => tab.required.length), [1, 0, 0])
})

test("by default each tab refreshes", async () => {
  const set = setUp()
  const refreshing = []
  const tabs = gone(set, { refresh: (tab) => { refreshing.push(tab) } })
  await set.world.pass(5_000)
  assert.deepEqual(refreshing, tabs)
  for (const tab of tabs) assert.deepEqual([tab.required, tab.resynced], [["orders"], ["orders"]])
})

test("a leader that lost nothing refreshes for a follower that did", async () => {
  const set = setUp()
  const refreshing = []
  const tabs = gone(set, { resyncOnce: true, refresh: (tab) => { refreshing.push(tab) } }, [8, 1, 1])
  await set.world.pass(5_000)
  assert.deepEqual([...new Set(refreshing)], [tabs[0]])
  assert.ok(refreshing.length <= 2)
  set.server.emit("orders")
  await set.world.pass(15_000)
  for (const tab of tabs) assert.deepEqual(tab.ids("orders"), [9])
})

test("a leader that dies while it refreshes is not waited for", async () => {
  const set = setUp()
  const tabs = gone(set, {
    resyncOnce: true,
    refresh: (tab) => tab === tabs[0] ? new Promise(() => {}) : undefined
  })
  await set.world.pass(2_000)
  tabs[0].crash()
  await set.world.pass(60_000)
  set.server.emit("orders")
  await set.world.pass(60_000)
  for (const tab of tabs.slice(1)) assert.deepEqual([tab.ids("orders"), tab.resynced], [[9], ["orders"]])
})

test("a refresh that fails is tried again before anybody goes on", async () => {
  const set = setUp()
  let calls = 0
  const tabs = gone(set, { resyncOnce: true, refresh: () => { if (++calls < 3) throw new Error("offline") } })
  await set.world.pass(1_000)
  for (const tab of tabs) assert.deepEqual(tab.resynced, [])
  await set.world.pass(20_000)
  assert.equal(calls, 3)
  for (const tab of tabs) assert.deepEqual(tab.resynced, ["orders"])
})

test("a refresh for another tab that is older than this tab's loss is not enough for it", async () => {
  const set = setUp()
  const refreshing = []
  const tabs = gone(set, {
    resyncOnce: true,
    refresh: (tab) => { refreshing.push(tab); return new Promise((resolve) => set.world.setTimeout(resolve, 5_000)) }
  }, [8, 1])
  await set.world.pass(2_000)
  assert.deepEqual(refreshing, [tabs[0]])
  // The leader loses the channel as well, in a newer life.
  set.server.recreate("orders")
  range(1, 3).forEach(() => set.server.emit("orders"))
  tabs[0].client.poll()
  await set.world.pass(120_000)
  for (const tab of tabs) assert.deepEqual(tab.client.cursors.orders, set.server.position("orders"))
})
