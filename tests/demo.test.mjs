// The demo behind nginx and PHP-FPM, in Chromium: two tabs that show the same, of which one polls.

import assert from "node:assert/strict"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import test, { beforeEach } from "node:test"

import { openTab, screenshot, startBrowser } from "./support/browser.mjs"
import { ownFolder } from "./support/folder.mjs"
import { asIni, call, newLog } from "./support/log.mjs"
import { root } from "./support/paths.mjs"
import { startStack } from "./support/stack.mjs"
import { waitFor } from "./support/wait.mjs"

const folder = ownFolder("demo")
const log = newLog(folder, { rate_limiter: "memory" })
const sessions = join(folder, "sessions")
mkdirSync(sessions)
const stack = await startStack(folder, {
  documentRoot: join(root, "examples/demo/public"),
  locations: `location /client/ { alias ${join(root, "client")}/; }`,
  ini: { ...asIni(log), "session.save_path": sessions }
})
const browser = await startBrowser()
let context, first, second

beforeEach(async () => {
  await context?.close()
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  first = await openTab(context, `${stack.url}/`)
  await hasText(first, "role", /leader/)
  second = await openTab(context, `${stack.url}/`)
  await hasText(second, "role", /follower/)
})

test("+1 in one tab is seen in the other, both ways", async () => {
  const before = await counter(first)
  await first.find("increment").click()
  await shows(first, before + 1)
  await shows(second, before + 1)
  await second.find("increment").click()
  await shows(second, before + 2)
  await shows(first, before + 2)
  await screenshot(first, "demo-leader")
  await screenshot(second, "demo-follower")
  assertSound(first, second)
})

test("an order that one tab places is on the other's list", async () => {
  const before = await second.find("order-list").locator("li").count()
  await first.find("place-order").click()
  await waitFor("the order in the other tab", async () => (await orders(second)).length === before + 1)
  assert.deepEqual(await orders(second), await orders(first))
  await hasText(second, "event-log", /order\.placed/)
  const announced = second.page.locator("#announcer")
  await waitFor("the announcement", async () => /^Order \d+, .+, is new\.$/.test(await announced.textContent()))
  assertSound(first, second)
})

test("exactly one of the tabs polls", async () => {
  await waitFor("some polls", () => first.polls.length >= 3)
  await hasText(first, "poll-count", /^[1-9]/)
  assert.equal(second.polls.length, 0)
  await hasText(second, "poll-count", /^0$/)
  assertSound(first, second)
})

test("when the leader is closed the other takes over, and misses nothing that happened in between", async () => {
  await first.page.close()
  await changeCounter(1234)
  await hasText(second, "role", /leader/)
  await shows(second, 1234)
  await waitFor("the new leader's own polls", () => second.polls.length > 0)
  await changeCounter(1235)
  await shows(second, 1235)
  assertSound(second)
})

test("a tab that opens later starts from what PHP rendered and goes on from there", async () => {
  const before = await counter(first)
  await first.find("increment").click()
  await shows(first, before + 1)
  const third = await openTab(context, `${stack.url}/`)
  assert.equal(await counter(third), before + 1)
  await hasText(third, "role", /follower/)
  await second.find("increment").click()
  await shows(third, before + 2)
  assert.equal(third.polls.length, 0)
  assertSound(first, second, third)
})

test("another visitor's browser sees it too, and has a leader of its own", async () => {
  const elsewhere = await browser.newContext()
  const visitor = await openTab(elsewhere, `${stack.url}/`)
  await hasText(visitor, "role", /leader/)
  const before = await counter(visitor)
  await second.find("increment").click()
  await shows(visitor, before + 1)
  assertSound(first, second, visitor)
  await elsewhere.close()
})

test("when the session has ended the page says so and asks for nothing more", async () => {
  await context.clearCookies()
  await second.find("increment").click()
  await hasText(second, "notice", /session has ended/)
  await hasText(second, "role", /stopped/)
  await hasText(first, "role", /leader/)
  assertSound(first)
})

test("with ?debug the console tells what happens", async () => {
  const lines = []
  const page = await context.newPage()
  page.on("console", (message) => lines.push(message.text()))
  await page.goto(`${stack.url}/?debug`)
  await waitFor("the log", () => lines.some((line) => line.endsWith("follower, live")))
  assert.ok(lines.some((line) => /^\[nosocket \w{4}\] demo:orders: subscribed/.test(line)))
  assertSound(first, second)
})

/** What a click of somebody else's does to the event log. A version ahead of all others makes tabs show it. */
let version = 1_000_000
async function changeCounter(value) {
  await call(log, "emit", "demo:counter", "counter.changed", { value, version: version++ })
}

function hasText(tab, id, pattern) {
  return waitFor(`${pattern} in ${id}`, async () => pattern.test((await tab.find(id).textContent()).trim()))
}

async function counter(tab) {
  return Number(await tab.find("counter").textContent())
}

function shows(tab, value) {
  return waitFor(`the counter to show ${value}`, async () => (await counter(tab)) === value)
}

function orders(tab) {
  return tab.find("order-list").locator("li .number").allTextContents()
}

function assertSound(...tabs) {
  tabs.forEach(({ faults }) => assert.deepEqual(faults, []))
  assert.equal(stack.phpErrors(), "")
}
