// Signals that interrupt a process while it waits for its database: PHP-FPM sends some, and applications use alarms.

import assert from "node:assert/strict"
import { join } from "node:path"
import test from "node:test"
import { setTimeout as pause } from "node:timers/promises"

import { ownFolder } from "./support/folder.mjs"
import { firstLine, holdLock } from "./support/lock.mjs"
import { call, newLog } from "./support/log.mjs"
import { phpProgram } from "./support/paths.mjs"
import { startPhp } from "./support/php.mjs"
import { startMariadb, startPostgresql } from "./support/servers.mjs"

const SIGNALS = 20
const PAUSE_MS = 25

const folder = ownFolder("signals")
// Longer than the signals take, however slow the machine.
const SETTINGS = { statement_timeout: 60 }
const DATABASES = [
  { name: "SQLite", log: newLog(folder, SETTINGS), hold: () => holdLock(join(folder, "log.sqlite")) },
  ...[
    ["MariaDB", await startMariadb(), ["mysqlnd", "pdo_mysql"]],
    ["PostgreSQL", await startPostgresql(), ["pdo_pgsql"]]
  ].map(([name, server, modules]) => ({
    name,
    log: newLog(folder, { ...server, ...SETTINGS }),
    hold: () => holdRow(server, modules)
  }))
]

for (const { name, log, hold } of DATABASES) {
  test(`${name}: an emit that waits for a lock outlives ${SIGNALS} signals`, async () => {
    await call(log, "install")
    await call(log, "emit", "orders", "order.created")
    const release = await hold()
    const emitter = startPhp(phpProgram("waiting_emitter.php"), {
      args: [JSON.stringify(log)],
      stdio: ["ignore", "pipe", "inherit"]
    })
    let output = ""
    emitter.stdout.on("data", (chunk) => (output += chunk))
    await firstLine(emitter, "emitting")
    for (let sent = 0; sent < SIGNALS; sent++) {
      emitter.kill("SIGUSR1")
      await pause(PAUSE_MS)
    }
    await release()
    assert.deepEqual(await emitter.exited, { code: 0, signal: null })
    assert.deepEqual(JSON.parse(output.split("\n")[1]), { id: 2, signals: true })
  })
}

/** Holds the lock of a channel's row on a server, as a long transaction of the application would. */
async function holdRow({ dsn, user, password }, modules) {
  const holder = startPhp(phpProgram("hold_row.php"), {
    loaded: null,
    modules,
    args: [dsn, user, password],
    stdio: ["pipe", "pipe", "inherit"]
  })
  await firstLine(holder, "locked")
  return async () => {
    holder.stdin.end()
    await holder.exited
  }
}
