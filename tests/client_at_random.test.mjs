// Tabs that are opened, closed, crash, stand still and go offline, at random: those that are left get every event.

import { test } from "node:test"

import { startBrowser } from "./support/browser.mjs"
import { ownFolder } from "./support/folder.mjs"
import { call } from "./support/log.mjs"
import { randomNumbers, seed } from "./support/random.mjs"
import { startSite } from "./support/site.mjs"
import { assertAllArrive, assertOnlyPoller, onlyPoller, openTabs } from "./support/tabs.mjs"
import { waitFor } from "./support/wait.mjs"

const STEPS = 12
const MOST_TABS = 4

const site = await startSite(ownFolder("at-random"))
const browser = await startBrowser()

test("whatever happens to tabs, those that are left get every event, and one of them polls", async (t) => {
  t.diagnostic(`seed ${seed}; NOSOCKET_TEST_SEED=${seed} repeats it`)
  const { context, tabs, channel, open, close } = await openTabs(browser, site, ["first", "second", "third"])
  const still = []
  const stopEmitting = site.emitSteadily(channel)

  const happenings = [
    { what: "opened", possible: isRoom, happen: async () => tabs.push(await open("later")) },
    { what: "closed", possible: severalRun, happen: () => take(tabs).close() },
    { what: "crashed", possible: severalRun, happen: () => crash(take(tabs)) },
    { what: "stopped", possible: severalRun, happen: () => move(tabs, still).standStill() },
    { what: "went on", possible: () => still.length > 0, happen: () => move(still, tabs).goOn() },
    { what: "offline and back", possible: () => true, happen: () => interrupt(context) }
  ]
  function isRoom() {
    return tabs.length + still.length < MOST_TABS
  }
  function severalRun() {
    return tabs.length > 1
  }

  for (let step = 0; step < STEPS; step++) {
    const { what, happen } = take(happenings.filter(({ possible }) => possible()))
    t.diagnostic(what)
    await happen()
    await followTo(await head(channel))
  }
  while (still.length > 0) {
    await move(still, tabs).goOn()
  }
  await assertAllArrive(tabs, channel, await stopEmitting())
  await assertOnlyPoller(tabs, await onlyPoller(tabs))
  await close()

  /** Before the next thing happens, all tabs that run have come as far as the log was. */
  function followTo(position) {
    return Promise.all(
      tabs.map((tab) =>
        waitFor(`event ${position} in ${tab.name}`, async () => {
          return (await tab.ids(channel)).at(-1) >= position
        })
      )
    )
  }
})

const random = randomNumbers()

function take(list) {
  return list.splice(Math.floor(random() * list.length), 1)[0]
}

function move(from, to) {
  to.push(take(from))
  return to.at(-1)
}

async function crash(tab) {
  await tab.crash()
  // Playwright takes it for open, and would try to tell it that it is offline.
  await tab.close()
}

async function interrupt(context) {
  await context.setOffline(true)
  await context.setOffline(false)
}

async function head(channel) {
  return (await call(site.log, "cursors", [channel]))[channel].cursor
}
