// examples/symfony behind nginx and PHP-FPM, over MariaDB, in Chromium: grants by voters, events from controllers,
// Messenger and Mercure's hub, Turbo streams, and the profiler.

import assert from "node:assert/strict"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import test, { afterEach } from "node:test"

import { openTab, screenshot, startBrowser } from "./support/browser.mjs"
import { ownFolder } from "./support/folder.mjs"
import { poll, request } from "./support/http.mjs"
import { asIni, call, newLog } from "./support/log.mjs"
import { phpLocation } from "./support/nginx.mjs"
import { root } from "./support/paths.mjs"
import { comparePollTimes } from "./support/poll_times.mjs"
import { startMariadb } from "./support/servers.mjs"
import { startStack } from "./support/stack.mjs"
import { waitFor } from "./support/wait.mjs"

// What Symfony asks of PHP, beside what is built in.
const MODULES = "mysqlnd pdo_mysql ctype iconv intl mbstring tokenizer xml dom simplexml".split(" ")
const APPLICATION = join(root, "examples/symfony")
const SHORT_TTL = 4

const folder = ownFolder("symfony")
const log = newLog(folder, await startMariadb())
await call(log, "install")
const [stack, shortLived, debug] = await Promise.all([start("prod", 600), start("prod", SHORT_TTL), start("dev", 600)])
const browser = await startBrowser()
const contexts = []

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()))
  assert.equal([stack, shortLived, debug].map(({ phpErrors }) => phpErrors()).join(""), "")
})

test("an order that one tab places is on the list of another tab and of another user", async () => {
  const alice = await logIn("alice")
  const second = await open(alice.context)
  const bob = await logIn("bob")
  const tabs = [alice, second, bob]
  await Promise.all(tabs.map(follows))
  await place(alice, "Kettle")
  for (const tab of tabs) {
    await waitFor("the order", async () => /^Kettle for alice/.test((await orders(tab))[0] ?? ""))
  }
  await place(bob, "Saucer")
  for (const tab of tabs) {
    await waitFor("the order", async () => /^Saucer for bob/.test((await orders(tab))[0] ?? ""))
    assert.deepEqual(await orders(tab), await orders(alice))
  }
  await screenshot(alice, "symfony-orders")
  assertSound(...tabs)
})

test("the tab that sent the form is left out of its event, and only that tab", async () => {
  const first = await logIn("alice")
  const second = await open(first.context)
  await Promise.all([follows(first), follows(second)])
  await place(first, "Sugar bowl")
  await hears(first, "user:alice", "order.placed")
  await hears(second, "orders", "turbo-stream")
  // The marker comes after the event that the first tab must not see.
  await call(log, "emit", "orders", "marker")
  await hears(first, "orders", "marker")
  assert.deepEqual(await heard(first, "orders"), ["marker"])
  assert.deepEqual(await heard(second, "orders"), ["turbo-stream", "marker"])
  assert.equal((await orders(first)).filter((order) => order.startsWith("Sugar bowl")).length, 1)
  assertSound(first, second)
})

test("a forbidden channel is refused and never delivers, and the others go on", async () => {
  const alice = await logIn("alice")
  const bob = await logIn("bob")
  await Promise.all([follows(alice), follows(bob)])
  assert.deepEqual(await denied(alice), ["admin"])
  assert.deepEqual(await denied(bob), [])
  await alice.page.evaluate(() => {
    client.on("nosocket.forbidden", ({ channel }) => heard.push(["forbidden", channel]))
    client.subscribe("admin", { replay: "retained" })
    client.subscribe("user:bob")
  })
  await hears(alice, "forbidden", "admin")
  await hears(alice, "forbidden", "user:bob")
  await place(bob, "Secret teapot")
  await hears(bob, "admin", "order.placed")
  await hears(bob, "user:bob", "order.placed")
  await waitFor("the order", async () => (await orders(alice))[0]?.startsWith("Secret teapot"))
  await call(log, "emit", "orders", "marker")
  await hears(alice, "orders", "marker")
  assert.deepEqual([await heard(alice, "admin"), await heard(alice, "user:bob")], [[], []])
  // Not by a request of one's own either.
  const { token } = await alice.page.evaluate(async () => {
    const channels = ["orders", "admin", "user:bob"]
    const body = JSON.stringify({ channels })
    return (
      await fetch("/nosocket/grant", { method: "POST", body, headers: { "Content-Type": "application/json" } })
    ).json()
  })
  assert.equal((await poll(`${stack.url}/poll.php`, { orders: {} }, { grant: token })).status, 200)
  for (const address of ["poll.php", "nosocket/poll"]) {
    const answer = await poll(`${stack.url}/${address}`, { admin: { cursor: 0 } }, { grant: token })
    assert.deepEqual([answer.status, answer.json.code], [403, "forbidden"])
  }
})

test("what was written for Mercure reaches the page", async () => {
  const alice = await logIn("alice")
  await follows(alice)
  const left = Math.floor(Math.random() * 1e9)
  await alice.page.evaluate((left) => fetch("/stock", { method: "POST", body: new URLSearchParams({ left }) }), left)
  await waitFor("the number", async () => (await alice.page.locator("#stock").textContent()) === String(left))
  assertSound(alice)
})

test("after logging out nothing comes any more once the grant is over", async () => {
  const alice = await logIn("alice", shortLived)
  const bob = await logIn("bob", shortLived)
  await Promise.all([follows(alice), follows(bob)])
  // Grants are renewed as long as the user is there.
  const first = await grantOf(alice)
  await waitFor("the first grant's end", async () => (await ask(first)).json.code === "grant_expired")
  await call(log, "emit", "orders", "still.here")
  await hears(alice, "orders", "still.here")

  const last = (await pollsOf(alice)).at(-1)
  assert.equal((await ask(last)).status, 200)
  const other = await alice.context.newPage()
  await other.goto(`${shortLived.url}/logout`)
  assert.match(other.url(), /login$/)
  await waitFor("the last grant's end", async () => {
    const grants = new Set([last, ...(await pollsOf(alice))])
    const answers = await Promise.all([...grants].map(ask))
    return answers.every(({ status, json }) => status === 403 && json.code === "grant_expired")
  })
  await call(log, "emit", "orders", "too.late")
  await call(log, "emit", "user:alice", "too.late")
  await hears(bob, "orders", "too.late")
  const refusals = () => alice.faults.filter((fault) => /403 .*nosocket\/grant/.test(fault)).length
  const before = refusals()
  await waitFor("another grant to be refused", () => refusals() > before)
  assert.deepEqual([...(await heard(alice, "orders")), ...(await heard(alice, "user:alice"))], ["still.here"])
  assert.equal(await statusOf(alice), "cooldown")
})

test("the route answers polls as poll.php does", async () => {
  await call(log, "emit", "parity", "made", { deep: { list: [1, 2.5, "ü"] } })
  const grant = await call(log, "grant", ["parity"], "user:1")
  const bodies = {
    "a poll": { subscriptions: { parity: { cursor: 0 } } },
    "no cursor": { subscriptions: { parity: {} } },
    "a cursor beyond the head": { subscriptions: { parity: { cursor: 99 } } },
    "another epoch": { subscriptions: { parity: { cursor: 1, epoch: "x" } } },
    "nothing": { subscriptions: {} },
    "a forbidden channel": { subscriptions: { orders: {} } },
    "a bad cursor": { subscriptions: { parity: { cursor: -1 } } },
    "a bad channel": { subscriptions: { "a b": {} } },
    "no subscriptions": {}
  }
  const kept = ["content-type", "cache-control", "x-content-type-options", "allow", "retry-after"]
  const both = async (options) => {
    const answers = await Promise.all(
      ["poll.php", "nosocket/poll"].map((address) => request(`${shortLived.url}/${address}`, options))
    )
    return answers.map(({ status, headers, json }) => {
      const seen = Object.fromEntries(kept.map((name) => [name, headers.get(name)?.replace(", private", "")]))
      return { status, seen, json: status === 200 ? json : json?.code }
    })
  }
  for (const [name, body] of Object.entries(bodies)) {
    const headers = { "Content-Type": "application/json", "X-NoSocket-Grant": grant }
    const [file, route] = await both({ method: "POST", body: JSON.stringify(body), headers })
    assert.deepEqual(route, file, name)
  }
  for (const options of [
    {},
    { method: "POST" },
    { method: "POST", body: "{" },
    { method: "POST", body: " ".repeat(65537) }
  ]) {
    const [file, route] = await both(options)
    assert.deepEqual(route, file)
  }
  const [missing, alsoMissing] = await both({ method: "POST", body: '{"subscriptions": {}}' })
  assert.equal(missing.json, "grant_missing")
  assert.deepEqual(alsoMissing, missing)
})

test("the profiler shows what a request did", async () => {
  const bob = await logIn("bob", debug)
  const { page } = bob
  await follows(bob)
  await place(bob, "Milk jug")
  await waitFor("the order", async () => (await orders(bob))[0]?.startsWith("Milk jug"))
  // A request's profile is written after its answer.
  const link = await waitFor("the profile of the request", async () => {
    await page.goto(`${debug.url}/_profiler/search?limit=1&method=POST&url=%2Forders`)
    const found = page.locator("#search-results a[href*='/_profiler/']").last()
    return (await found.count()) > 0 && found.getAttribute("href")
  })
  await page.goto(new URL(`${link.split("?")[0]}?panel=nosocket`, debug.url).href)
  const rows = await page.locator("table tbody tr").allTextContents()
  for (const part of ["turbo-stream", "order.placed", "admin", "except"]) {
    assert.ok(
      rows.some((row) => row.includes(part)),
      `${part} in the panel`
    )
  }
  assert.match(await page.locator("#menu-profiler").textContent(), /NoSocket\s*3/)
  await screenshot(bob, "symfony-profiler")
  await page.goto(debug.url)
  const icon = page.locator(".sf-toolbar-block-nosocket")
  await icon.waitFor()
  assert.match(await icon.textContent(), /Other calls\s*2/)
})

test("an idle poll through poll.php and through the route", async (t) => {
  await comparePollTimes(t, {
    framework: "Symfony",
    thin: `${stack.url}/poll.php`,
    route: `${stack.url}/nosocket/poll`,
    subscriptions: { orders: { cursor: null } },
    grant: await call(log, "grant", ["orders"], "user:1")
  })
})

/** Starts the application on servers of its own. */
function start(environment, ttl) {
  const own = join(folder, `${environment}-${ttl}`)
  const variables = { APP_ENV: environment, APP_VAR: join(own, "var"), GRANT_TTL: ttl }
  const sessions = join(own, "sessions")
  mkdirSync(sessions, { recursive: true })
  const environmentOf = Object.entries(variables).map(([name, value]) => `fastcgi_param ${name} "${value}";`)
  return startStack(folder, {
    documentRoot: join(APPLICATION, "public"),
    locations: `
      location /client/ { alias ${join(root, "client")}/; }
      location /bundles/nosocket/ { alias ${join(root, "packages/symfony/public")}/; }
      location /turbo/ { alias ${join(root, "node_modules/@hotwired/turbo/dist")}/; }
      location / { try_files $uri /index.php$is_args$args; }
      ${phpLocation("/index.php", join(APPLICATION, "public/index.php"), environmentOf.join(" "))}`,
    ini: { ...asIni(log), "session.save_path": sessions },
    modules: MODULES
  })
}

/** A browser of its own with a tab in which this user is logged in. */
async function logIn(name, { url } = stack) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } })
  contexts.push(context)
  const tab = await openTab(context, url)
  await tab.page.getByLabel("Name").fill(name)
  await tab.page.getByLabel("Password").fill("secret")
  await tab.page.getByRole("button", { name: "Log in" }).click()
  await tab.page.waitForURL(`${url}/`)
  return watched({ ...tab, context, url })
}

async function open(context, { url } = stack) {
  return watched({ ...(await openTab(context, url)), context, url })
}

/** `heard` in the page has the channel and name of what its client dispatched. */
async function watched(tab) {
  await tab.page.waitForFunction(() => window.client !== undefined)
  await tab.page.evaluate(() => {
    window.heard = []
    client.on("*", (payload, { channel, event }) => heard.push([channel, event]))
  })
  return tab
}

const statusOf = (tab) => tab.page.locator("#status").textContent()
const follows = (tab) => waitFor("the client to follow", async () => (await statusOf(tab)) === "live")
const orders = (tab) => tab.page.locator("#orders li").allTextContents()
const readPage = (tab) => tab.page.locator("#nosocket").textContent().then(JSON.parse)
const denied = async (tab) => (await readPage(tab)).denied
const grantOf = async (tab) => (await readPage(tab)).token
const pollsOf = async ({ polls }) => polls.map((sent) => sent.headers()["x-nosocket-grant"])
const ask = (grant) => poll(`${shortLived.url}/poll.php`, { orders: {} }, { grant })

async function heard({ page }, wanted) {
  const all = await page.evaluate(() => heard)
  return all.filter(([channel]) => channel === wanted).map(([, event]) => event)
}

function hears(tab, channel, event) {
  return waitFor(`${event} on ${channel}`, async () => (await heard(tab, channel)).includes(event))
}

async function place({ page }, article) {
  await page.getByLabel("Article").fill(article)
  await page.getByRole("button", { name: "Place" }).click()
}

function assertSound(...tabs) {
  tabs.forEach(({ faults }) => assert.deepEqual(faults, []))
}
