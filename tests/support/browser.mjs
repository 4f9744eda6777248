// A headless Chromium, Debian's own, that talks to nobody but the test's servers.

import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { after } from "node:test"

import { chromium } from "playwright-core"

import { buildFolder } from "./paths.mjs"

const ARGUMENTS = [
  // Containers and root cannot have Chromium's sandbox; nothing but our own pages is opened.
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
]

/**
 * Starts it, and stops it after the tests of the file. `ignoreDefaultArgs` are arguments that the driver adds and that
 * make it another browser than people's.
 */
export async function startBrowser({ ignoreDefaultArgs = [] } = {}) {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ARGUMENTS, ignoreDefaultArgs })
  after(() => browser.close())
  return browser
}

/** Opens a page in a tab. `polls` are its requests to poll.php so far, `faults` what went wrong in it. */
export async function openTab(context, url) {
  const page = await context.newPage()
  const polls = []
  const faults = []
  page.on("request", (request) => request.url().endsWith("/poll.php") && polls.push(request))
  page.on("pageerror", (error) => faults.push(String(error)))
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()))
  page.on("response", (response) => response.status() >= 400 && faults.push(`${response.status()} ${response.url()}`))
  await page.goto(url)
  return { page, polls, faults, find: (id) => page.getByTestId(id) }
}

/** Saves what the tab shows to build/screenshots. */
export async function screenshot({ page }, name) {
  const folder = join(buildFolder, "screenshots")
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
