// How a page begins and ends with the client: from what PHP rendered, after a resync, with stop() and another start().

import assert from "node:assert/strict"
import { describe, test } from "node:test"

import { startBrowser } from "./support/browser.mjs"
import { ownFolder } from "./support/folder.mjs"
import { call } from "./support/log.mjs"
import { startSite } from "./support/site.mjs"
import { assertAllArrive, assertOnlyPoller, newChannel, onlyPoller, openTabs, VisibleTab } from "./support/tabs.mjs"
import { waitFor } from "./support/wait.mjs"

const folder = ownFolder("lifecycle")
const site = await startSite(folder)
const browser = await startBrowser()

describe("a page's client", { concurrency: true }, () => {
  test("an event between PHP's rendering and the page's first poll is delivered, and nothing before it", async () => {
    const context = await browser.newContext()
    for (const emittedBefore of [0, 3]) {
      const channel = newChannel()
      if (emittedBefore > 0) await site.emit(channel, emittedBefore)
      const tab = await VisibleTab.open(context, site, {
        name: `rendered after ${emittedBefore} events`,
        page: "/rendered.php",
        query: { channel },
        channels: { [channel]: {} },
        options: { token: site.grant },
        waits: true
      })
      await site.emit(channel, 2)
      assert.equal(tab.polls.length, 0)
      await tab.evaluate(() => {
        window.client.start()
      })
      await assertAllArrive([tab], channel, emittedBefore + 2, emittedBefore + 1)
    }
    await context.close()
  })

  for (const lacks of [[], ["locks"]]) {
    const how = lacks.length > 0 ? "without Web Locks" : "with Web Locks"
    test(`${how}: stop() leaves no lock, no lease and no poll behind, and start() goes on where it stood`, async () => {
      const {
        tabs: [stopped, other],
        channel,
        close
      } = await openTabs(browser, site, ["stopped", "other"], { lacks })
      assert.equal((await onlyPoller([stopped, other])).name, "stopped")
      await site.emit(channel, 2)
      await assertAllArrive([stopped, other], channel, 2)

      await stopped.evaluate(() => window.client.stop())
      assert.deepEqual(await stopped.state(), { role: "follower", status: "stopped" })
      await waitFor("the other tab to lead", async () => (await other.state()).role === "leader")
      await site.emit(channel, 2)
      await assertOnlyPoller([stopped, other], other)
      await assertAllArrive([other], channel, 4)
      assert.deepEqual(await stopped.ids(channel), [1, 2])

      await other.evaluate(() => window.client.stop())
      await waitFor("all locks to be free", async () => (await locks(stopped)).length === 0)
      assert.deepEqual(await leases(other), [])

      await stopped.evaluate(() => {
        window.client.start()
      })
      await assertAllArrive([stopped], channel, 4)
      await other.evaluate(() => {
        window.client.start()
      })
      await site.emit(channel, 2)
      await assertAllArrive([stopped, other], channel, 6)
      await assertOnlyPoller([stopped, other], await onlyPoller([stopped, other]))
      await close()
    })
  }

  test("stop() and start() in the same moment, again and again, lose nothing and leave one poller", async () => {
    const { tabs, channel, close } = await openTabs(browser, site, ["first", "second"])
    const stopEmitting = site.emitSteadily(channel)
    for (const tab of [...tabs, ...tabs, ...tabs]) {
      await onlyPoller(tabs)
      await tab.evaluate(() => {
        window.client.stop()
        window.client.start()
      })
    }
    await assertAllArrive(tabs, channel, await stopEmitting())
    await assertOnlyPoller(tabs, await onlyPoller(tabs))
    await close()
  })

  for (const resyncOnce of [false, true]) {
    const who = resyncOnce ? "one tab refreshes" : "each tab refreshes"
    test(`history that is gone: ${who}, and the channel goes on`, async () => {
      const setup = { resyncs: true, options: { resyncOnce } }
      const { emit, log, context, tabs, channel, close } = await openTabsOnOwnLog(setup)
      await emit(channel, 3)
      await assertAllArrive(tabs, channel, 3)
      await context.setOffline(true)
      await Promise.all(tabs.map((tab) => hasStatus(tab, "offline")))
      await emit(channel, 4, { ttl_seconds: 1 })
      await waitFor("the events to be cleaned up", async () => (await call(log, "cleanup")) > 0)
      await context.setOffline(false)
      await waitFor("onResync", async () => (await resyncs(tabs)).length >= (resyncOnce ? 1 : 2))
      await waitFor("both tabs to stand at the head", async () => {
        return (await cursors(tabs, channel)).every((cursor) => cursor === 7)
      })
      await emit(channel, 2)
      for (const tab of tabs) {
        await waitFor("the new events", async () => (await tab.ids(channel)).at(-1) === 9)
        assert.deepEqual(await tab.ids(channel), [1, 2, 3, 8, 9])
      }
      assert.deepEqual(await resyncs(tabs), resyncOnce ? [channel] : [channel, channel])
      await close()
    })
  }

  test("renewed epochs, as after a restored backup: every tab refreshes and the channel goes on", async () => {
    const { emit, log, tabs, channel, close } = await openTabsOnOwnLog({ resyncs: true })
    await emit(channel, 3)
    await assertAllArrive(tabs, channel, 3)
    await call(log, "renewEpochs")
    await waitFor("onResync", async () => (await resyncs(tabs)).length === 2)
    await emit(channel, 2)
    await assertAllArrive(tabs, channel, 5)
    assert.equal((await resyncs(tabs)).length, 2)
    await close()
  })

  test("an endpoint that sends no epochs, asked by a client that sends none", async () => {
    const { context, tabs, channel, open, close } = await openTabs(browser, site, [], { resyncs: true })
    const seen = { epochsAsked: 0, epochsAnswered: 0 }
    await context.route("**/poll.php", async (route) => {
      const { subscriptions } = route.request().postDataJSON()
      for (const subscription of Object.values(subscriptions)) {
        seen.epochsAsked += "epoch" in subscription
        delete subscription.epoch
      }
      const response = await route.fetch({ postData: JSON.stringify({ subscriptions }) })
      const answer = await response.json()
      seen.epochsAnswered += Object.keys(answer.epochs).length
      delete answer.epochs
      await route.fulfill({ response, json: answer })
    })
    tabs.push(await open("first"), await open("second"))
    const stopEmitting = site.emitSteadily(channel)
    const leader = await onlyPoller(tabs)
    await leader.close()
    const [left] = tabs.filter((tab) => tab !== leader)
    await onlyPoller([left])
    await assertAllArrive([left], channel, await stopEmitting())
    assert.equal(seen.epochsAsked, 0, "a client that was never told an epoch sends none")
    assert.ok(seen.epochsAnswered > 0)
    assert.deepEqual(await resyncs([left]), [])
    await close()
  })
})

let logs = 0

/** What concerns all channels of a log, such as cleanup, must not meet another test's. */
async function openTabsOnOwnLog(setup) {
  const own = await startSite(folder, { table_prefix: `own${++logs}_` })
  return { ...own, ...(await openTabs(browser, own, ["first", "second"], setup)) }
}

function locks(tab) {
  return tab.evaluate(async () => {
    const { held, pending } = (await navigator.locks?.query()) ?? { held: [], pending: [] }
    return [...held, ...pending].map((lock) => lock.name)
  })
}

function leases(tab) {
  return tab.evaluate(() => Object.keys(localStorage).filter((key) => !key.endsWith(":cursors")))
}

async function resyncs(tabs) {
  const records = await Promise.all(tabs.map((tab) => tab.record()))
  return records.flatMap((record) => record.resyncs.map(({ channel }) => channel))
}

function cursors(tabs, channel) {
  return Promise.all(tabs.map((tab) => tab.evaluate((name) => window.client.cursors[name].cursor, channel)))
}

function hasStatus(tab, status) {
  return waitFor(`${tab.name} to be ${status}`, async () => (await tab.state()).status === status)
}
