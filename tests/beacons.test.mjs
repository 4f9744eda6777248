// Beacons as hosts serve them: nginx with PHP-FPM, and Apache, each with the snippet of docs/beacons.md.

import assert from "node:assert/strict"
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import test, { after } from "node:test"

import { startApache } from "./support/apache.mjs"
import { ownFolder } from "./support/folder.mjs"
import { poll, request } from "./support/http.mjs"
import { asIni, call, callWithoutPrivilege, newLog } from "./support/log.mjs"
import { phpLocation } from "./support/nginx.mjs"
import { phpProgram, root } from "./support/paths.mjs"
import { PHP, phpArguments } from "./support/php.mjs"
import { codeBlock } from "./support/readme.mjs"
import { runOnSmallDisk } from "./support/small_disk.mjs"
import { startStack } from "./support/stack.mjs"
import { claims, signToken } from "./support/token.mjs"

const DOCUMENT = join(root, "docs/beacons.md")
const PATH = "/nosocket-beacons/"
const FORMAT = /^[0-9a-f]{16}\n$/

/** A document root with the folder of beacons, what does not belong there, and a log whose beacons these are. */
function newSite(folder) {
  const documentRoot = join(folder, "www")
  const beacons = join(documentRoot, PATH)
  mkdirSync(beacons, { recursive: true })
  writeFileSync(join(beacons, "planted.php"), "<?php echo 'this was', ' run';")
  writeFileSync(join(beacons, "notes.txt"), "somebody's notes")
  writeFileSync(join(beacons, ".nosocket-beacon-0123456789abcdef"), "0123456789abcdef\n")
  return { documentRoot, beacons, log: newLog(folder, { beacon_dir: beacons, beacon_url: PATH }) }
}

const folder = ownFolder("beacons")
const site = newSite(folder)
const stack = await startStack(folder, {
  documentRoot: site.documentRoot,
  locations: phpLocation("/poll.php", join(root, "public/poll.php")) + codeBlock(DOCUMENT, "nginx", "location"),
  ini: asIni(site.log)
})
const ask = (channels) => poll(`${stack.url}/poll.php`, channels, { grant: signToken(claims()) })

test("behind nginx, a poll names the file of its channel and what that holds, until an emit changes it", async () => {
  const { beacons } = (await ask({ orders: {} })).json
  const [[url, token]] = Object.entries(beacons)
  assert.match(url, /^\/nosocket-beacons\/[0-9a-f]{3}\.txt$/)
  const [served, again] = [await request(stack.url + url), await ask({ orders: {} })]
  assert.equal(served.text, `${token}\n`)
  assert.deepEqual(again.json.beacons, beacons, "an idle poll changes nothing")

  // From a process of its own, as cron does.
  await call(site.log, "emit", "orders", "order.created")
  const changed = (await request(stack.url + url)).text
  assert.match(changed, FORMAT)
  assert.notEqual(changed, `${token}\n`)
  const answer = (await ask({ orders: { cursor: 0 } })).json
  assert.deepEqual([answer.events.length, answer.beacons], [1, { [url]: changed.trimEnd() }])
})

test("a poll names a file for each bucket of its channels, and a refused one names none", async () => {
  const channels = Object.fromEntries(Array.from({ length: 20 }, (_, number) => [`channel-${number}`, {}]))
  const { beacons } = (await ask(channels)).json
  assert.ok(Object.keys(beacons).length > 10 && Object.keys(beacons).length <= 20)
  const refused = await poll(`${stack.url}/poll.php`, channels, { grant: "forged" })
  assert.equal(refused.status, 403)
  assert.ok(!("beacons" in refused.json))
})

test("nginx serves beacons as the document promises, and nothing else of the folder", async () => {
  await assertServedAlone(stack.url, site, 404)
})

test("nginx gives whoever asks again what the file holds now, also within the same second", async () => {
  await assertNeverNotModified(stack.url, site)
})

test("Apache with the .htaccess does the same, as a user that only reads", async () => {
  // Its workers are another user, who must be able to reach the files.
  const own = mkdtempSync(join(tmpdir(), "nosocket-apache-"))
  after(() => rmSync(own, { recursive: true }))
  chmodSync(own, 0o755)
  const apacheSite = newSite(own)
  writeFileSync(join(apacheSite.beacons, ".htaccess"), codeBlock(DOCUMENT, "apache", "Require"))
  const apache = await startApache(own, apacheSite)
  try {
    await assertServedAlone(apache.url, apacheSite, 403)
    await assertNeverNotModified(apache.url, apacheSite)
  } finally {
    await apache.stop()
  }
})

test("a folder that may not be written fails nothing, and diagnostics() says whom to let write", async () => {
  const own = ownFolder("beacons")
  const unwritable = newSite(own)
  const ini = { error_log: join(own, "php.log") }
  chmodSync(unwritable.beacons, 0o555)
  const calls = [
    ["emit", "orders", "order.created"],
    ["poll", { orders: { cursor: 0 } }, signToken(claims())],
    ["diagnostics"]
  ]
  const [emitted, polled, { result }] = await callWithoutPrivilege(unwritable.log, calls, ini)
  chmodSync(unwritable.beacons, 0o755)
  assert.equal(emitted.result.id, 1)
  assert.deepEqual([polled.result.events.length, polled.result.beacons], [1, undefined])
  assert.match(
    result.beacons.error,
    /nosocket-beacons\/? cannot be written: Permission denied .*; let the user that PHP runs as/
  )
  assert.equal(result.beacons.failures, 2)
  assert.equal(readFileSync(ini.error_log, "utf8").match(/cannot be written/g).length, 1, "told once a minute")
})

test("on a full disk a beacon that is there changes, a new one cannot be made, and emits and polls go on; room mends it", async () => {
  const own = ownFolder("beacons")
  const disk = join(own, "disk")
  mkdirSync(disk)
  const log = newLog(own, { beacon_dir: disk, beacon_url: PATH, beacon_buckets: 1 })
  const program = [
    ...phpArguments({ error_log: join(own, "php.log") }),
    phpProgram("full_beacons.php"),
    JSON.stringify(log)
  ]
  const { code, stdout, stderr } = await runOnSmallDisk(disk, PHP, program)
  assert.deepEqual([code, stderr], [0, ""])
  const { changed, files, error, failures, events, mended } = JSON.parse(stdout)
  assert.deepEqual(files, ["ballast"], "no temporary file is left")
  assert.match(error, /No space left on device .*; make room where .*\/disk lies/)
  assert.deepEqual([changed, failures, events, mended], [true, 3, 4, true])
})

async function assertServedAlone(base, { beacons, log }, refusal) {
  await call(log, "emit", "orders", "order.created")
  const [name] = readdirSync(beacons).filter((file) => /^[0-9a-f]{3}\.txt$/.test(file))
  const served = await request(base + PATH + name)
  assert.deepEqual([served.status, served.text], [200, readFileSync(join(beacons, name), "utf8")])
  assert.equal(served.headers.get("cache-control"), "public, max-age=1")
  assert.match(served.headers.get("content-type"), /^text\/plain\b/)
  assert.equal(served.headers.get("x-content-type-options"), "nosniff")
  for (const other of ["", "planted.php", "notes.txt", ".htaccess", ".nosocket-beacon-0123456789abcdef"]) {
    const { status, text } = await request(base + PATH + other)
    assert.equal(status, refusal, other)
    assert.doesNotMatch(text, /this was run|somebody|[0-9a-f]{3}\.txt/)
  }
}

/** Two versions of a file with the same time look alike to servers that compare times of whole seconds. */
async function assertNeverNotModified(base, { beacons, log }) {
  const emitAndFind = async () => {
    const before = new Map(readdirSync(beacons).map((name) => [name, readFileSync(join(beacons, name), "utf8")]))
    await call(log, "emit", "users", "user.created")
    const name = readdirSync(beacons).find((file) => readFileSync(join(beacons, file), "utf8") !== before.get(file))
    utimesSync(join(beacons, name), 1_700_000_000, 1_700_000_000)
    return name
  }
  const name = await emitAndFind()
  const { headers, text } = await request(base + PATH + name)
  const conditions = { "If-Modified-Since": headers.get("last-modified") ?? headers.get("date") }
  if (headers.has("etag")) {
    conditions["If-None-Match"] = headers.get("etag")
  }
  assert.equal(await emitAndFind(), name)
  const again = await request(base + PATH + name, { headers: conditions })
  assert.equal(again.status, 200)
  assert.match(again.text, FORMAT)
  assert.notEqual(again.text, text)
}
