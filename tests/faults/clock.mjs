// A wall clock for PHP that can be moved while it runs. Clocks that only measure durations stay as they are.

import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { callAll } from "../support/log.mjs"
import { root } from "../support/paths.mjs"

const CHECKED_BY_S = 7200

/**
 * Makes one with its files in this folder: {env, set}. `env` is the environment of a PHP that follows it, `set` moves it
 * to so many seconds from the true time.
 */
export async function movableClock(folder) {
  const preloaded = join(folder, "shallow_dlopen.so")
  execFileSync("gcc", ["-shared", "-fPIC", "-o", preloaded, `${root}/tests/faults/shallow_dlopen.c`])
  const file = join(folder, "clock")
  const env = {
    ...process.env,
    LD_PRELOAD: `${preloaded} ${libfaketime()}`,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
    DONT_FAKE_MONOTONIC: "1"
  }
  const set = (seconds) => {
    writeFileSync(`${file}.new`, `${seconds < 0 ? "" : "+"}${seconds}\n`)
    renameSync(`${file}.new`, file)
  }
  set(CHECKED_BY_S)
  await assertMoved(env)
  set(0)
  return { env, set }
}

function libfaketime() {
  const found = readdirSync("/usr/lib").map((name) => join("/usr/lib", name, "faketime/libfaketime.so.1"))
  const library = found.find((path) => existsSync(path))
  assert.ok(library, "libfaketime is not installed; run: make setup")
  return library
}

/** The extension itself must see it; otherwise nothing would be tested. */
async function assertMoved(env) {
  const secret = "whatever, as long as it is long enough"
  const [{ result: grant }] = await callAll({ secret }, [["grant", ["orders"], "somebody"]], { env })
  const { iat } = JSON.parse(Buffer.from(grant.split(".")[1], "base64url").toString())
  const moved = iat - Date.now() / 1000
  assert.ok(moved > CHECKED_BY_S / 2, `the extension's clock has moved by ${moved} s only`)
}
