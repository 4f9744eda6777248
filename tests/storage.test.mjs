// Database files that cannot be used: each is an exception that says what to do, and nothing is changed.

import assert from "node:assert/strict"
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import test from "node:test"

import { ownFolder } from "./support/folder.mjs"
import { call, callAll, callWithoutPrivilege, newLog } from "./support/log.mjs"
import { phpProgram } from "./support/paths.mjs"
import { PHP, phpArguments } from "./support/php.mjs"
import { runOnSmallDisk } from "./support/small_disk.mjs"

const METHODS = [
  ["emit", "orders", "order.created", 1],
  ["emitBatch", [{ channel: "orders", event: "order.created" }]],
  ["cursors", ["orders"]],
  ["cleanup"],
  ["install"],
  ["renewEpochs"]
]

test("a file that is no database is refused and kept byte for byte", async () => {
  const path = join(ownFolder("storage"), "log.sqlite")
  const content = "these are somebody's notes, not a database\n".repeat(500)
  writeFileSync(path, content)
  assertRefused(await tryAll(path), /log\.sqlite is not an SQLite database; name another file/)
  assert.equal(readFileSync(path, "utf8"), content)
})

test("a corrupt database is refused and kept byte for byte", async () => {
  const folder = ownFolder("storage")
  const path = join(folder, "log.sqlite")
  await call(
    newLog(folder),
    "emitBatch",
    Array.from({ length: 500 }, () => ({ channel: "orders", event: "e" }))
  )
  const content = readFileSync(path)
  // The header stays, so that it is a database; the schema's page and all others are gone.
  writeFileSync(path, content.fill(0xee, 100))
  assertRefused(await tryAll(path), /log\.sqlite is corrupt; restore a backup or remove the file/)
  assert.deepEqual(readFileSync(path), content)
})

test("a directory is refused", async () => {
  const path = join(ownFolder("storage"), "log.sqlite")
  mkdirSync(path)
  assertRefused(await tryAll(path), /log\.sqlite is a directory; name a file in it/)
  assert.deepEqual(readdirSync(path), [])
})

test("a missing folder is refused and not made", async () => {
  const folder = join(ownFolder("storage"), "missing")
  assertRefused(await tryAll(join(folder, "log.sqlite")), /folder .*missing does not exist; create it/)
  assert.ok(!existsSync(folder))
})

test("a file that may not be written is refused for writing and kept byte for byte", async () => {
  const folder = ownFolder("storage")
  const path = join(folder, "log.sqlite")
  await call(newLog(folder), "emit", "orders", "e")
  const content = readFileSync(path)
  chmodSync(path, 0o444)
  chmodSync(folder, 0o555)
  const answers = await tryAll(path, { unprivileged: true })
  chmodSync(folder, 0o755)
  assertRefused(answers, /log\.sqlite .*; let the user that PHP runs as (read and )?write the file and its folder/)
  assert.deepEqual(readFileSync(path), content)
})

test("a folder that may not be written is refused for a new log", async () => {
  const folder = ownFolder("storage")
  chmodSync(folder, 0o555)
  const answers = await tryAll(join(folder, "log.sqlite"), { unprivileged: true })
  chmodSync(folder, 0o755)
  assertRefused(answers, /log\.sqlite cannot be opened; let the user that PHP runs as/)
  assert.deepEqual(readdirSync(folder), [])
})

test("a full disk refuses the emit that does not fit; all before it stays, and room mends it", async () => {
  const folder = ownFolder("storage")
  const ballast = join(folder, "ballast")
  const program = [
    ...phpArguments({ "zend.assertions": 1 }),
    phpProgram("fill_disk.php"),
    JSON.stringify(newLog(folder)),
    ballast
  ]
  const script = 'head -c 300000 /dev/zero > "$0" && exec "$@"'
  const { code, stdout, stderr } = await runOnSmallDisk(folder, "sh", ["-c", script, ballast, PHP, ...program])
  assert.deepEqual([code, stderr], [0, ""])
  const { acknowledged, refusal, whileFull, next, afterwards } = JSON.parse(stdout)
  assert.match(refusal.message, /log\.sqlite is full; make room, nothing was stored/)
  assert.equal(refusal.code, "internal")
  assert.ok(acknowledged > 0)
  assert.equal(whileFull, acknowledged)
  assert.deepEqual([next, afterwards], [acknowledged + 1, acknowledged + 1])
})

/** Calls every method that needs the database, each in a process that has not yet opened it. */
async function tryAll(path, { unprivileged = false } = {}) {
  const options = newLog("", { dsn: `sqlite:${path}` })
  const calls = unprivileged ? callWithoutPrivilege : callAll
  return (await Promise.all(METHODS.map((method) => calls(options, [method])))).flat()
}

function assertRefused(answers, message) {
  assert.equal(answers.length, METHODS.length)
  for (const answer of answers) {
    assert.equal(answer.exception, "NoSocket\\StorageException", JSON.stringify(answer))
    assert.match(answer.message, message)
  }
}
