// PHP's own SQLite and the extension's in one process: neither drops the other's locks on a file that both have open.

import assert from "node:assert/strict"
import { join } from "node:path"
import test from "node:test"

import { ownFolder } from "./support/folder.mjs"
import { call, newLog } from "./support/log.mjs"
import { firstLine } from "./support/lock.mjs"
import { extension, hooksExtension, phpProgram } from "./support/paths.mjs"
import { runPhp, startPhp } from "./support/php.mjs"

test("the extension's lock outlives a PDO that opens and closes the same file", async () => {
  await assertHeld("lock_across_pdo.php", hooksExtension())
})

test("a lock of PDO's outlives the extension that opens and closes the same file", async () => {
  await assertHeld("lock_across_nosocket.php", extension())
})

/** While the program holds the lock another process is refused; afterwards it is not. */
async function assertHeld(program, loaded) {
  const folder = ownFolder("locks")
  const log = newLog(folder)
  await call(log, "emit", "orders", "e")
  const holder = startPhp(phpProgram(program), {
    loaded,
    args: [JSON.stringify(log)],
    stdio: ["pipe", "pipe", "inherit"]
  })
  await firstLine(holder, "held")
  assert.match(await tryLock(folder), /database is locked/)
  holder.stdin.end()
  assert.equal((await holder.exited).code, 0)
  assert.equal(await tryLock(folder), "free")
}

async function tryLock(folder) {
  const { stdout, stderr } = await runPhp(phpProgram("try_lock.php"), {
    loaded: null,
    args: [join(folder, "log.sqlite")]
  })
  assert.equal(stderr, "")
  return stdout
}
