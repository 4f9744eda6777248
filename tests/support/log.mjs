// An event log of one test, and the class NoSocket called on it from JavaScript, through a PHP process of its own.

import assert from "node:assert/strict"
import { join } from "node:path"

import { phpProgram, root } from "./paths.mjs"
import { PHP, phpArguments, phpJson } from "./php.mjs"
import { run } from "./process.mjs"

export const SECRET = "the secret of the system tests: 32 bytes and more"

/** Options for `new NoSocket()` on a log in this folder, without what would make a test depend on chance. */
export function newLog(folder, options = {}) {
  return {
    dsn: `sqlite:${join(folder, "log.sqlite")}`,
    secret: SECRET,
    rate_limiter: "off",
    cleanup_probability: 0,
    ...options
  }
}

/** The same settings as php.ini directives. */
export function asIni(options) {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [`nosocket.${name}`, value]))
}

/**
 * Calls methods one after the other in one process; each call is [method, …arguments]. Resolves to one entry a call:
 * {result}, or {exception, code, message, parents}.
 */
export function callAll(options, calls, process = {}) {
  return phpJson(phpProgram("call.php"), { ...process, input: JSON.stringify({ options, calls }) })
}

/** Calls one method and resolves to its result; an exception in PHP is one here. */
export async function call(options, ...call) {
  const [answer] = await callAll(options, [call])
  if (answer.exception) {
    throw new Error(`${call[0]}() threw ${answer.exception}: ${answer.message}`)
  }
  return answer.result
}

/** The same by a user who is held to permissions: root may write everything, but for two of its capabilities. */
export async function callWithoutPrivilege(options, calls, ini = {}) {
  const php = [PHP, ...phpArguments(ini), phpProgram("call.php")]
  const drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]
  const [command, ...args] = process.getuid() === 0 ? [...drop, ...php] : php
  const { stdout, stderr } = await run(command, args, { cwd: root, input: JSON.stringify({ options, calls }) })
  assert.equal(stderr, "")
  return JSON.parse(stdout)
}
