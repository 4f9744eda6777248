// Tabs of one browser that show pages/tab.html, what happens to tabs, and what must be true of them whatever happened.

import assert from "node:assert/strict"

import { assertDense } from "./positions.mjs"
import { waitFor } from "./wait.mjs"

/** What a tab of the tests opens; `setup` is explained in pages/tab.js. */
export function tabUrl(site, { page = "/pages/tab.html", query = {}, ...setup }) {
  return `${site.url}${page}?${new URLSearchParams({ ...query, setup: JSON.stringify(setup) })}`
}

/** What all tabs have in common, however they are driven; `evaluate` runs a function in the page. */
export class Tab {
  /** When each poll began, and what it asked for. */
  polls = []
  /** Exceptions that nobody caught. */
  faults = []

  /** @param {string} name */
  constructor(name) {
    this.name = name
  }

  /** Resolves when the page has made its client. */
  ready() {
    return waitFor(`${this.name} to load`, () => {
      assert.deepEqual(this.faults, [])
      return this.evaluate(() => window.ready === true)
    })
  }

  /** @returns {Promise<any>} what the page has written down, see pages/tab.js */
  record() {
    return this.evaluate(() => window.record)
  }

  state() {
    return this.evaluate(() => window.client.state)
  }

  ids(channel) {
    return this.evaluate((wanted) => {
      return window.record.events.filter((event) => event.channel === wanted).map((event) => event.id)
    }, channel)
  }

  /** Takes note of a request if it is a poll. */
  noteRequest(url, body) {
    if (new URL(url).pathname === "/poll.php") {
      this.polls.push({ at: Date.now(), asked: JSON.parse(body).subscriptions })
    }
  }
}

/** A tab that Playwright drives: it believes that it is visible and has the focus, whatever is in front of it. */
export class VisibleTab extends Tab {
  static async open(context, site, setup) {
    const tab = new VisibleTab(await context.newPage(), setup.name)
    await tab.page.goto(tabUrl(site, setup))
    await tab.ready()
    return tab
  }

  constructor(page, name) {
    super(name)
    this.page = page
    page.on("request", (request) => this.noteRequest(request.url(), request.postData()))
    page.on("pageerror", (error) => this.faults.push(String(error)))
  }

  evaluate(program, argument) {
    return this.page.evaluate(program, argument)
  }

  /** A page from the back/forward cache is not loaded, so that Playwright's own goBack() would wait in vain. */
  async goBack() {
    const navigated = this.page.waitForEvent("framenavigated")
    await this.evaluate(() => {
      setTimeout(() => history.back())
    })
    await navigated
    await this.ready()
  }

  async reload() {
    await this.page.reload()
    await this.ready()
  }

  close() {
    return this.page.close()
  }

  /** Kills the process that shows the page. */
  async crash() {
    const crashed = this.page.waitForEvent("crash")
    // It never arrives there.
    this.page.goto("chrome://crash").catch(() => {})
    await crashed
  }

  /**
   * Stops the page's script where it is, while the page keeps its locks, its timers and its channels. `duringPoll`, of
   * a page that polls: while a poll is on its way, so that the answer is old when the script goes on.
   *
   * @returns {Promise<number>} when it stopped
   */
  async standStill({ duringPoll = false } = {}) {
    this.debugger = await this.page.context().newCDPSession(this.page)
    await this.debugger.send("Debugger.enable")
    const paused = new Promise((resolve) => this.debugger.once("Debugger.paused", resolve))
    if (duringPoll) await this.page.waitForRequest("**/poll.php")
    await this.debugger.send("Debugger.pause")
    await paused
    return Date.now()
  }

  async goOn() {
    await this.debugger.send("Debugger.resume")
    await this.debugger.detach()
  }
}

/** The one tab that polls, once all others have been silent while it polled three times. */
export async function onlyPoller(tabs) {
  let before = counts(tabs)
  return waitFor("one tab to be the only one that polls", () => {
    const now = counts(tabs)
    const polled = tabs.filter((_, index) => now[index] > before[index])
    if (polled.length > 1) {
      before = now
    }
    return polled.length === 1 && polled[0].polls.length - before[tabs.indexOf(polled[0])] >= 3 && polled[0]
  })
}

/** As onlyPoller(), but now: nobody else may have polled since the counts were taken. */
export async function assertOnlyPoller(tabs, expected) {
  const before = counts(tabs)
  await waitFor("three more polls", () => expected.polls.length >= before[tabs.indexOf(expected)] + 3)
  for (const [index, tab] of tabs.entries()) {
    if (tab !== expected) assert.equal(tab.polls.length, before[index], `${tab.name} polled too`)
  }
}

function counts(tabs) {
  return tabs.map((tab) => tab.polls.length)
}

/** Resolves to the milliseconds from then to the first poll of one of these tabs after it. */
export async function takeover(tabs, since) {
  const after = (tab) => tab.polls.filter((poll) => poll.at >= since).map((poll) => poll.at)
  const [first] = await waitFor("another tab to poll", () => {
    const polls = tabs.flatMap(after)
    return polls.length > 0 && polls.sort()
  })
  return first - since
}

/** Waits until each tab has the channel's events up to `last`, and checks that it has each once and in order. */
export async function assertAllArrive(tabs, channel, last, first = 1) {
  for (const tab of tabs) {
    let ids = []
    await waitFor(`event ${last} in ${tab.name}`, async () => {
      ids = await tab.ids(channel)
      return ids.at(-1) >= last
    }).catch((error) => {
      throw new Error(`${error.message}: it has ${ids.length} events, the last is ${ids.at(-1)}`, { cause: error })
    })
    assertDense(ids, `${tab.name}, ${channel}`, first)
    assert.equal(ids.length, last - first + 1, `${tab.name} has events that nobody emitted`)
    assert.deepEqual(tab.faults, [])
  }
}

let opened = 0

// A machine that is busy with other tests may take its time for a page.
const PATIENCE_MS = 120_000

/** The name of a channel that no other test of the file uses. */
export function newChannel() {
  return `channel-${++opened}`
}

/**
 * Opens tabs, one after the other, in a browser of their own, on a channel of their own. Unless the `subscription` says
 * something else they read it from its first event.
 */
export async function openTabs(browser, site, names, { subscription = { cursor: 0 }, ...setup } = {}) {
  const context = await browser.newContext()
  context.setDefaultNavigationTimeout(PATIENCE_MS)
  const channel = newChannel()
  const open = (name, changes = {}) =>
    VisibleTab.open(context, site, {
      name,
      channels: { [channel]: subscription },
      ...setup,
      ...changes,
      options: { token: site.grant, ...setup.options, ...changes.options }
    })
  const tabs = []
  for (const name of names) {
    tabs.push(await open(name))
  }
  return { context, channel, tabs, open, close: () => context.close() }
}
