// A web host as people rent it: nginx and PHP-FPM with the extension, private to one test, stopped after it.

import { mkdirSync, mkdtempSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { after } from "node:test"

import { startFpm } from "./fpm.mjs"
import { startNginx } from "./nginx.mjs"

/**
 * Starts both and stops them after the tests of the file.
 *
 * @param {string} folder where their files go
 * @param {object} options `documentRoot`, `locations` (nginx directives); `ini`, `workers`, `pool`, `env`, `loaded`, `modules` for PHP
 */
export async function startStack(folder, options) {
  const { stop, ...stack } = await launchStack(folder, options)
  after(stop)
  return stack
}

/** The same for whoever stops them. */
export async function launchStack(folder, { documentRoot, locations, ...php }) {
  mkdirSync(folder, { recursive: true })
  const own = mkdtempSync(join(folder, "stack-"))
  const fpm = await startFpm(own, php)
  const read = (name) => readFileSync(join(own, name), "utf8")
  const nginx = await startNginx(own, { documentRoot, locations })
  return {
    url: nginx.url,
    /** The process id of PHP-FPM's master. */
    fpmPid: fpm.pid,
    /** PHP's error log so far. */
    phpErrors: fpm.errors,
    /** PHP-FPM's own log so far. */
    fpmLog: () => read("fpm.log"),
    reloadPhp: fpm.reload,
    /** Everything that the servers have written down so far. */
    allLogs: () => ["php.log", "fpm.log", "nginx.log", "access.log"].map(read).join("\n"),
    stop: () => Promise.all([nginx.stop(), fpm.stop()])
  }
}
