// One round: a workload, a schedule of faults meanwhile, recovery, and what the checker says of the record.

import { setTimeout as pause } from "node:timers/promises"

import { call } from "../support/log.mjs"
import { randomNumbers } from "../support/random.mjs"
import { waitFor } from "../support/wait.mjs"
import { check } from "./checker.mjs"
import { CommandLineEmitter, WebEmitter } from "./emitters.mjs"
import { Follower } from "./follower.mjs"
import { KINDS } from "./kinds.mjs"
import { WORKERS } from "./stage.mjs"

/**
 * When the last fault has ended, everybody emits and is answered again within this time, in milliseconds: the stage's
 * timeouts for a connection and a statement, twice for a poll, and what a browser waits for an answer that is lost come
 * to less than half of it; the rest is for busy machines.
 */
export const RECOVER_WITHIN_MS = 60_000
const BEGIN_WITHIN_MS = 180_000
const LOOK_EVERY_MS = 20

/** Channels whose names are near enough to be mixed up, and one whose events expire; `{n}` is the round. */
const CHANNELS = ["{n}:orders", "{n}:Orders", "{n}:orders_", "{n}:orders-", "{n}:user:1", "{n}:user:11"]
const EXPIRING = "{n}:expiring"

/** Who follows what, by what grant, and asks now and then for a channel that no grant of theirs covers. */
const FOLLOWERS = [
  { channels: ["{n}:orders"], granted: ["{n}:orders"], foreign: "{n}:Orders" },
  { channels: ["{n}:Orders", "{n}:orders_"], granted: ["{n}:Orders", "{n}:orders_"], foreign: "{n}:orders-" },
  { channels: ["{n}:user:1", "{n}:orders-"], granted: ["{n}:user:1", "{n}:orders-"], foreign: "{n}:user:11" },
  { channels: ["{n}:user:11", EXPIRING], granted: ["{n}:user:11*", EXPIRING], foreign: "{n}:user:1" }
]

/**
 * Runs one and resolves to what was found.
 *
 * @param {object} stage
 * @param {number} n the round's number, which no other on this stage has
 * @param {import("./plan.mjs").Fault[]} faults
 * @returns {Promise<{violations: import("./checker.mjs").Violation[], slowest: {who: string, ms: number}, counts: object}>}
 */
export async function runRound(stage, n, faults) {
  const before = { php: stage.phpErrors().length, fpm: stage.fpmLog().length }
  const workload = startWorkload(stage, n)
  const everybody = [...workload.allEmitters, ...workload.followers]
  await begin(everybody)
  await playSchedule(stage, workload, faults)
  const recoveries = await recover(everybody)
  await Promise.all(workload.allEmitters.map((emitter) => emitter.stop()))
  const log = await letFollowersEnd(stage, [...CHANNELS, EXPIRING].map(numbered(n)), workload.followers)
  const emits = workload.allEmitters.flatMap(({ emits }) => emits)
  const expires = stage.database === "sqlite" && faults.some(({ kind }) => KINDS[kind].movesClock)
  // Of all, after every start of the server: docs/databases.md, Restarts.
  const renews = stage.database === "mariadb" && faults.some(({ kind }) => KINDS[kind].restarts)
  const isExpiring = (channel) => channel === numbered(n)(EXPIRING)
  const violations = check({
    emits,
    followers: workload.followers,
    log,
    mayResync: (channel) => expires || renews || isExpiring(channel),
    mayExpire: (channel) => expires || isExpiring(channel),
    recoveries,
    recoverWithinMs: RECOVER_WITHIN_MS,
    complaints: [...complaints(workload), ...(await lostWorkers(stage, before))]
  })
  return { violations, slowest: slowest(recoveries), counts: count(emits, workload.followers) }
}

function numbered(n) {
  return (name) => name.replace("{n}", n)
}

function startWorkload(stage, n) {
  const channels = CHANNELS.map(numbered(n))
  const random = randomNumbers(n)
  const commandLine = { channels, log: stage.log, env: stage.env }
  const emitters = ["a", "b", "c"].map((name) => new CommandLineEmitter(name, commandLine))
  const cleaner = new CommandLineEmitter("x", { ...commandLine, channels: [numbered(n)(EXPIRING)], expiring: true })
  const web = ["w", "v"].map((name) => new WebEmitter(name, { channels, url: stage.urls.emit, random }))
  const followers = FOLLOWERS.map(({ channels, granted, foreign }, index) => {
    const own = {
      channels: channels.map(numbered(n)),
      granted: granted.map(numbered(n)),
      foreign: numbered(n)(foreign)
    }
    return new Follower(`follower ${index + 1}`, { ...own, expiring: numbered(n)(EXPIRING), urls: stage.urls, random })
  })
  return { emitters, cleaner, allEmitters: [...emitters, cleaner, ...web], followers }
}

/** Every group's faults one after the other, the groups beside one another. */
async function playSchedule(stage, workload, faults) {
  const began = performance.now()
  const groups = new Map()
  for (const fault of faults) {
    const { group } = KINDS[fault.kind]
    groups.set(group, [...(groups.get(group) ?? []), fault])
  }
  await Promise.all(
    [...groups.values()].map(async (own) => {
      for (const { kind, at, lasts, seed } of own) {
        await pause(Math.max(0, began + at - performance.now()))
        const end = await KINDS[kind].begin(stage, workload, randomNumbers(seed))
        await pause(lasts)
        await end()
      }
    })
  )
}

/** Waits until everybody has had a success, so that faults meet people at work. */
async function begin(everybody) {
  const begun = await successesSince(0, everybody, BEGIN_WITHIN_MS)
  const idle = everybody.filter((one) => !begun.has(one)).map(({ name }) => name)
  if (idle.length > 0) throw new Error(`without any fault these never succeeded: ${idle.join(", ")}`)
}

/** How long it takes until everybody has done successfully what they began after the last fault. */
async function recover(everybody) {
  const recovered = await successesSince(performance.now(), everybody, RECOVER_WITHIN_MS)
  return everybody.map((one) => ({ who: one.name, ms: recovered.get(one) ?? null }))
}

/** After how many milliseconds each has succeeded in what began after this time; who has not in time is missing. */
async function successesSince(time, everybody, withinMs) {
  const began = performance.now()
  const successes = new Map()
  while (successes.size < everybody.length && performance.now() < began + withinMs) {
    for (const one of everybody) {
      if (!successes.has(one) && one.lastSuccessBegan > time) successes.set(one, Math.round(performance.now() - began))
    }
    await pause(LOOK_EVERY_MS)
  }
  return successes
}

/** The channels' heads and what is retained of them. */
async function readLog(stage, channels) {
  const grant = await call(stage.direct, "grant", ["*"], "reader")
  const log = Object.fromEntries(channels.map((channel) => [channel, { head: 0, events: [] }]))
  let subscriptions = Object.fromEntries(channels.map((channel) => [channel, { cursor: null, replay: "retained" }]))
  for (;;) {
    const answer = await call({ ...stage.direct, poll_limit: 1000 }, "poll", subscriptions, grant)
    for (const { id, channel, payload } of answer.events) {
      log[channel].events.push({ id, channel, payload })
    }
    for (const channel of channels) log[channel].head = answer.cursors[channel]
    if (!answer.has_more) return log
    subscriptions = Object.fromEntries(channels.map((channel) => [channel, { cursor: answer.cursors[channel] }]))
  }
}

/**
 * Lets them come to the heads, as long as they come nearer, and resolves to the log that they then have read. An emit of
 * which nobody knows may be carried out late by its server: whoever is ahead has read more than we have.
 */
async function letFollowersEnd(stage, channels, followers) {
  const count = (log, far) =>
    followers.flatMap((one) => one.channels.map((name) => far(log[name].head, one.cursor(name))))
  const behind = (log) => count(log, (head, cursor) => Math.max(0, head - cursor)).reduce((sum, far) => sum + far, 0)
  const isAhead = (log) => count(log, (head, cursor) => cursor > head).includes(true)
  let log
  let giveUpAt = performance.now() + RECOVER_WITHIN_MS
  for (let nearest = Number.POSITIVE_INFINITY; nearest > 0 && performance.now() < giveUpAt; ) {
    if (log === undefined || isAhead(log)) log = await readLog(stage, channels)
    if (behind(log) < nearest) giveUpAt = performance.now() + RECOVER_WITHIN_MS
    nearest = Math.min(nearest, behind(log))
    await pause(LOOK_EVERY_MS)
  }
  await Promise.all(followers.map((follower) => follower.stop()))
  return isAhead(log) ? readLog(stage, channels) : log
}

function complaints({ allEmitters }) {
  return allEmitters.flatMap(({ complaints }) => complaints)
}

/** Workers that ended though nobody had killed them, that panicked, or that PHP-FPM lacks. */
async function lostWorkers(stage, before) {
  const lost = linesSince(stage.phpErrors(), before.php).filter((line) => /panicked|PHP Fatal error/.test(line))
  let reloading = false
  for (const line of linesSince(stage.fpmLog(), before.fpm)) {
    if (line.includes("Reloading in progress")) reloading = true
    if (line.includes("ready to handle connections")) reloading = false
    const [, pid, how] = line.match(/child (\d+) exited (.*?) after/) ?? []
    const wasKilled = stage.killedWorkers.has(Number(pid)) && how?.includes("SIGKILL")
    if (pid && !wasKilled && !(reloading && /code 0|SIGTERM|SIGQUIT/.test(how))) lost.push(line)
  }
  const complete = waitFor("all workers", () => stage.workers().length === WORKERS)
  return complete.then(
    () => lost,
    () => [...lost, `${stage.workers().length} of ${WORKERS} workers are left`]
  )
}

function linesSince(log, length) {
  return log.slice(length).split("\n")
}

function slowest(recoveries) {
  const [last] = recoveries
    .map(({ who, ms }) => ({ who, ms: ms ?? Number.POSITIVE_INFINITY }))
    .sort((one, other) => other.ms - one.ms)
  return last
}

function count(emits, followers) {
  const having = (outcome) => emits.filter((emit) => emit.outcome === outcome).length
  const steps = followers.flatMap(({ steps }) => Object.values(steps).flat())
  return {
    acknowledged: having("acknowledged"),
    refused: having("refused"),
    unknown: having("unknown"),
    delivered: steps.reduce((sum, { events }) => sum + events.length, 0),
    resyncs: steps.filter(({ resync }) => resync).length
  }
}
