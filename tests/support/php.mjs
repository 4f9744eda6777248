// PHP on the command line with the extension and the settings of one test, and nothing from this machine's php.ini.

import assert from "node:assert/strict"

import { extension } from "./paths.mjs"
import { run, start } from "./process.mjs"

export const PHP = process.env.PHP ?? "php"

/**
 * Arguments for php and php-fpm alike. `ini` maps directives to values; pdo and pdo_sqlite are always there, `modules`
 * are further ones of PHP's own.
 */
export function phpArguments(ini = {}, loaded = extension(), modules = []) {
  const directives = { display_errors: "stderr", log_errors: "0", ...ini }
  const settings = Object.entries(directives).map(([name, value]) => `${name}="${value}"`)
  const extensions = ["pdo", "pdo_sqlite", ...modules, ...(loaded ? [loaded] : [])].map((name) => `extension=${name}`)
  return ["-n", ...[...extensions, ...settings].flatMap((directive) => ["-d", directive])]
}

/** Runs a program to its end: {code, signal, stdout, stderr}. */
export function runPhp(program, { ini, loaded, modules, args = [], ...options } = {}) {
  return run(PHP, [...phpArguments(ini, loaded, modules), program, ...args.map(String)], options)
}

/** Runs a program that prints JSON, and resolves to what it printed. */
export async function phpJson(program, options) {
  const { code, stdout, stderr } = await runPhp(program, options)
  assert.equal(code, 0, `${program} failed: ${stderr}${stdout}`)
  assert.equal(stderr, "", `${program} complained`)
  return JSON.parse(stdout)
}

/** Starts a program and leaves it running. */
export function startPhp(program, { ini, loaded, args = [], ...options } = {}) {
  return start(PHP, [...phpArguments(ini, loaded), program, ...args.map(String)], options)
}
