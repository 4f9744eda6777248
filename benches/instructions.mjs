// How many instructions the calls take on SQLite, counted by callgrind: unlike times, the same on a busy machine. Compared
// with the counts that are kept beside this file.

import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { copyFileSync, readFileSync, writeFileSync } from "node:fs"
import { cpus } from "node:os"
import { join } from "node:path"

import { SECRET } from "../tests/support/log.mjs"
import { root } from "../tests/support/paths.mjs"
import { PHP, phpArguments, phpJson } from "../tests/support/php.mjs"
import { run } from "../tests/support/process.mjs"

const CASES = [
  "idle poll",
  "poll with 10 events",
  "idle poll, head_cache = 0",
  "poll with 10 events, head_cache = 0",
  "idle poll of 100 channels",
  "verify: poll of no channel",
  "grant",
  "emit"
]
const PROGRAM = join(root, "benches/instructions.php")
const KEPT = join(root, "benches/instructions.json")
// The difference between these two is what the calls between them cost, without PHP's start and the first call's work.
const [FEW, MANY] = [20, 120]

/** Resolves to {now, kept}, each {versions, counts: {case: instructions of a call}}. With `renew` they are kept. */
export async function measure({ folder, options: { renew } }) {
  const log = join(folder, "instructions.sqlite")
  const database = { dsn: `sqlite:${log}` }
  const logs = [{ options: {}, channels: 500, active: 500, events: 10_000 }]
  await phpJson(join(root, "benches/generate.php"), { input: JSON.stringify({ database, logs }) })
  const now = { versions: await versions(), counts: {} }
  for (const name of CASES) {
    const [few, many] = await Promise.all([FEW, MANY].map((calls) => count(log, name, calls)))
    now.counts[name] = Math.round((many - few) / (MANY - FEW))
  }
  if (renew) writeFileSync(KEPT, `${JSON.stringify(now, null, 2)}\n`)
  return { now, kept: JSON.parse(readFileSync(KEPT, "utf8")) }
}

/** All instructions of one PHP process that makes so many calls on a copy of the log. */
async function count(log, name, calls) {
  const own = `${log}-${calls}`
  copyFileSync(log, own)
  const settings = { dsn: `sqlite:${own}`, secret: SECRET, rate_limiter: "off", cleanup_probability: 0 }
  const callgrind = ["--tool=callgrind", "--callgrind-out-file=/dev/null"]
  const { code, stderr } = await run("valgrind", [...callgrind, PHP, ...phpArguments(), PROGRAM, name, String(calls)], {
    input: JSON.stringify(settings)
  })
  const collected = /Collected : (\d+)/.exec(stderr)
  assert.ok(code === 0 && collected, `callgrind on ${name}: ${stderr}`)
  return Number(collected[1])
}

/** What the counts depend on, besides our own code. */
async function versions() {
  const version = (command, ...args) => /\d+\.[\d.]+/.exec(execFileSync(command, args, { encoding: "utf8" }))[0]
  return {
    ...(await phpJson(PROGRAM)),
    rustc: version("rustc", "--version"),
    glibc: version("getconf", "GNU_LIBC_VERSION"),
    valgrind: version("valgrind", "--version"),
    processor: cpus()[0].model.trim()
  }
}

export function tables({ now, kept }) {
  const said = (versions) =>
    Object.entries(versions)
      .map((entry) => entry.join(" "))
      .join(", ")
  const others = said(kept.versions) === said(now.versions) ? "" : `; kept with ${said(kept.versions)}`
  const rows = Object.entries(now.counts).map(([name, count]) => {
    const before = kept.counts[name]
    const change = before ? `${(((count - before) / before) * 100).toFixed(2)} %` : ""
    return [name, count.toLocaleString("en"), before?.toLocaleString("en") ?? "", change]
  })
  return [
    {
      title: `SQLite: instructions a call; ${said(now.versions)}${others}`,
      head: ["call", "now", "kept", "change"],
      rows
    }
  ]
}
