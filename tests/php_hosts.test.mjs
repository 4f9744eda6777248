// The ways in which PHP is run beside a plain PHP-FPM: its built-in server with several workers; FPM that starts and ends
// workers as it needs them, that replaces them, that is reloaded, that has preloaded a file. Apache has a file of its own.

import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import test from "node:test"

import { ownFolder } from "./support/folder.mjs"
import { poll } from "./support/http.mjs"
import { assertNoneLost, emitThrough, fetchOnce, processes } from "./support/load.mjs"
import { asIni, call, newLog } from "./support/log.mjs"
import { holdLock } from "./support/lock.mjs"
import { phpLocation } from "./support/nginx.mjs"
import { root } from "./support/paths.mjs"
import { PHP, phpArguments } from "./support/php.mjs"
import { freePort } from "./support/port.mjs"
import { start } from "./support/process.mjs"
import { startStack } from "./support/stack.mjs"
import { claims, signToken } from "./support/token.mjs"
import { waitFor } from "./support/wait.mjs"

const PAGES = join(root, "tests/pages/host")
const READY = /ready to handle connections/g

test("PHP's built-in server: four workers emit side by side", async () => {
  const folder = ownFolder("hosts")
  const port = await freePort()
  const server = start(PHP, [...phpArguments(asIni(newLog(folder))), "-S", `127.0.0.1:${port}`, "-t", PAGES], {
    env: { ...process.env, PHP_CLI_SERVER_WORKERS: "4" },
    stdio: "ignore"
  })
  const url = `http://127.0.0.1:${port}`
  const first = await waitFor("the built-in server", () =>
    emitThrough(url, { requests: 1, atOnce: 1 }).catch(() => null)
  )
  const answers = [...first, ...(await emitThrough(url, { requests: 300, atOnce: 8 }))]
  assertNoneLost(answers)
  assert.ok(processes(answers).size >= 2, `${processes(answers).size} processes`)
  // As Ctrl-C does: the workers' parent does not pass it on.
  process.kill(-server.pid, "SIGINT")
  assert.deepEqual(await server.exited, { code: 0, signal: null })
})

test("FPM with workers on demand: those that were idle end, and others go on", async () => {
  const { stack, log } = await startFpm("pm = ondemand\npm.max_children = 4\npm.process_idle_timeout = 1s")
  const answers = await emitThrough(stack.url, { requests: 100, atOnce: 4 })
  await waitFor("all workers to end", async () => running(processes(answers)) === 0)
  answers.push(...(await emitThrough(stack.url, { requests: 100, atOnce: 4 })))
  assertNoneLost(answers)
  assert.equal((await call(log, "cursors", ["orders"])).orders.cursor, 200)
  assertQuiet(stack)
})

test("FPM with max_requests: a worker is replaced after 50 requests, and none is lost", async () => {
  const { stack } = await startFpm("pm = static\npm.max_children = 4\npm.max_requests = 50")
  const answers = await emitThrough(stack.url, { requests: 1000, atOnce: 8 })
  assertNoneLost(answers)
  assert.ok(processes(answers).size >= 20, `${processes(answers).size} processes`)
  assertQuiet(stack)
})

test("FPM reloaded under load loses no request, not one that waits for the database either", async () => {
  const { stack, log, folder } = await startFpm("pm = static\npm.max_children = 4\npm.status_path = /status")
  const answers = []
  for (let round = 0; round < 4; round++) {
    let reloaded
    const during = () => (reloaded = reload(stack))
    answers.push(...(await emitThrough(stack.url, { requests: 100, atOnce: 8, during })))
    await reloaded
  }
  const release = await holdLock(join(folder, "log.sqlite"))
  const waiting = emitThrough(stack.url, { requests: 3, atOnce: 3 })
  // The three, and the one that says so.
  await waitFor("three requests under way", async () => (await status(stack))["active processes"] === 4)
  const reloaded = reload(stack)
  await waitFor("the reload to begin", () => times(stack, /Reloading in progress/g) === 5)
  await release()
  answers.push(...(await waiting))
  await reloaded
  assertNoneLost(answers)
  assert.equal((await call(log, "cursors", ["orders"])).orders.cursor, 403)
  assertQuiet(stack)
})

test("FPM that has preloaded a file which emits: its workers emit on connections of their own", async () => {
  const isRoot = process.getuid() === 0
  const preload = {
    "opcache.preload": join(PAGES, "preload.php"),
    ...(isRoot ? { "opcache.preload_user": "root" } : {})
  }
  const { stack, log } = await startFpm("pm = static\npm.max_children = 4", {}, preload)
  const before = (await call(log, "cursors", ["orders"])).orders.cursor
  assert.equal(before, 1)
  assertNoneLost(await emitThrough(stack.url, { requests: 200, atOnce: 8 }), before + 1)
  assertQuiet(stack)
})

test("answers that do not fit into memory_limit end their requests, and leave nothing behind in the worker", async () => {
  const { stack, log } = await startFpm(
    "pm = static\npm.max_children = 1",
    { max_payload: 1 << 20 },
    { memory_limit: "4M" }
  )
  for (let n = 0; n < 8; n++) {
    await call(log, "emit", "orders", "big", "x".repeat(1_000_000))
  }
  const pid = Number((await fetchOnce(`${stack.url}/greedy.php?pid`)).text)
  const fail = async (times) => {
    for (let n = 0; n < times; n++) {
      assert.equal((await fetchOnce(`${stack.url}/greedy.php`)).status, 500)
    }
  }
  await fail(10)
  const before = residentMegabytes(pid)
  await fail(50)
  const grown = residentMegabytes(pid) - before
  // What one of them has read is 8 MB, and as much again as text.
  assert.ok(grown < 40, `the worker has grown by ${grown} MB over 50 failures`)
  assert.equal((await emitThrough(stack.url, { requests: 1, atOnce: 1 }))[0].pid, pid)
  assert.match(stack.phpErrors(), /Allowed memory size/)
})

test("an application that replaces php://input may emit while the body is read, and may fail in it", async () => {
  const { stack } = await startFpm("pm = static\npm.max_children = 1")
  const grant = signToken(claims())
  const read = await poll(`${stack.url}/replaced_input.php`, {}, { grant })
  assert.deepEqual(
    read.json?.events?.map(({ id }) => id),
    [1],
    read.text
  )
  assert.equal((await poll(`${stack.url}/replaced_input.php?fails`, {}, { grant })).status, 500)
  assert.match(stack.phpErrors(), /no body/)
  // Nothing is locked.
  assert.equal((await emitThrough(stack.url, { requests: 1, atOnce: 1 }))[0].id, 3)
})

/** The pages of this test behind nginx and an FPM with this pool, over a log of their own. */
async function startFpm(pool, options = {}, ini = {}) {
  const folder = ownFolder("hosts")
  const log = newLog(folder, options)
  const stack = await startStack(folder, {
    documentRoot: PAGES,
    locations: phpLocation("/status", "unused"),
    ini: { ...asIni(log), ...ini },
    pool
  })
  return { stack, log, folder }
}

/** No worker has died, and PHP has complained about nothing. */
function assertQuiet(stack) {
  assert.doesNotMatch(stack.allLogs(), /exited on signal/)
  assert.equal(stack.phpErrors(), "")
}

/** Reloads FPM, and resolves when its workers are new. */
function reload(stack) {
  const before = times(stack, READY)
  stack.reloadPhp()
  return waitFor("FPM to be reloaded", () => times(stack, READY) > before)
}

function times(stack, pattern) {
  return stack.allLogs().match(pattern)?.length ?? 0
}

/** What FPM says about its pool. */
async function status(stack) {
  return JSON.parse((await fetchOnce(`${stack.url}/status?json`)).text)
}

/** How many of these processes are there still. */
function running(pids) {
  return [...pids].filter((pid) => {
    try {
      process.kill(pid, 0)
      return true
    } catch {
      return false
    }
  }).length
}

function residentMegabytes(pid) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024
}
