// The grant that polls show: renewed before it ends, when it covers too little, and once when it is refused.

import assert from "node:assert/strict"
import { test } from "node:test"
import { setUp } from "./support/world.mjs"

function jwt(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url")
  return `${part({ alg: "HS256" })}.${part(claims)}.signature`
}

function start(options) {
  const set = setUp()
  const asked = []
  const tab = set.browser.open({
    token: undefined,
    tokenProvider: (request) => { asked.push(request); return options.provide?.(request, set.world) ?? "new" },
    ...options
  })
  tab.client.subscribe("orders")
  tab.client.start()
  return { ...set, tab, asked }
}

test("a grant in the page is used, in both headers", async () => {
  const { world, server, asked } = start({ token: "page", csrfToken: "csrf" })
  await world.pass(60_000)
  const { headers } = server.requests[0]
  assert.deepEqual(
    [headers["Authorization"], headers["X-NoSocket-Grant"], headers["X-CSRF-Token"]], ["Bearer page", "page", "csrf"]
  )
  assert.equal(asked.length, 0)
})

test("without one the provider is asked, for the channels of all tabs", async () => {
  const { world, browser, asked } = start({})
  const other = browser.open({ token: undefined, tokenProvider: () => "other" })
  other.client.subscribe("alerts")
  other.client.start()
  await world.pass(60_000)
  assert.deepEqual(asked, [{ channels: ["alerts", "orders"], reason: "poll" }])
})

test("one that covers a channel by prefix is not renewed, one that doesn't is", async () => {
  const token = jwt({ channels: ["ord*"] })
  const { world, tab, asked } = start({ token })
  await world.pass(1_000)
  assert.equal(asked.length, 0)
  tab.client.subscribe("alerts")
  await world.pass(60_000)
  assert.deepEqual(asked, [{ channels: ["alerts", "orders"], reason: "poll" }])
})

test("it is renewed before its end, whatever the visitor's clock says", async () => {
  const lives = (seconds) => jwt({ iat: 1_000, exp: 1_000 + seconds, channels: ["orders"] })
  const { world, asked } = start({ token: lives(600), provide: () => lives(600) })
  await world.pass(560_000)
  assert.equal(asked.length, 0)
  await world.pass(40_000)
  assert.equal(asked.length, 1)
  await world.pass(1_140_000)
  assert.equal(asked.length, 3)
})

test("a provider may tell the end itself", async () => {
  const provide = (_, world) => ({ token: "t", expiresAt: new Date(world.now + 300_000).toISOString() })
  const { world, asked } = start({ provide })
  await world.pass(260_000)
  assert.equal(asked.length, 1)
  await world.pass(60_000)
  assert.equal(asked.length, 2)
})

test("refused, it is renewed once and the poll repeated; refused again, a minute passes", async () => {
  const { world, server, tab, asked } = start({ token: "old" })
  server.failures.push({ status: 403 })
  await world.pass(1_000)
  assert.deepEqual(asked, [{ channels: ["orders"], reason: "forbidden" }])
  assert.equal(server.requests.at(-1).headers["Authorization"], "Bearer new")
  assert.equal(tab.client.state.status, "live")
  server.failures.push({ status: 403 }, { status: 403 })
  tab.client.poll()
  await world.pass(55_000)
  assert.deepEqual([server.requests.length, asked.length, tab.client.state.status], [4, 2, "cooldown"])
  await world.pass(10_000)
  assert.equal(tab.client.state.status, "live")
})

for (const [fault, provide] of [
  ["throws", () => { throw new Error("signed out") }],
  ["gives nothing", () => ({})],
  ["never answers", () => new Promise(() => {})]
]) {
  test(`a provider that ${fault} leads to backoff and is reported`, async () => {
    const { world, server, tab, asked } = start({ provide })
    await world.pass(15_000)
    assert.equal(server.requests.length, 0)
    assert.ok(asked.length >= 1 && tab.errors.length >= 1)
    assert.equal(tab.client.state.status, "cooldown")
  })
}
