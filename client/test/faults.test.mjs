// Faults planted on purpose: the random schedules find each of them, so they do look.

import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { fileURLToPath } from "node:url"

const CLIENT = fileURLToPath(new URL("..", import.meta.url))

const FAULTS = [
  {
    name: "the cursor moves when an event is taken, not when it has been dispatched",
    file: "reader.js",
    right: "    reader.end = to\n",
    wrong: "    reader.cursor = reader.end = to\n"
  },
  {
    name: "a page that begins beyond the cursor is read",
    file: "page.js",
    right: "asked.cursor !== null && asked.cursor <= need.cursor ?",
    wrong: "asked.cursor !== null ?"
  },
  {
    name: "an event that was seen is dispatched again",
    file: "reader.js",
    right: "    if (to <= reader.end) continue\n",
    wrong: ""
  },
  {
    name: "a channel goes on from the newest head, not from the one that came with the resync",
    file: "resync.js",
    right: "this.#context.onDone(reader, reader.head)",
    wrong: "this.#context.onDone(reader, { ...reader.head, cursor: Number(reader.head.cursor) + 1 })"
  }
]

/** Runs the schedules against a copy of the client. */
function schedules({ file, right, wrong }) {
  const copy = mkdtempSync(join(tmpdir(), "nosocket-fault-"))
  try {
    cpSync(CLIENT, copy, { recursive: true, filter: (path) => !/node_modules|dist/.test(path.slice(CLIENT.length)) })
    const source = readFileSync(join(copy, file), "utf8")
    assert.ok(source.includes(right), `${file} has changed: plant the fault elsewhere`)
    writeFileSync(join(copy, file), source.replace(right, wrong))
    const env = { ...process.env, NOSOCKET_SCHEDULES: "60" }
    delete env.NODE_TEST_CONTEXT
    return spawnSync(process.execPath, [join(copy, "test/schedules.test.mjs")], { env, encoding: "utf8" })
  } finally {
    rmSync(copy, { recursive: true })
  }
}

for (const fault of FAULTS) {
  test(`found: ${fault.name}`, () => {
    const { status, stdout } = schedules(fault)
    assert.equal(status, 1, stdout)
    assert.match(stdout, /schedule \d+: tab\d+/)
  })
}
