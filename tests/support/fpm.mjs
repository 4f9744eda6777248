// A private PHP-FPM with one pool on a Unix socket in the test's folder.

import assert from "node:assert/strict"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { PHP, phpArguments } from "./php.mjs"
import { run, start, stop } from "./process.mjs"
import { waitFor } from "./wait.mjs"

// Relative to the folder that the servers start in: an absolute path can be longer than a socket's name may be.
export const SOCKET = "fpm.sock"

const isRoot = process.getuid() === 0

/** Starts it and resolves once it listens. */
export async function startFpm(folder, { ini = {}, workers = 4, env = {}, loaded, modules } = {}) {
  const errorLog = join(folder, "php.log")
  writeFileSync(errorLog, "")
  writeFileSync(join(folder, "fpm.conf"), configuration(workers))
  // With the opcode cache, as hosts have it.
  const directives = { zend_extension: "opcache", ...ini, log_errors: "1", display_errors: "0", error_log: errorLog }
  const server = start(
    await fpmProgram(),
    [...phpArguments(directives, loaded, modules), "-F", "-p", ".", "-y", "fpm.conf", ...(isRoot ? ["-R"] : [])],
    { cwd: folder, stdio: "ignore", env: { ...process.env, ...env } }
  )
  await waitFor("PHP-FPM's socket", () => server.exitCode !== null || existsSync(join(folder, SOCKET)))
  assert.equal(server.exitCode, null, `PHP-FPM did not start: ${readFileSync(join(folder, "fpm.log"), "utf8")}`)
  return {
    pid: server.pid,
    errors: () => readFileSync(errorLog, "utf8"),
    stop: () => stop(server, "SIGTERM")
  }
}

// Workers that run as root read a checkout wherever it lies; nobody else can reach this server.
function configuration(workers) {
  return `
[global]
error_log = fpm.log
daemonize = no

[www]
${isRoot ? "user = root\ngroup = root" : ""}
listen = ${SOCKET}
pm = static
pm.max_children = ${workers}
catch_workers_output = yes
clear_env = no
`
}

/** The php-fpm of the same version as php. */
async function fpmProgram() {
  const { stdout } = await run(PHP, ["-n", "-r", "echo PHP_MAJOR_VERSION, '.', PHP_MINOR_VERSION;"])
  return `php-fpm${stdout}`
}
