// A small Laravel application behind nginx and PHP-FPM, in Chromium: logged in, through laravel-echo and without it.

import assert from "node:assert/strict"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import test, { afterEach } from "node:test"

import { openTab, screenshot, startBrowser } from "./support/browser.mjs"
import { ownFolder } from "./support/folder.mjs"
import { poll, request } from "./support/http.mjs"
import { asIni, SECRET } from "./support/log.mjs"
import { phpLocation } from "./support/nginx.mjs"
import { root } from "./support/paths.mjs"
import { PHP, runPhp } from "./support/php.mjs"
import { comparePollTimes } from "./support/poll_times.mjs"
import { run } from "./support/process.mjs"
import { startMariadb, startPostgresql } from "./support/servers.mjs"
import { startStack } from "./support/stack.mjs"
import { claims, signToken } from "./support/token.mjs"
import { waitFor } from "./support/wait.mjs"

// What Laravel and its databases need of PHP.
const MODULES = "ctype dom fileinfo iconv intl mbstring mysqlnd pdo_mysql pdo_pgsql tokenizer".split(" ")

const JSON_BODY = { "Content-Type": "application/json" }
const HEADERS = [
  "content-type",
  "cache-control",
  "x-content-type-options",
  "allow",
  "retry-after",
  "set-cookie",
  "location"
]

const folder = ownFolder("laravel")
const browser = await startBrowser()
const contexts = []

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close()
})

const sqlite = await startApp("sqlite", { DB_CONNECTION: "sqlite" })

for (const client of ["laravel-echo-1.15", "laravel-echo-2.0", "laravel-echo-2.5"]) {
  test(`${client}: toOthers, notifications, a forbidden channel, presence data, in two tabs`, async () => {
    const { first, second } = await twoTabs(sqlite, `client=${client}`)
    await logs(first, "order 1: granted", "order 2: refused (403)", "team: Ada")
    await logs(second, "order 1: granted", "order 2: refused (403)", "team: Ada")
    await first.find("ship-1").click()
    await logs(second, "order 1 shipped by post")
    assert.equal(await second.find("order-1").textContent(), "shipped")
    // Bob's order: Ada's click ships it, and nobody tells her.
    await second.find("ship-2").click()
    await first.find("notify").click()
    await logs(first, "invoice 2026001 is paid")
    await logs(second, "invoice 2026001 is paid")
    await changePrice(sqlite, 1999)
    await logs(first, "price 1999")
    await logs(second, "price 1999")
    await screenshot(second, `${client}-second`)
    await screenshot(first, `${client}-first`)
    const shippings = (tab) => tab.page.locator("[data-testid=log] li", { hasText: "shipped" }).allTextContents()
    assert.deepEqual(await shippings(first), [])
    assert.deepEqual(await shippings(second), ["order 1 shipped by post"])
    assertSound(sqlite, first, second)
  })
}

for (const client of ["laravel-echo-1.15", "laravel-echo-2.0", "laravel-echo-2.5"]) {
  test(`${client}: listening, leaving, states, and what is not supported`, async () => {
    const context = await login(sqlite, "ada")
    const { page } = await openTab(context, `${sqlite.url}/orders?client=${client}`)
    const seen = await page.evaluate(async () => {
      const { echo } = window
      const heard = []
      const hear = (name) => (payload) => heard.push([name, payload.cents])
      const states = []
      const endStates = echo.connector.onConnectionChange((state) => states.push(state))
      const until = async (condition) => {
        while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
      }
      await until(() => echo.connector.connectionStatus() === "connected")
      const prices = echo.channel("prices")
      const one = hear("one")
      prices.listen(".price.changed", one).listen(".price.changed", hear("two")).stopListening(".price.changed", one)
      prices.listenToAll((event, payload) => heard.push([event, payload.cents]))
      echo.listen("prices.eur", "\\price.changed", hear("listen"))
      const granted = new Promise((resolve) => echo.channel("prices.eur").subscribed(resolve))
      await granted
      echo.leave("team")
      echo.leaveChannel("private-orders.2")
      const channels = Object.keys(echo.connector.channels)
      prices.whisper("typing", {})
      let encrypted = ""
      try {
        echo.encryptedPrivate("secrets")
      } catch (error) {
        encrypted = error.message
      }
      await until(() => echo.connector.client.cursors["prices.eur"].cursor !== null)
      window.end = async () => {
        await until(() => heard.length >= 3)
        echo.leaveAllChannels()
        const left = Object.keys(echo.connector.channels)
        echo.disconnect()
        endStates()
        return { heard, states, left, status: echo.connector.connectionStatus() }
      }
      const sameId = echo.socketId() === echo.connector.client.id
      return { channels, encrypted, sameId, sameChannel: echo.channel("prices") === prices }
    })
    assert.deepEqual(seen.channels, ["private-orders.1", "private-App.Models.User.1", "prices", "prices.eur"])
    assert.match(seen.encrypted, /encrypt/)
    assert.deepEqual([seen.sameId, seen.sameChannel], [true, true])
    await changePrice(sqlite, 5)
    const end = await page.evaluate(() => window.end())
    assert.deepEqual(end.heard.sort(), [
      [".price.changed", 5],
      ["listen", 5],
      ["two", 5]
    ])
    assert.deepEqual([end.left, end.status, end.states.at(-1)], [[], "disconnected", "disconnected"])
  })
}

for (const [name, start] of [
  ["mysql", startMariadb],
  ["pgsql", startPostgresql]
]) {
  test(`${name}: the log lies in Laravel's own database connection`, async () => {
    const { dsn, user, password } = await start()
    const [, port, database] = /port=(\d+);dbname=(\w+)/.exec(dsn)
    const app = await startApp(name, {
      DB_CONNECTION: name,
      DB_PORT: port,
      DB_DATABASE: database,
      DB_USERNAME: user,
      DB_PASSWORD: `"${password}"`
    })
    const { first, second } = await twoTabs(app, "client=plain")
    await first.find("ship-1").click()
    await logs(second, "order 1 shipped by post")
    await second.find("ship-1").click()
    await logs(first, "order 1 shipped by post")
    for (const tab of [first, second])
      assert.deepEqual(await logOf(tab), ["private-orders.2: refused", "order 1 shipped by post"])
    assertSound(app, first, second)
  })
}

test("what happens between the page's data and its first poll is not missed", async () => {
  const context = await login(sqlite, "ada")
  const page = await context.newPage()
  await page.route("**/echo.js", async (route) => {
    await checked(artisan(sqlite, ["app:ship", "1"]))
    await route.continue()
  })
  await page.goto(`${sqlite.url}/orders`)
  await waitFor("the event", async () => (await page.getByTestId("log").textContent()).includes("shipped by hand"))
})

test("guests are granted public channels and no others", async () => {
  const context = await newContext()
  const tab = await openTab(context, `${sqlite.url}/prices`)
  await logs(tab, "order 1: refused (403)")
  await hasText(tab, "status", /live/)
  await changePrice(sqlite, 250)
  await logs(tab, "price 250")
  const { status } = await post(`${sqlite.url}/nosocket/grant`, { channels: ["private-orders.1"] })
  assert.equal(status, 403)
  const { status: pattern } = await post(`${sqlite.url}/nosocket/grant`, { channels: ["*", "p*", "private-*"] })
  assert.equal(pattern, 403)
  assertSound(sqlite, tab)
})

test("who logs out hears what a grant still covers until it ends, and then nothing", async () => {
  const app = await startApp("short", { DB_CONNECTION: "sqlite", NOSOCKET_GRANT_TTL: "4" })
  const { context, first } = await twoTabs(app, "client=laravel-echo-2.5")
  const elsewhere = await login(app, "ada")
  const other = await openTab(elsewhere, `${app.url}/orders?client=laravel-echo-2.5`)
  await logs(other, "order 1: granted")
  const polls = []
  first.page.on("response", (response) => {
    if (!response.url().endsWith("/nosocket/poll") || !response.ok()) return
    const channels = Object.keys(JSON.parse(response.request().postData()).subscriptions)
    polls.push({ channels, grant: response.request().headers()["x-nosocket-grant"] })
  })
  const third = await openTab(context, `${app.url}/orders?client=laravel-echo-2.5`)
  await third.find("logout").click()
  await third.page.waitForURL("**/login")
  await waitFor("a poll with the order", () => polls.some(({ channels }) => channels.includes("private-orders.1")))
  // The grant is renewed without the user, and then only for what guests may read.
  await waitFor("a poll without the order", () => !polls.at(-1).channels.includes("private-orders.1"))
  assert.ok(polls.at(-1).channels.includes("prices"))
  await logs(first, "order 1: refused (403)")
  const before = await logOf(first)
  await other.find("ship-1").click()
  await changePrice(app, 1)
  await logs(first, "price 1")
  assert.deepEqual((await logOf(first)).slice(before.length), ["price 1"])
  const { grant } = polls.findLast(({ channels }) => channels.includes("private-orders.1"))
  const { exp } = JSON.parse(Buffer.from(grant.split(".")[1], "base64url"))
  await waitFor("the end of the grant", () => Date.now() > exp * 1000)
  const { status, json } = await poll(`${app.url}/nosocket/poll`, { "private-orders.1": { cursor: 0 } }, { grant })
  assert.deepEqual([status, json.code], [403, "grant_expired"])
})

test("the framework's poll route answers what poll.php answers", async () => {
  const grant = signToken(claims({ channels: ["prices", "private-orders.1"] }))
  const good = JSON.stringify({ subscriptions: { prices: { cursor: 0 } } })
  const bearer = { "Authorization": `Bearer ${grant}` }
  const questions = {
    poll: { body: good, headers: bearer },
    "grant in the body": { body: JSON.stringify({ subscriptions: {}, grant }) },
    "X-NoSocket-Grant": { body: good, headers: { "X-NoSocket-Grant": grant } },
    "no grant": { body: good },
    "a bad grant": { body: good, headers: { "Authorization": "Bearer x.y.z" } },
    "not covered": { body: JSON.stringify({ subscriptions: { other: {} } }), headers: bearer },
    "no JSON": { body: "nonsense", headers: bearer },
    "an empty body": { body: "", headers: bearer },
    "a list": { body: '{"subscriptions": []}', headers: bearer },
    "spaces at the ends": { body: ` ${good} `, headers: bearer },
    "too large": { body: good.padEnd(70_000), headers: bearer },
    GET: { method: "GET", headers: bearer },
    PUT: { method: "PUT", body: good, headers: bearer },
    DELETE: { method: "DELETE", headers: bearer }
  }
  for (const [name, { method = "POST", headers, body }] of Object.entries(questions)) {
    const [framework, thin] = await Promise.all(
      ["nosocket/poll", "poll.php"].map(async (path) => {
        const answer = await request(`${sqlite.url}/${path}`, { method, headers: { ...JSON_BODY, ...headers }, body })
        return { status: answer.status, text: answer.text, headers: headersOf(answer) }
      })
    )
    assert.deepEqual(framework, thin, name)
  }
})

test("an idle poll through poll.php and through the route", async (t) => {
  await comparePollTimes(t, {
    framework: "Laravel",
    thin: `${sqlite.url}/poll.php`,
    route: `${sqlite.url}/nosocket/poll`,
    subscriptions: { idle: { cursor: 0 } },
    grant: signToken(claims({ channels: ["idle"] }))
  })
})

test("the doctor finds the poll endpoint, and says what is wrong with it", async () => {
  const doctor = async (env) => (await artisan(sqlite, ["nosocket:doctor", `--url=${sqlite.url}`], { env })).stdout
  assert.match(await doctor(), /ok +polls +answered by http/)
  assert.match(await doctor({ NOSOCKET_ENDPOINT: "/poll.php" }), /ok +polls/)
  await checked(artisan(sqlite, ["config:cache"]))
  await checked(artisan(sqlite, ["route:cache"]))
  assert.match(await doctor(), /ok +broadcasts .*\n +ok +polls/)
  await checked(artisan(sqlite, ["optimize:clear"]))
  assert.match(await doctor({ NOSOCKET_ENDPOINT: "/nowhere" }), /wrong +polls .*Not found/)
  assert.match(await doctor({ NOSOCKET_ENDPOINT: "/login" }), /wrong +polls .*HTTP 4/)
  assert.match(await doctor({ NOSOCKET_SECRET: "x".repeat(32) }), /wrong +polls .*another secret/)
  assert.match(await doctor({ NOSOCKET_DSN: `sqlite:${join(folder, "other.sqlite")}` }), /wrong +polls .*another log/)
})

test("without the extension every command says what to do, and a request's log", async () => {
  const { code, stdout } = await artisan(sqlite, ["nosocket:doctor"], { loaded: null })
  assert.equal(code, 1)
  assert.match(stdout, /wrong +extension .*"nosocket" is not loaded.*add "extension=nosocket"/)
  const prune = await artisan(sqlite, ["nosocket:prune"], { loaded: null })
  assert.notEqual(prune.code, 0)
  assert.match(prune.stdout + prune.stderr, /"nosocket" is not loaded/)
  const stack = await startStack(folder, { ...hosting(sqlite.directory), loaded: null })
  const { status } = await post(`${stack.url}/nosocket/poll`, { subscriptions: {} })
  assert.equal(status, 500)
  assert.match(readFileSync(join(sqlite.directory, "storage/logs/laravel.log"), "utf8"), /"nosocket\\?" is not loaded/)
  // Whoever builds an application there needs none of it.
  assert.equal((await artisan(sqlite, ["package:discover"], { loaded: null })).code, 0)
})

/** Makes an application as its README says, and serves it. poll.php beside it is told by php.ini what .env says. */
async function startApp(name, settings) {
  const directory = join(folder, name)
  await checked(run(PHP, ["-n", join(root, "packages/laravel/tests/make-app.php"), directory]))
  const env = { BROADCAST_DRIVER: "nosocket", NOSOCKET_SECRET: `"${SECRET}"`, ...settings }
  writeFileSync(
    join(directory, ".env"),
    Object.entries(env)
      .map(([key, value]) => `${key}=${value}\n`)
      .join("")
  )
  await checked(artisan({ directory }, ["nosocket:install", "--poll"]))
  await checked(runPhp("setup.php", { modules: MODULES, cwd: directory }))
  return { directory, ...(await startStack(folder, hosting(directory))) }
}

function hosting(directory) {
  return {
    documentRoot: join(directory, "public"),
    modules: MODULES,
    ini: asIni({ dsn: `sqlite:${directory}/database/app.sqlite`, secret: SECRET, rate_limiter: "off" }),
    locations: `
      location /vendor/nosocket-client/ { alias ${join(root, "client")}/; }
      location /vendor/nosocket-echo/ { alias ${join(root, "packages/laravel-echo")}/; }
      location /vendor/ { alias ${join(root, "node_modules")}/; }
      location / { try_files $uri @laravel; }
      ${phpLocation("@laravel", join(directory, "public/index.php")).replace("= @", "@")}`
  }
}

function artisan({ directory }, args, { env = {}, loaded } = {}) {
  return runPhp("artisan", { modules: MODULES, cwd: directory, args, loaded, env: { ...process.env, ...env } })
}

async function checked(running) {
  const { code, stdout, stderr } = await running
  assert.equal(code, 0, stderr + stdout)
}

async function newContext() {
  const context = await browser.newContext({ viewport: { width: 900, height: 800 } })
  contexts.push(context)
  return context
}

async function login(app, name) {
  const context = await newContext()
  const page = await context.newPage()
  await page.goto(`${app.url}/login`)
  await page.fill("[name=email]", `${name}@example.test`)
  await page.fill("[name=password]", "secret")
  await page.click("button")
  await page.waitForURL("**/orders")
  await page.close()
  return context
}

async function twoTabs(app, query) {
  const context = await login(app, "ada")
  const first = await openTab(context, `${app.url}/orders?${query}`)
  await hasText(first, "role", /leader/)
  const second = await openTab(context, `${app.url}/orders?${query}`)
  await hasText(second, "role", /follower/)
  await hasText(second, "status", /live/)
  return { context, first, second }
}

function changePrice(app, cents) {
  return checked(artisan(app, ["app:price", String(cents)]))
}

function post(url, body) {
  return request(url, { method: "POST", headers: JSON_BODY, body: JSON.stringify(body) })
}

function logOf(tab) {
  return tab.find("log").locator("li").allTextContents()
}

function hasText(tab, id, pattern) {
  return waitFor(`${pattern} in ${id}`, async () => pattern.test((await tab.find(id).textContent()).trim()))
}

async function logs(tab, ...lines) {
  let log
  await waitFor(`${lines} in the log`, async () => {
    log = await logOf(tab)
    return lines.every((line) => log.includes(line))
  })
}

function headersOf({ headers }) {
  return Object.fromEntries(HEADERS.map((name) => [name, headers.get(name)]))
}

/** Nothing went wrong but what is expected: a refusal of the server's. */
function assertSound(app, ...tabs) {
  for (const { faults } of tabs)
    assert.deepEqual(
      faults.filter((fault) => !/403/.test(fault)),
      []
    )
  assert.equal(app.phpErrors(), "")
}
