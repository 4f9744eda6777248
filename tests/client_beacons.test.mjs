// Beacons in Chromium, through nginx, PHP-FPM and public/poll.php: tabs that look at static files and poll on change.

import assert from "node:assert/strict"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { after, describe, test } from "node:test"
import { setTimeout as pause } from "node:timers/promises"

import { startBrowser } from "./support/browser.mjs"
import { ownFolder } from "./support/folder.mjs"
import { callAll } from "./support/log.mjs"
import { phpLocation, startNginx } from "./support/nginx.mjs"
import { root } from "./support/paths.mjs"
import { codeBlock } from "./support/readme.mjs"
import { startSite } from "./support/site.mjs"
import { assertAllArrive, openTabs } from "./support/tabs.mjs"
import { waitFor } from "./support/wait.mjs"

const NEVER = 3_600_000
// A machine that is busy with other tests may take its time for a static file.
const PATIENCE = 60_000
const NO_ORDINARY_POLLS = {
  normalInterval: NEVER,
  activeInterval: NEVER,
  burstInterval: NEVER,
  requestTimeout: PATIENCE
}

const folder = ownFolder("client_beacons")
const documentRoot = join(folder, "www")
const beacons = join(documentRoot, "nosocket-beacons")
mkdirSync(beacons, { recursive: true })
writeFileSync(join(documentRoot, "home.html"), "<!doctype html><title>Home</title>")

/** Another host, such as a CDN's, that serves the folder: to pages of every host, or to its own only. */
const other = await startOther()
async function startOther() {
  const own = join(folder, "other")
  mkdirSync(own)
  const locations = `
    location /open/ { alias ${beacons}/; add_header Access-Control-Allow-Origin "*"; }
    location /closed/ { alias ${beacons}/; }`
  const nginx = await startNginx(own, { documentRoot, locations })
  after(() => nginx.stop())
  return nginx
}

/** Endpoints that differ in where they say that the beacons are. */
const ELSEWHERE = {
  "/open.php": `${other.url}/open/`,
  "/closed.php": `${other.url}/closed/`,
  "/missing.php": "/missing/",
  "/page.php": "/page/",
  "/nobody.php": "http://127.0.0.1:9/"
}

// As in docs/beacons.md, but that requests are counted here.
const snippet = codeBlock(join(root, "docs/beacons.md"), "nginx", "location")
  .replace("access_log off;", "")
  .replace("{", `{ root ${documentRoot};`)
const locations = [
  snippet,
  `location /page/ { root ${documentRoot}; rewrite ^ /home.html break; }`,
  ...Object.entries(ELSEWHERE).map(([path, url]) => {
    const file = join(folder, path)
    writeFileSync(file, `<?php (new NoSocket(["beacon_url" => "${url}"]))->respond();`)
    return phpLocation(path, file)
  })
]
const site = await startSite(folder, { beacon_dir: beacons, beacon_url: "/nosocket-beacons/" }, locations.join("\n"))
const browser = await startBrowser()

/** How many requests nginx has answered so far. */
function answered() {
  const lines = site.allLogs().split("\n")
  const count = (start) => lines.filter((line) => line.includes(`"${start}`)).length
  return { polls: count("POST /poll.php"), checks: count("GET /nosocket-beacons/") }
}

/** The leader's beacons are in this state, whichever tab leads. */
function isTold(tabs, what, state) {
  return waitFor(`beacons to be ${what}`, async () => {
    const records = await Promise.all(tabs.map((tab) => tab.record()))
    return records.some(({ beacons }) => beacons.length > 0 && state(beacons.at(-1)))
  })
}

const areWatched = (tabs) => isTold(tabs, "watched", ({ watched }) => watched)

test("an emit reaches two tabs while nothing is requested but static files and one poll", async () => {
  const options = { ...NO_ORDINARY_POLLS, beacons: { interval: 300, hiddenInterval: 300, safetyInterval: NEVER } }
  const { tabs, channel, close } = await openTabs(browser, site, ["first", "second"], { options })
  await areWatched(tabs)
  await settled()

  const before = answered()
  await waitFor("some checks", () => answered().checks > before.checks + 2)
  assert.equal(answered().polls, before.polls, "nothing has changed")

  await site.emit(channel)
  await assertAllArrive(tabs, channel, 1)
  const then = answered()
  await waitFor("some more checks", () => answered().checks > then.checks + 2)
  assert.equal(answered().polls, before.polls + 1)
  await close()
})

/** Nobody polls any more: the second tab has been polled for. */
async function settled() {
  for (let polls = -1; polls !== answered().polls; ) {
    polls = answered().polls
    const { checks } = answered()
    await waitFor("some checks", () => answered().checks > checks + 1)
  }
}

test("events that come while files are checked arrive once and in order", async () => {
  const options = { ...NO_ORDINARY_POLLS, beacons: { interval: 100, hiddenInterval: 100, safetyInterval: NEVER } }
  const { tabs, channel, close } = await openTabs(browser, site, ["first", "second"], { options })
  await areWatched(tabs)
  const stopEmitting = site.emitSteadily(channel)
  await waitFor("some events", async () => (await tabs[1].ids(channel)).length > 20)
  await assertAllArrive(tabs, channel, await stopEmitting())
  await close()
})

test("how long an event takes with the usual options, by the clock of this machine", async (t) => {
  const { tabs, channel, close } = await openTabs(browser, site, ["only"], {
    options: { normalInterval: 30_000, activeInterval: 10_000, burstInterval: 2_000, requestTimeout: PATIENCE }
  })
  await areWatched(tabs)
  const before = answered()
  const times = []
  for (let id = 1; id <= 6; id++) {
    await pause(400 * id)
    const emittedAt = Date.now()
    await site.emit(channel)
    await assertAllArrive(tabs, channel, id)
    const { events } = await tabs[0].record()
    times.push(events.at(-1).at - emittedAt)
  }
  const { polls } = answered()
  t.diagnostic(
    `emit to listener, with the start of a PHP process: ${times.join(", ")} ms; ${polls - before.polls} polls`
  )
  await close()
})

describe("where beacons can't be read, polls go on as without", () => {
  const options = { normalInterval: 500, activeInterval: 500, burstInterval: 500 }
  for (const [endpoint, why, reason] of [
    ["/missing.php", "a web server without the folder", /^HTTP 404: /],
    ["/page.php", "a web server that has a page for everything", /^not a beacon: /],
    ["/closed.php", "another host, and no word that pages of this one may read it", /Failed to fetch/],
    ["/nobody.php", "nobody there", /Failed to fetch/]
  ]) {
    test(why, async () => {
      const { tabs, channel, close } = await openTabs(browser, site, ["first", "second"], {
        options: { ...options, endpoint }
      })
      await isTold(tabs, "given up", (report) => reason.test(report.reason))
      await site.emit(channel, 3)
      await assertAllArrive(tabs, channel, 3)
      await close()
    })
  }
})

test("another host that lets every page read them is watched", async () => {
  const options = { ...NO_ORDINARY_POLLS, endpoint: "/open.php", beacons: { interval: 300 } }
  const { tabs, channel, close } = await openTabs(browser, site, ["only"], { options })
  await areWatched(tabs)
  await site.emit(channel)
  await assertAllArrive(tabs, channel, 1)
  await close()
})

test("the folder is removed: ordinary polls take over", async () => {
  const options = {
    normalInterval: 1_000,
    activeInterval: 1_000,
    burstInterval: 1_000,
    requestTimeout: PATIENCE,
    beacons: { interval: 300 }
  }
  const { tabs, channel, close } = await openTabs(browser, site, ["first", "second"], { options })
  await areWatched(tabs)
  rmSync(beacons, { recursive: true })
  await isTold(tabs, "given up", ({ reason }) => reason.startsWith("HTTP 404") || reason === "not named")
  // That the folder is missing is worth a line in the error log; a command line without one would print it.
  const events = [0, 1, 2].map((payload) => ({ channel, event: "counted", payload }))
  await callAll(site.log, [["emitBatch", events]], { ini: { error_log: join(folder, "emit.log") } })
  await assertAllArrive(tabs, channel, 3)
  const { checks } = answered()
  const { polls } = answered()
  await waitFor("ordinary polls", () => answered().polls > polls + 3)
  assert.equal(answered().checks, checks)
  await close()
})
