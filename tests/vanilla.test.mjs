// The plain PHP example, copied as its README says, behind nginx and PHP-FPM, in Chromium: who may log in, who hears
// what, and until when.

import assert from "node:assert/strict"
import { cpSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import test, { after, beforeEach } from "node:test"

import { openTab, screenshot, startBrowser } from "./support/browser.mjs"
import { ownFolder } from "./support/folder.mjs"
import { poll, request } from "./support/http.mjs"
import { root } from "./support/paths.mjs"
import { runPhp } from "./support/php.mjs"
import { startStack } from "./support/stack.mjs"
import { waitFor } from "./support/wait.mjs"

const GRANT_TTL_SECONDS = 6

const folder = ownFolder("vanilla")
const site = join(folder, "site")
const sessions = join(folder, "sessions")
mkdirSync(sessions)
cpSync(join(root, "examples/vanilla"), site, {
  recursive: true,
  dereference: true,
  filter: (path) => !path.endsWith("/data")
})
for (const name of ["ada", "grace"]) {
  const { code, stderr } = await runPhp(join(site, "add-user.php"), { args: [name], input: `${passwordOf(name)}\n` })
  assert.equal(code, 0, stderr)
}
const stack = await startStack(folder, {
  documentRoot: join(site, "public"),
  ini: { "session.save_path": sessions, "nosocket.grant_ttl": GRANT_TTL_SECONDS, "nosocket.rate_limit": 1000 }
})
const browser = await startBrowser()
const contexts = []
let ada, grace

beforeEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()))
  ada = await logIn("ada")
  grace = await logIn("grace")
})
after(() => assert.equal(stack.phpErrors(), ""))

test("what one user writes to everybody, both see, in every tab", async () => {
  const second = await anotherTab(ada)
  await write(grace, "Hello, all")
  await Promise.all([ada, second, grace].map((tab) => hears(tab, "grace Hello, all")))
  await write(second, "Hello, Grace")
  await Promise.all([ada, second, grace].map((tab) => hears(tab, "ada Hello, Grace")))
  await screenshot(grace, "vanilla-board")
  assertSound(ada, second, grace)
})

test("the tab that wrote is left out, and no other", async () => {
  const second = await anotherTab(ada)
  const tabs = [ada, second, grace]
  const told = tabs.map(positionsTold)
  const before = (await pageOf(second)).cursors.board.cursor
  await write(ada, "Only once")
  await write(grace, "After it")
  await Promise.all(tabs.flatMap((tab) => [hears(tab, "ada Only once"), hears(tab, "grace After it")]))
  await write(second, "At last")
  await Promise.all(tabs.map((tab) => hears(tab, "ada At last")))
  await waitFor("all to be told", () => told.flat().length >= 6)
  assert.deepEqual(
    told,
    [
      [2, 3],
      [1, 2],
      [1, 3]
    ].map((positions) => positions.map((position) => before + position))
  )
  assertSound(...tabs)
})

test("what is for one user reaches that one, and the sender's other tabs, but nobody else", async () => {
  const carol = await logIn("carol", { add: true })
  const second = await anotherTab(ada)
  await write(ada, "Between us", "only grace")
  await Promise.all([second, grace].map((tab) => hears(tab, "ada to grace only Between us")))
  await write(grace, "For everybody")
  await hears(carol, "grace For everybody")
  assert.ok(!(await messages(carol)).join().includes("Between us"))
  await carol.page.reload()
  await hears(carol, "grace For everybody")
  assert.ok(!(await messages(carol)).join().includes("Between us"), "nor on the rendered page")
  assertSound(ada, second, grace, carol)
})

test("another user's private channel is neither granted nor polled", async () => {
  const theirs = Object.keys((await pageOf(grace)).cursors).find((channel) => channel !== "board")
  const { grant } = await pageOf(ada)
  const polled = await poll(`${stack.url}/poll.php`, { [theirs]: { cursor: 0, replay: "retained" } }, { grant })
  assert.deepEqual([polled.status, polled.json.code], [403, "forbidden"])
  assert.equal((await grantFor(ada, ["board", theirs])).status, 403)
  assert.equal((await grantFor(ada, ["*"])).status, 403)
  // A page that asks for it all the same gets nothing of it, and goes on with the others.
  await ada.page.evaluate(
    async ([channel, { grant, cursors }]) => {
      const { createNoSocket } = await import("./client/nosocket.js")
      const client = createNoSocket({ endpoint: "poll.php", namespace: "curious", token: grant, normalInterval: 300 })
      window.heard = []
      client.on("*", (payload, { channel }) => window.heard.push(channel))
      client.on("nosocket.forbidden", ({ channel }) => window.heard.push(`forbidden: ${channel}`))
      client.subscribe(channel, { replay: "retained" })
      client.subscribe("board", cursors.board)
      client.start()
    },
    [theirs, await pageOf(ada)]
  )
  await waitFor("the refusal", async () =>
    (await ada.page.evaluate(() => window.heard)).includes(`forbidden: ${theirs}`)
  )
  await write(grace, "To myself", "everybody")
  await hears(ada, "grace To myself")
  assert.ok(!(await ada.page.evaluate(() => window.heard)).includes(theirs))
})

test("an open page outlives its grants, and hears on", async () => {
  const { grant } = await pageOf(ada)
  await waitFor("the first grant's end", async () => (await pollWith(grant)).json.code === "grant_expired")
  await write(grace, "Still there?")
  await hears(ada, "grace Still there?")
  assertSound(ada, grace)
})

test("after a logout the grant ends at its time, no other is given, and open pages stop", async () => {
  const second = await anotherTab(ada)
  const { grant, csrfToken } = await pageOf(second)
  await ada.find("logout").click()
  await ada.page.waitForURL(`${stack.url}/login.php`)
  assert.equal((await pollWith(grant)).status, 200, "until its end it is good")
  assert.equal((await grantFor(second, ["board"], csrfToken)).status, 401)
  await waitFor("the grant's end", async () => (await pollWith(grant)).status !== 200)
  assert.deepEqual([(await pollWith(grant)).status, (await pollWith(grant)).json.code], [403, "grant_expired"])
  await waitFor("the other tab to say so", async () => /logged out/.test(await second.find("notice").textContent()))
  await waitFor("it to stop", async () => (await second.find("state").textContent()) === "stopped")
  await screenshot(second, "vanilla-logged-out")
  await write(grace, "Ada is gone")
  assert.ok(!(await messages(second)).join().includes("Ada is gone"))
})

test("requests that do not come from our page are refused", async () => {
  const { page } = ada
  const [cookie] = await page.context().cookies()
  assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, "Lax"])
  const { csrfToken } = await pageOf(ada)
  const theirs = (await pageOf(grace)).csrfToken
  for (const url of ["grant.php", "send.php", "messages.php"]) {
    for (const [token, status] of [
      [undefined, 403],
      ["", 403],
      [theirs, 403],
      [csrfToken, url === "send.php" ? 400 : 200]
    ]) {
      const answer = await postAs(cookie, url, token, "{}")
      assert.equal(answer.status, status, `${url} with ${token}`)
      assert.equal(answer.headers.get("cache-control"), "no-store")
    }
    assert.equal((await request(`${stack.url}/${url}`)).status, 405)
  }
  const form = { method: "POST", headers: { Cookie: `${cookie.name}=${cookie.value}` }, body: new URLSearchParams() }
  await request(`${stack.url}/logout.php`, form)
  assert.equal((await postAs(cookie, "grant.php", csrfToken, "{}")).status, 200, "a foreign form does not log out")
  form.body = new URLSearchParams({ name: "grace", password: passwordOf("grace") })
  assert.equal((await request(`${stack.url}/login.php`, form)).status, 403, "nor does it log in as somebody else")
})

test("a login has a new session, and wrong passwords are refused, then no longer tried", async () => {
  const context = await newContext()
  const tab = await openTab(context, `${stack.url}/`)
  const [before] = await context.cookies()
  await fillLogin(tab, "ada", "wrong password")
  await waitFor("the refusal", () => tab.page.getByRole("alert").isVisible())
  await fillLogin(tab, "ada", passwordOf("ada"))
  await tab.page.waitForURL(`${stack.url}/index.php`)
  const [afterwards] = await context.cookies()
  assert.notEqual(afterwards.value, before.value)

  const mallory = await openTab(await newContext(), `${stack.url}/login.php`)
  await screenshot(mallory, "vanilla-login")
  const [cookie] = await mallory.page.context().cookies()
  const csrf = await mallory.page.locator("input[name=csrf]").inputValue()
  const attempt = async (password) =>
    (
      await request(`${stack.url}/login.php`, {
        method: "POST",
        headers: { Cookie: `${cookie.name}=${cookie.value}` },
        body: new URLSearchParams({ csrf, name: "nobody", password })
      })
    ).status
  const statuses = []
  for (let tries = 0; tries < 12; tries++) {
    statuses.push(await attempt(`guess ${tries}`))
  }
  assert.deepEqual([statuses[0], statuses.at(-1)], [403, 429])
})

async function newContext() {
  const context = await browser.newContext({ viewport: { width: 800, height: 500 } })
  contexts.push(context)
  return context
}

async function logIn(name, { add = false } = {}) {
  if (add) {
    await runPhp(join(site, "add-user.php"), { args: [name], input: `${passwordOf(name)}\n` })
  }
  const tab = await openTab(await newContext(), `${stack.url}/`)
  await fillLogin(tab, name, passwordOf(name))
  await tab.page.waitForURL(`${stack.url}/index.php`)
  await tab.page.goto(`${stack.url}/index.php?debug`)
  await isLive(tab)
  assert.equal(await tab.find("user").textContent(), name)
  return tab
}

async function fillLogin({ page }, name, password) {
  await page.getByLabel("Name").fill(name)
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Log in" }).click()
}

/** A second tab of the same browser. */
async function anotherTab({ page }) {
  const tab = await openTab(page.context(), `${stack.url}/index.php?debug`)
  await isLive(tab)
  return tab
}

function isLive(tab) {
  return waitFor("the page to follow", async () => (await tab.find("state").textContent()) === "live")
}

async function write(tab, text, to = "everybody") {
  await tab.find("to").selectOption({ label: to })
  await tab.find("text").fill(text)
  await tab.find("send").click()
  await waitFor("it to be sent", async () => (await tab.find("text").inputValue()) === "")
}

function messages(tab) {
  return tab.find("messages").locator("li").allTextContents()
}

function hears(tab, message) {
  return waitFor(`"${message}"`, async () => (await messages(tab)).includes(message))
}

/** What PHP rendered for the script. */
async function pageOf({ page }) {
  return JSON.parse(await page.locator("#page").textContent())
}

/** The positions on the board that this tab's listeners are told from now on, read from its log. */
function positionsTold(tab) {
  const positions = []
  tab.page.on("console", (line) => {
    const [, position] = /\] board (\d+): message\.written/.exec(line.text()) ?? []
    if (position) positions.push(Number(position))
  })
  return positions
}

function pollWith(grant) {
  return poll(`${stack.url}/poll.php`, { board: { cursor: null } }, { grant })
}

async function grantFor(tab, channels, token) {
  const [cookie] = await tab.page.context().cookies()
  return postAs(cookie, "grant.php", token ?? (await pageOf(tab)).csrfToken, JSON.stringify({ channels }))
}

function postAs({ name, value }, path, token, body) {
  const csrf = token === undefined ? {} : { "X-CSRF-Token": token }
  const headers = { "Content-Type": "application/json", "Cookie": `${name}=${value}`, ...csrf }
  return request(`${stack.url}/${path}`, { method: "POST", headers, body })
}

function passwordOf(name) {
  return `${name} has a long password`
}

function assertSound(...tabs) {
  tabs.forEach(({ faults }) => assert.deepEqual(faults, []))
}
