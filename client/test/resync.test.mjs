// History that is gone: the application refreshes, and goes on from the head that came with the resync.

import assert from "node:assert/strict"
import { test } from "node:test"
import { range, setUp } from "./support/world.mjs"

function reader(browser, cursor, epoch, options = {}) {
  const tab = browser.open(options)
  tab.required = []
  tab.client.on("nosocket.resync_required", ({ channel }) => tab.required.push(channel))
  tab.client.subscribe("orders", { cursor, epoch })
  tab.client.start()
  return tab
}

for (const [cause, prepare] of [
  ["behind the floor", (server) => server.expire("orders", 5)],
  [
    "a new epoch",
    (server) => {
      server.recreate("orders")
      range(1, 9).forEach(() => server.emit("orders"))
    }
  ],
  [
    "a head behind the cursor",
    (server) => {
      server.rewind("orders", 1)
    }
  ]
]) {
  test(`${cause}: onResync, then on from the head`, async () => {
    const { world, server, browser } = setUp()
    range(1, 8).forEach(() => server.emit("orders"))
    const { epoch } = server.position("orders")
    prepare(server)
    let settle
    const tab = reader(browser, 3, epoch, {
      onResync: () =>
        new Promise((resolve) => {
          settle = resolve
        })
    })
    await world.pass(1_000)
    assert.deepEqual(tab.required, ["orders"])
    const { cursor: head } = server.position("orders")
    // Between the refresh and the next poll:
    const { id } = server.emit("orders")
    await world.pass(60_000)
    assert.deepEqual(tab.ids("orders"), [])
    settle()
    tab.client.poll()
    await world.pass(1_000)
    assert.equal(id, head + 1)
    assert.deepEqual(tab.ids("orders"), [head + 1])
    assert.deepEqual(tab.required, ["orders"])
  })
}

test("only the tab that lost its history is told", async () => {
  const { world, server, browser } = setUp()
  range(1, 8).forEach(() => server.emit("orders"))
  const { epoch } = server.position("orders")
  server.expire("orders", 5)
  const resynced = []
  const fresh = reader(browser, 6, epoch, {
    onResync: () => {
      resynced.push("fresh")
    }
  })
  const stale = reader(browser, 2, epoch, {
    onResync: () => {
      resynced.push("stale")
    }
  })
  await world.pass(2_000)
  assert.deepEqual(resynced, ["stale"])
  assert.deepEqual([fresh.ids("orders"), stale.ids("orders")], [[7, 8], []])
  assert.equal(stale.client.cursors.orders.cursor, 8)
})

test("after a new epoch every tab is told once, without a loop", async () => {
  const { world, server, browser } = setUp()
  range(1, 8).forEach(() => server.emit("orders"))
  const { epoch } = server.position("orders")
  server.recreate("orders")
  server.emit("orders")
  const tabs = [3, 8, 5].map((cursor) => reader(browser, cursor, epoch, { onResync: () => {} }))
  await world.pass(5_000)
  for (const tab of tabs) assert.deepEqual([tab.required, tab.client.cursors.orders.cursor], [["orders"], 1])
  assert.ok(server.requests.length <= 4, `${server.requests.length} requests`)
})

test("a cursor that stayed behind does not hide one that lies beyond a restored log", async () => {
  const { world, server, browser } = setUp()
  range(1, 8).forEach(() => server.emit("orders"))
  const { epoch } = server.position("orders")
  const low = reader(browser, 2, epoch, { onResync: () => {} })
  const high = reader(browser, 8, epoch, { onResync: () => {} })
  server.rewind("orders", 4)
  await world.pass(5_000)
  assert.deepEqual([low.ids("orders"), low.required], [[3, 4], []])
  assert.deepEqual([high.required, high.client.cursors.orders.cursor], [["orders"], 4])
})

test("an onResync that fails is tried again", async () => {
  const { world, server, browser } = setUp()
  range(1, 8).forEach(() => server.emit("orders"))
  server.expire("orders", 5)
  let calls = 0
  const tab = reader(browser, 2, server.position("orders").epoch, {
    onResync: async () => {
      if (++calls < 3) throw new Error("offline")
    }
  })
  await world.pass(1_000)
  assert.equal(calls, 1)
  await world.pass(10_000)
  assert.equal(calls, 3)
  assert.equal(tab.client.cursors.orders.cursor, 8)
})

test("without onResync the channel waits for resync(), which goes on from the head", async () => {
  const { world, server, browser } = setUp()
  range(1, 8).forEach(() => server.emit("orders"))
  server.expire("orders", 5)
  const tab = reader(browser, 2, server.position("orders").epoch)
  await world.pass(1_000)
  server.emit("orders")
  await world.pass(60_000)
  assert.deepEqual([tab.required, tab.ids("orders")], [["orders"], []])
  tab.client.resync("orders")
  tab.client.poll()
  await world.pass(1_000)
  assert.deepEqual(tab.ids("orders"), [9])
})

test("resync() by hand moves to the head and refreshes", async () => {
  const { world, server, browser } = setUp()
  server.emit("orders")
  const refreshed = []
  const tab = reader(browser, 1, server.position("orders").epoch, {
    onResync: ({ channel }) => {
      refreshed.push(channel)
    }
  })
  await world.pass(1_000)
  server.emit("orders")
  tab.client.resync()
  await world.pass(1_000)
  assert.deepEqual([refreshed, tab.client.cursors.orders.cursor], [["orders"], 2])
  server.emit("orders")
  tab.client.poll()
  await world.pass(1_000)
  assert.equal(tab.ids("orders").at(-1), 3)
})
