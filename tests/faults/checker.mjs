// What a round's record must show, whatever was done to the system meanwhile. Pure: records in, violations out.

/**
 * @typedef {{channel: string, token: string, position?: number}} Sent one event of an emit; `position` once acknowledged
 * @typedef {{emitter: string, outcome: "acknowledged"|"refused"|"unknown", events: Sent[]}} Emit
 * @typedef {{id: number, channel: string, payload: {channel: string, token: string}}} Seen an event as the wire has it
 * @typedef {{from: number, epoch: string|null, to: number, resync: boolean, events: Seen[],
 *   refreshed?: Seen[]}} Step one channel's part of one answer: from the cursor that was sent to the one that came, with
 *   the epoch that came; after a resync, what was retained when the follower read everything anew
 * @typedef {{name: string, channels: string[], steps: Object<string, Step[]>, trespasses: string[]}} Follower
 * @typedef {{head: number, events: Seen[]}} Stored a channel of the log at the end
 * @typedef {{emits: Emit[], followers: Follower[], log: Object<string, Stored>, mayResync: (channel: string) => boolean,
 *   mayExpire: (channel: string) => boolean, recoveries: {who: string, ms: number|null}[], recoverWithinMs: number,
 *   complaints: string[]}} Round `ms: null` is who did not recover at all; `complaints` are what the processes' own
 *   logs and ends say, such as a lost worker
 * @typedef {{kind: string, what: string}} Violation
 */

/**
 * All violations of one round.
 *
 * @param {Round} round
 * @returns {Violation[]}
 */
export function check(round) {
  const sent = sentByToken(round.emits)
  return [
    ...round.complaints.map((what) => ({ kind: "process", what })),
    ...checkRecoveries(round),
    ...checkLog(round, sent),
    ...checkOrderOfEmits(round.emits),
    ...checkBatches(round),
    ...round.followers.flatMap((follower) => checkFollower(round, sent, follower))
  ]
}

function sentByToken(emits) {
  const sent = new Map()
  for (const { outcome, events } of emits) {
    for (const event of events) {
      sent.set(key(event.channel, event.token), { ...event, outcome })
    }
  }
  return sent
}

function checkRecoveries({ recoveries, recoverWithinMs }) {
  return recoveries
    .filter(({ ms }) => ms === null || ms > recoverWithinMs)
    .map(({ who, ms }) => ({ kind: "late", what: `${who} recovered ${ms === null ? "never" : `after ${ms} ms`}` }))
}

/** The log holds each acknowledged event where its emit said, each other one once at most, and nothing else. */
function checkLog({ log, emits, mayExpire }, sent) {
  const violations = []
  for (const [channel, { head, events }] of Object.entries(log)) {
    violations.push(...checkEvents(`the log of ${channel}`, channel, events, sent))
    const stored = new Set(events.map(({ payload }) => payload.token))
    for (const { position, token } of acknowledgedIn(emits, channel)) {
      if (position > head) {
        violations.push({ kind: "lost", what: `${channel} ${position} (${token}) is beyond the head ${head}` })
      } else if (!stored.has(token) && !mayExpire(channel)) {
        violations.push({ kind: "lost", what: `${channel} ${position} (${token}) is not in the log` })
      }
    }
  }
  return violations
}

/** An emitter's events stand in the order in which they were acknowledged to it. */
function checkOrderOfEmits(emits) {
  const violations = []
  const last = new Map()
  for (const { emitter, outcome, events } of emits) {
    if (outcome !== "acknowledged") continue
    for (const { channel, position, token } of events) {
      const before = last.get(key(channel, emitter))
      if (before >= position) {
        violations.push({
          kind: "order",
          what: `${token} got ${channel} ${position}, after ${before} was acknowledged`
        })
      }
      last.set(key(channel, emitter), position)
    }
  }
  return violations
}

/** A batch is in all of its channels or in none. */
function checkBatches({ emits, log, mayExpire }) {
  const stored = new Set()
  for (const [channel, { events }] of Object.entries(log)) {
    for (const { payload } of events) stored.add(key(channel, payload.token))
  }
  return emits.flatMap(({ events }) => {
    if (events.some(({ channel }) => mayExpire(channel))) return []
    const there = events.filter(({ channel, token }) => stored.has(key(channel, token)))
    const isWhole = there.length === 0 || there.length === events.length
    return isWhole ? [] : [{ kind: "torn", what: `${there.length} of the ${events.length} of ${events[0].token}` }]
  })
}

function checkFollower(round, sent, { name, channels, steps, trespasses }) {
  const violations = trespasses.map((what) => ({ kind: "foreign", what: `${name}: ${what}` }))
  for (const channel of channels) {
    const who = `${name} on ${channel}`
    const own = steps[channel] ?? []
    violations.push(...own.flatMap((step) => checkStep(round, sent, who, channel, step)))
    const delivered = own.flatMap(({ events }) => events)
    violations.push(...checkEvents(who, channel, delivered, sent, { inSteps: true }))
    violations.push(...checkComplete(round, who, channel, own, delivered))
  }
  return violations
}

/** One answer: it begins after the cursor, has no gap, and resyncs with a reason only. */
function checkStep({ mayResync, mayExpire, emits }, sent, who, channel, step) {
  const violations = []
  if (step.resync) {
    if (!mayResync(channel)) {
      violations.push({ kind: "resync", what: `${who}: from ${step.from} to ${step.to} without a reason` })
    }
    violations.push(...checkRefreshed(emits, sent, who, channel, step, mayExpire(channel)))
    return violations
  }
  let cursor = step.from
  for (const { id, payload } of step.events) {
    if (id !== cursor + 1) {
      const kind = id > cursor ? "lost" : "order"
      violations.push({ kind, what: `${who}: ${id} (${payload.token}) came after ${cursor}` })
    }
    cursor = id
  }
  if (cursor !== step.to) {
    violations.push({ kind: "lost", what: `${who}: the cursor went to ${step.to}, the last event was ${cursor}` })
  }
  return violations
}

/** What was read after a resync holds all that the resync has passed over. */
function checkRefreshed(emits, sent, who, channel, { to, refreshed = [] }, mayExpire) {
  const violations = checkEvents(`${who}, read anew`, channel, refreshed, sent)
  const held = new Set(refreshed.map(({ payload }) => payload.token))
  for (const { position, token } of mayExpire ? [] : acknowledgedIn(emits, channel)) {
    if (position <= to && !held.has(token)) {
      violations.push({ kind: "lost", what: `${who}: ${position} (${token}) was not there after the resync to ${to}` })
    }
  }
  return violations
}

/** Events of one channel as somebody saw them: its own, each once, rising, emitted, and where their emits said. */
function checkEvents(who, channel, events, sent, { inSteps = false } = {}) {
  const violations = []
  const report = (kind, event, what) =>
    violations.push({ kind, what: `${who}: ${event.id} (${event.payload?.token}) ${what}` })
  const seen = new Set()
  let last = 0
  for (const event of events) {
    const { id, payload } = event
    if (event.channel !== channel || payload?.channel !== channel) {
      report("foreign", event, `is of ${event.channel}, emitted to ${payload?.channel}`)
      continue
    }
    const known = sent.get(key(channel, payload.token))
    if (known === undefined) report("invented", event, "was never emitted")
    else if (known.outcome === "refused") report("refused", event, "was refused")
    else if (known.position !== undefined && known.position !== id) {
      report("order", event, `was acknowledged as ${known.position}`)
    }
    if (seen.has(payload.token)) report("duplicate", event, "came twice")
    seen.add(payload.token)
    // Steps are looked at one by one: a resync may lead back to where a crashed database has lost what nobody was told.
    if (!inSteps && id <= last) report("order", event, `came after ${last}`)
    last = id
  }
  return violations
}

/** Every acknowledged event was delivered, or a resync led past it; and the follower has come to the end. */
function checkComplete({ emits, log }, who, channel, steps, delivered) {
  const violations = []
  const tokens = new Set(delivered.map(({ payload }) => payload?.token))
  const passedOver = Math.max(0, ...steps.filter(({ resync }) => resync).map(({ to }) => to))
  for (const { position, token } of acknowledgedIn(emits, channel)) {
    if (position > passedOver && !tokens.has(token)) {
      violations.push({ kind: "lost", what: `${who}: ${position} (${token}) was never delivered` })
    }
  }
  const end = steps.at(-1)?.to ?? 0
  if (end !== log[channel].head) {
    violations.push({ kind: "lost", what: `${who}: it ends at ${end}, the head is ${log[channel].head}` })
  }
  return violations
}

function acknowledgedIn(emits, channel) {
  return emits
    .filter(({ outcome }) => outcome === "acknowledged")
    .flatMap(({ events }) => events.filter((event) => event.channel === channel))
}

function key(channel, token) {
  return `${channel} ${token}`
}
