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
  return ["-n", ...directives(ini, loaded, modules).flatMap((directive) => ["-d", directive])]
}

/** The same as a php.ini, for hosts that take no arguments. */
export function iniFile(ini) {
  return `${directives(ini, extension(), []).join("\n")}\n`
}

function directives(ini, loaded, modules) {
  const settings = Object.entries({ display_errors: "stderr", log_errors: "0", ...ini })
  const extensions = ["pdo", "pdo_sqlite", ...modules, ...(loaded ? [loaded] : [])]
  return [...extensions.map((name) => `extension=${name}`), ...settings.map(([name, value]) => `${name}="${value}"`)]
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
export function startPhp(program, { ini, loaded, modules, args = [], ...options } = {}) {
  return start(PHP, [...phpArguments(ini, loaded, modules), program, ...args.map(String)], options)
}
