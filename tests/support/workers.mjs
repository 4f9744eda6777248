// What the workers of an FPM hold: memory and file descriptors, as the kernel counts them.

import assert from "node:assert/strict"
import { readFileSync, readdirSync } from "node:fs"
import { setTimeout as pause } from "node:timers/promises"

const LOOKS = 5
const BETWEEN_LOOKS_MS = 10

/**
 * One entry for each worker of the pool: {pid, anonymousKb, descriptors}. Anonymous memory is what a process has
 * allocated; files and shared memory that it has mapped are not in it.
 *
 * @param {string} statusUrl where FPM answers `pm.status_path`
 */
export async function lookAtWorkers(statusUrl) {
  const { processes } = await (await fetch(`${statusUrl}?json&full`)).json()
  const workers = processes.map(async ({ pid }) => ({
    pid,
    anonymousKb: Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]),
    descriptors: await fewestDescriptors(pid)
  }))
  return (await Promise.all(workers)).sort((a, b) => a.pid - b.pid)
}

/** Of several looks: whoever has just answered, the status too, closes his connection a moment after the answer. */
async function fewestDescriptors(pid) {
  let fewest = Number.POSITIVE_INFINITY
  for (let look = 0; look < LOOKS; look++) {
    fewest = Math.min(fewest, readdirSync(`/proc/${pid}/fd`).length)
    await pause(BETWEEN_LOOKS_MS)
  }
  return fewest
}

/**
 * The rule of flatness: between two looks every worker is still the same process, none holds more than `growthKb` more,
 * and none has a file open that it had not.
 */
export function assertFlat(before, now, growthKb) {
  assert.deepEqual(
    now.map(({ pid }) => pid),
    before.map(({ pid }) => pid),
    "a worker has been replaced"
  )
  for (const [n, { pid, anonymousKb, descriptors }] of now.entries()) {
    const grown = anonymousKb - before[n].anonymousKb
    assert.ok(grown <= growthKb, `worker ${pid} has grown by ${grown} kB, from ${before[n].anonymousKb} kB`)
    assert.ok(
      descriptors <= before[n].descriptors,
      `worker ${pid}: ${descriptors} files, before ${before[n].descriptors}`
    )
  }
}
