// Secrets are replaced, and grants taken back, on a running site while a browser polls: it goes on, and misses nothing.

import assert from "node:assert/strict"
import { cpSync, mkdirSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import test from "node:test"
import { setTimeout as pause } from "node:timers/promises"

import { startBrowser } from "./support/browser.mjs"
import { assertAnswered, assertRefused } from "./support/endpoint.mjs"
import { ownFolder } from "./support/folder.mjs"
import { poll } from "./support/http.mjs"
import { asIni, call, newLog } from "./support/log.mjs"
import { root } from "./support/paths.mjs"
import { startStack } from "./support/stack.mjs"
import { assertAllArrive, openTabs } from "./support/tabs.mjs"
import { waitFor } from "./support/wait.mjs"

const OLD = "the secret that was used before: 32 bytes and more"
const NEW = "the secret that is used from now on: 32 bytes and more"

const browser = await startBrowser()

test("a client polls through a rotation of the secret without a break", async () => {
  const site = await startRotating("key-rotation", OLD)
  const { tabs, channel, close } = await openTabs(browser, site, ["reader"], withProvider)
  const oldGrant = await call({ ...site.log, secret: OLD }, "grant", ["*"], "tester")
  let emitted = 0
  const assertGoesOn = async () => {
    await call(site.log, "emit", channel, "counted", ++emitted)
    await assertAllArrive(tabs, channel, emitted)
  }
  await assertGoesOn()

  // The new one signs, the old one is good as before.
  await site.setSecret([NEW, OLD])
  const duringGrant = await site.grantOfSite()
  assertAnswered(await poll(site.poll, {}, { grant: oldGrant }))
  assertAnswered(await poll(site.poll, {}, { grant: duringGrant }))
  await assertGoesOn()
  assert.equal((await tabs[0].record()).provided.length, 1, "the browser still has its first grant")

  // The old one goes: the browser is refused once, fetches a new grant and goes on.
  await site.setSecret([NEW])
  assertRefused(await poll(site.poll, {}, { grant: oldGrant }), 403, "grant_invalid")
  assertAnswered(await poll(site.poll, {}, { grant: duringGrant }))
  await assertGoesOn()
  await assertGoesOn()
  const { polls, provided } = await tabs[0].record()
  assert.deepEqual([provided.length, refusals(polls)], [2, 1])
  await close()
})

test("a client whose grants are revoked is refused once, and goes on if the application gives it another", async () => {
  const site = await startRotating("revocation", NEW)
  const { tabs, channel, close } = await openTabs(browser, site, ["reader"], withProvider)
  await call(site.log, "emit", channel, "counted", 1)
  await assertAllArrive(tabs, channel, 1)
  const grant = await site.grantOfSite()
  await call(site.log, "revoke", "tester")
  assertRefused(await poll(site.poll, {}, { grant }), 403, "grant_revoked")
  await call(site.log, "emit", channel, "counted", 2)
  await assertAllArrive(tabs, channel, 2)
  const { polls, provided } = await tabs[0].record()
  assert.deepEqual([provided.length, refusals(polls)], [2, 1])
  await close()
})

test("a client whose grants are revoked for good gets nothing more", async () => {
  const site = await startRotating("revocation-for-good", NEW)
  const token = await site.grantOfSite()
  const { tabs, channel, close } = await openTabs(browser, site, ["reader"], { options: { token } })
  await call(site.log, "emit", channel, "counted", 1)
  await assertAllArrive(tabs, channel, 1)
  await call(site.log, "revoke", "tester")
  await call(site.log, "emit", channel, "counted", 2)
  await waitFor("the refusal", async () => refusals((await tabs[0].record()).polls) > 0)
  assert.deepEqual(await tabs[0].ids(channel), [1])
  await close()
})

/** The page fetches its grants from the site, and keeps them for long. */
const withProvider = { provider: { ttlSeconds: 600 }, options: { token: undefined } }

function refusals(polls) {
  return polls.filter(({ status }) => status === 403).length
}

/** A site whose secret stands in its folder's .user.ini, which each worker of PHP's reads again once a second. */
async function startRotating(name, secret) {
  const folder = ownFolder(name)
  const documentRoot = join(folder, "public")
  mkdirSync(documentRoot)
  cpSync(join(root, "public/poll.php"), join(documentRoot, "poll.php"))
  cpSync(join(root, "tests/pages/grant.php"), join(documentRoot, "grant.php"))
  const { secret: _, ...log } = newLog(folder, {})
  const write = (secrets) => {
    // Whole at once: a worker must not read half of it.
    writeFileSync(join(folder, "user.ini"), `nosocket.secret = "${secrets.join(",")}"\n`)
    renameSync(join(folder, "user.ini"), join(documentRoot, ".user.ini"))
  }
  write([secret])
  const stack = await startStack(folder, {
    documentRoot,
    locations: `location /client/ { alias ${root}/client/; } location /pages/ { alias ${root}/tests/pages/; }`,
    ini: { ...asIni(log), "user_ini.cache_ttl": 0 }
  })
  const url = `${stack.url}/poll.php`
  return {
    ...stack,
    log,
    poll: url,
    /** Resolves once every worker has the secrets: in the second of its last look none looks again. */
    setSecret: async (secrets) => {
      write(secrets)
      await pause(1_100)
    },
    grantOfSite: async () => {
      const body = JSON.stringify({ channels: ["*"], ttl_seconds: 600 })
      return (await (await fetch(`${stack.url}/grant.php`, { method: "POST", body })).json()).token
    }
  }
}
