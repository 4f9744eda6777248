// `kill -9` of emitters, followers and cleaners at random moments: the log stays whole and keeps all that was acknowledged.

import assert from "node:assert/strict"
import { closeSync, existsSync, openSync, readFileSync } from "node:fs"
import { join } from "node:path"
import test from "node:test"
import { setTimeout as pause } from "node:timers/promises"

import { ownFolder } from "./support/folder.mjs"
import { call, newLog } from "./support/log.mjs"
import { phpProgram } from "./support/paths.mjs"
import { phpJson, startPhp } from "./support/php.mjs"
import { assertDense } from "./support/positions.mjs"
import { kill } from "./support/process.mjs"
import { randomNumbers, seed } from "./support/random.mjs"

const ROUNDS = 200
const LONGEST_ROUND_MS = 100
const CHANNELS = ["orders", "42"]
const EXPIRING = "expiring"

const folder = ownFolder("kill")
const log = newLog(folder, { cleanup_probability: 0.05, poll_limit: 1000 })
const options = JSON.stringify(log)

/** Who runs and is killed; `start` gets a number that is never used again. */
const roles = {
  emitter: (n) => record("emitted", "acknowledging_emitter.php", options, `e${n}`, ...CHANNELS),
  follower: () => record("followed", "recording_follower.php", options, JSON.stringify(lastFollowed())),
  cleaner: () => record(null, "cleaner.php", options, EXPIRING)
}
const victims = ["emitter", "emitter", "emitter", "emitter", "follower", "cleaner"]

test(`${ROUNDS} rounds of kill -9: the log is whole and holds all that was acknowledged, once`, async (t) => {
  t.diagnostic(`seed ${seed}; NOSOCKET_TEST_SEED=${seed} kills in the same order`)
  const killed = await killAtRandom()
  const acknowledged = lines("emitted")
  t.diagnostic(`killed ${JSON.stringify(killed)}; ${acknowledged.length} events were acknowledged`)

  await assertTablesWhole()
  await assertStillWritable()
  const stored = await readAll()
  assertHolds(stored, acknowledged)
  assertBatchesWhole(stored)
  assertFollowed(stored)
})

/** Keeps all victims running, kills one a round and starts it anew; at the end kills them all. */
async function killAtRandom() {
  const random = randomNumbers()
  const killed = { emitter: 0, follower: 0, cleaner: 0 }
  let started = 0
  const running = victims.map((role) => roles[role](started++))
  for (let round = 0; round < ROUNDS; round++) {
    // Not to wait for anything: the moment of the kill is what varies.
    await pause(random() * LONGEST_ROUND_MS)
    const victim = Math.floor(random() * victims.length)
    assert.equal(running[victim].exitCode, null, `the ${victims[victim]} ended by itself`)
    await kill(running[victim])
    killed[victims[victim]] += 1
    running[victim] = roles[victims[victim]](started++)
  }
  await Promise.all(running.map(kill))
  return killed
}

/** Starts a program that appends its lines to a file, or whose lines do not matter. */
function record(file, program, ...args) {
  const output = openSync(file === null ? "/dev/null" : join(folder, file), "a")
  const child = startPhp(phpProgram(program), { args, stdio: ["pipe", output, "inherit"] })
  closeSync(output)
  return child
}

/** What was recorded whole: [channel, position, token]. */
function lines(file) {
  const path = join(folder, file)
  const text = existsSync(path) ? readFileSync(path, "utf8") : ""
  return text
    .split("\n")
    .filter((line) => line.endsWith(" ."))
    .map((line) => line.split(" "))
}

/** Where the killed follower stood, by what it has written down. */
function lastFollowed() {
  const cursors = Object.fromEntries(CHANNELS.map((channel) => [channel, 0]))
  for (const [channel, position] of lines("followed")) {
    cursors[channel] = Number(position)
  }
  return cursors
}

async function assertTablesWhole() {
  const tables = await phpJson(phpProgram("inspect.php"), { loaded: null, args: [join(folder, "log.sqlite")] })
  assert.deepEqual([tables.integrity, tables.orphans], ["ok", 0])
  assert.deepEqual(tables.channels.map(({ name }) => name).sort(), [...CHANNELS, EXPIRING].sort())
  for (const { name, head, floor, positions } of tables.channels) {
    assert.equal(floor > 0, name === EXPIRING, `${name}: floor ${floor}`)
    assertDense(positions, name, floor + 1)
    assert.equal(floor + positions.length, head, `${name}: head`)
  }
}

async function assertStillWritable() {
  for (const channel of CHANNELS) {
    const { [channel]: before } = await call(log, "cursors", [channel])
    const event = await call(log, "emit", channel, "last", "last")
    assert.equal(event.id, before.cursor + 1)
  }
}

/** All events of all channels by polling, as a map from channel to tokens in the order of positions. */
async function readAll() {
  const grant = await call(log, "grant", ["*"], "reader")
  const stored = Object.fromEntries(CHANNELS.map((channel) => [channel, []]))
  let subscriptions = Object.fromEntries(CHANNELS.map((channel) => [channel, { cursor: null, replay: "retained" }]))
  let answer
  do {
    answer = await call(log, "poll", subscriptions, grant)
    assert.deepEqual(answer.resync_required, [])
    for (const event of answer.events) {
      stored[event.channel].push(event.payload)
      assert.equal(event.id, stored[event.channel].length, `${event.channel} is dense`)
    }
    subscriptions = Object.fromEntries(CHANNELS.map((channel) => [channel, { cursor: answer.cursors[channel] }]))
  } while (answer.has_more)
  return stored
}

/** Each acknowledged event stands where emit() said; no event, acknowledged or not, stands there twice. */
function assertHolds(stored, acknowledged) {
  for (const channel of CHANNELS) {
    assert.equal(new Set(stored[channel]).size, stored[channel].length, `${channel} holds an event twice`)
  }
  for (const [channel, position, token] of acknowledged) {
    assert.equal(stored[channel][position - 1], token, `${channel} ${position} was acknowledged`)
  }
  const total = CHANNELS.reduce((sum, channel) => sum + stored[channel].length, 0)
  // A kill can come between commit and acknowledgement of one emit, which is a batch at most.
  const mostUnacknowledged = (ROUNDS + victims.length) * CHANNELS.length + CHANNELS.length
  assert.ok(total - acknowledged.length <= mostUnacknowledged, `${total} stored, ${acknowledged.length} acknowledged`)
}

/** A batch is in all of its channels or in none, also when its process was killed. Every third emit was one. */
function assertBatchesWhole(stored) {
  const isBatch = (token) => /-\d+$/.test(token) && Number(token.split("-")[1]) % 3 === 0
  const [first, ...others] = CHANNELS.map((channel) => stored[channel].filter(isBatch).sort())
  assert.ok(first.length > 0)
  others.forEach((other) => assert.deepEqual(other, first))
}

/** The followers together saw every event up to where the last one was killed, in order, each once. */
function assertFollowed(stored) {
  const followed = lines("followed")
  assert.ok(followed.length > 0)
  for (const channel of CHANNELS) {
    const seen = followed.filter(([name]) => name === channel)
    assertDense(
      seen.map(([, position]) => Number(position)),
      channel
    )
    assert.deepEqual(
      seen.map(([, , token]) => token),
      stored[channel].slice(0, seen.length)
    )
  }
}
