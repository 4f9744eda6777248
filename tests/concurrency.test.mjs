// Many processes emit to one SQLite file at once, while one follows and another cleans up.

import assert from "node:assert/strict"
import { text } from "node:stream/consumers"
import test from "node:test"

import { ownFolder } from "./support/folder.mjs"
import { call, newLog } from "./support/log.mjs"
import { phpProgram } from "./support/paths.mjs"
import { phpJson, startPhp } from "./support/php.mjs"
import { assertDense } from "./support/positions.mjs"
import { waitFor } from "./support/wait.mjs"

const PROCESSES = 32
const EMITS = 200
const CHANNELS = ["orders", "42", "user:7:mail"]
const EXPIRED_BEFORE = 1200

test(`${PROCESSES} processes × ${EMITS} emits: every channel dense, complete and in order`, async (t) => {
  const log = newLog(ownFolder("concurrency"))
  const options = JSON.stringify(log)
  await leaveExpiredEvents(log)

  const follower = background("follower.php", options, ...CHANNELS)
  const cleaner = background("cleaner.php", options, "expiring")
  const emitters = Array.from({ length: PROCESSES }, (_, n) =>
    phpJson(phpProgram("emitter.php"), { args: [options, EMITS, `p${n}`, ...rotated(CHANNELS, n)] })
  )
  const times = (await Promise.all(emitters)).flat()
  const { seen, resyncs, polls } = await follower.end()
  const removed = await cleaner.end()

  assert.deepEqual(resyncs, [])
  assert.ok(removed >= EXPIRED_BEFORE, `cleanup removed ${removed}`)
  const payloads = CHANNELS.flatMap((channel) => {
    assertDense(
      seen[channel].map(([id]) => id),
      channel
    )
    assertEachProcessInOrder(seen[channel])
    return seen[channel].map(([, payload]) => payload)
  })
  assert.equal(payloads.length, PROCESSES * EMITS)
  assert.equal(new Set(payloads).size, PROCESSES * EMITS)

  times.sort((a, b) => a - b)
  const at = (fraction) => `${times[Math.floor((times.length - 1) * fraction)].toFixed(1)} ms`
  t.diagnostic(
    `emits: p50 ${at(0.5)}, p99 ${at(0.99)}, slowest ${at(1)}; the follower polled ${polls} times, cleanup removed ${removed}`
  )
})

/** Gives cleanup more than one batch to do from its first call on. */
async function leaveExpiredEvents(log) {
  const entry = { channel: "expiring", event: "expiring", ttl_seconds: 1 }
  await call(
    log,
    "emitBatch",
    Array.from({ length: EXPIRED_BEFORE }, () => entry)
  )
  await waitFor("events to expire", async () => (await call(log, "diagnostics")).log.expired === EXPIRED_BEFORE)
}

/** Starts a program that runs until its input ends; end() resolves to the JSON that it then prints. */
function background(program, ...args) {
  const child = startPhp(phpProgram(program), { args, stdio: ["pipe", "pipe", "inherit"] })
  const printed = text(child.stdout)
  return {
    async end() {
      child.stdin.end()
      assert.equal((await child.exited).code, 0, `${program} failed`)
      return JSON.parse(await printed)
    }
  }
}

function rotated(list, by) {
  return list.map((_, index) => list[(index + by) % list.length])
}

function assertEachProcessInOrder(events) {
  const last = new Map()
  for (const [id, payload] of events) {
    const [label, n] = payload.split("-")
    assert.ok(Number(n) > (last.get(label) ?? -1), `event ${id} of ${label} came out of order`)
    last.set(label, Number(n))
  }
}
