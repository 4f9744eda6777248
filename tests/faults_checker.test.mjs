// The checker of the fault suite sees each kind of violation that is planted into a good record, and none in a good one.

import assert from "node:assert/strict"
import test from "node:test"

import { check } from "./faults/checker.mjs"

const CHANNEL = "orders"
const OTHER = "Orders"

/** An event as it is seen. */
function seen(id, token, channel = CHANNEL) {
  return { id, channel, payload: { channel, token } }
}

/** An emit of these [position, token], in a channel or in both. */
function emit(outcome, ...places) {
  const events = places.map(([position, token, channel = CHANNEL]) => ({ channel, token, position }))
  return { emitter: "a", outcome, events }
}

/** One answer's part for a channel. */
function step(from, events, to = events.at(-1)?.id ?? from) {
  return { from, epoch: "e", to, resync: false, events }
}

function resync(from, to, refreshed) {
  return { from, epoch: "e", to, resync: true, events: [], refreshed }
}

/** A round in which all went well: three acknowledged emits, one a batch, one refused and one of which nobody knows. */
function goodRound() {
  const events = [seen(1, "a-1"), seen(2, "a-2"), seen(3, "a-4")]
  return {
    emits: [
      emit("acknowledged", [1, "a-1"]),
      emit("acknowledged", [2, "a-2"], [1, "a-2", OTHER]),
      emit("refused", [undefined, "a-3"]),
      emit("unknown", [undefined, "a-4"])
    ],
    followers: [
      {
        name: "one",
        channels: [CHANNEL],
        trespasses: [],
        steps: { [CHANNEL]: [step(0, events.slice(0, 2)), step(2, events.slice(2))] }
      },
      { name: "two", channels: [OTHER], trespasses: [], steps: { [OTHER]: [step(0, [seen(1, "a-2", OTHER)])] } }
    ],
    log: { [CHANNEL]: { head: 3, events }, [OTHER]: { head: 1, events: [seen(1, "a-2", OTHER)] } },
    mayResync: () => false,
    mayExpire: () => false,
    recoveries: [{ who: "a", ms: 900 }],
    recoverWithinMs: 1000,
    complaints: []
  }
}

/** The steps of the follower of CHANNEL. */
function steps(round) {
  return round.followers[0].steps[CHANNEL]
}

test("a round in which all went well has no violation", () => {
  assert.deepEqual(check(goodRound()), [])
})

test("a resync that has a reason and led to what was retained is none", () => {
  const round = goodRound()
  round.mayResync = (channel) => channel === CHANNEL
  round.followers[0].steps[CHANNEL] = [
    step(0, [seen(1, "a-1")]),
    resync(1, 2, [seen(1, "a-1"), seen(2, "a-2")]),
    step(2, [seen(3, "a-4")])
  ]
  assert.deepEqual(check(round), [])
})

test("a crash may take back what nobody was told of, where it is followed by a resync", () => {
  const round = goodRound()
  round.mayResync = () => true
  round.emits.push(emit("unknown", [undefined, "a-5"]))
  round.followers[0].steps[CHANNEL] = [
    step(0, [seen(1, "a-1"), seen(2, "a-5")]),
    resync(2, 1, [seen(1, "a-1")]),
    step(1, [seen(2, "a-2"), seen(3, "a-4")])
  ]
  assert.deepEqual(check(round), [])
})

/** [what is planted, how, the kinds of violations it must be reported as]. */
const PLANTED = [
  ["an event that a page left out", (round) => steps(round)[0].events.splice(0, 1), ["lost"]],
  ["an event left out at a page's end", (round) => steps(round)[0].events.pop(), ["lost"]],
  ["a cursor that jumps over events", (round) => steps(round).splice(0, 1, step(0, [], 2)), ["lost"]],
  ["a follower that never hears of the last event", (round) => steps(round).pop(), ["lost"]],
  ["an acknowledged event beyond the head", (round) => (round.log[OTHER].head = 0), ["lost"]],
  ["an acknowledged event that the log lacks", (round) => round.log[CHANNEL].events.splice(1, 1), ["lost"]],
  [
    "a resync after which an acknowledged event was not there",
    (round) => {
      round.mayResync = () => true
      steps(round).splice(0, 1, resync(0, 2, [seen(1, "a-1")]))
    },
    ["lost"]
  ],
  ["an event that came twice in a page", (round) => steps(round)[0].events.push(seen(2, "a-2")), ["duplicate"]],
  [
    "a page that came twice",
    (round) => steps(round).splice(1, 0, step(0, [seen(1, "a-1"), seen(2, "a-2")])),
    ["duplicate"]
  ],
  ["an event that is stored twice", (round) => round.log[CHANNEL].events.push(seen(4, "a-2")), ["duplicate"]],
  [
    "an emit of which nobody knows that is stored twice",
    (round) => round.log[CHANNEL].events.push(seen(4, "a-4")),
    ["duplicate"]
  ],
  ["two events in the wrong order", (round) => steps(round)[0].events.reverse(), ["order"]],
  ["an event that is not where its emit said", (round) => (round.emits[0].events[0].position = 2), ["order"]],
  [
    "an emitter's second event before its first",
    (round) => {
      round.emits.reverse()
    },
    ["order"]
  ],
  ["an event of another channel", (round) => (steps(round)[0].events[1] = seen(2, "a-2", OTHER)), ["foreign"]],
  [
    "an event that another channel's was emitted as",
    (round) => (steps(round)[0].events[1].payload.channel = OTHER),
    ["foreign"]
  ],
  [
    "a channel that was answered without a grant",
    (round) => round.followers[1].trespasses.push("orders was answered"),
    ["foreign"]
  ],
  ["an event that nobody emitted", (round) => (steps(round)[1].events[0] = seen(3, "z-1")), ["invented"]],
  ["an event that was refused", (round) => (round.log[CHANNEL].events[2] = seen(3, "a-3")), ["refused"]],
  ["half a batch", (round) => round.emits[3].events.push({ channel: OTHER, token: "a-4" }), ["torn"]],
  [
    "a resync without a reason",
    (round) => steps(round).splice(0, 1, resync(0, 2, [seen(1, "a-1"), seen(2, "a-2")])),
    ["resync"]
  ],
  ["a late recovery", (round) => (round.recoveries[0].ms = 1001), ["late"]],
  ["no recovery at all", (round) => (round.recoveries[0].ms = null), ["late"]],
  ["a lost worker", (round) => round.complaints.push("child 7 exited on signal 11 (SIGSEGV)"), ["process"]]
]

for (const [what, plant, kinds] of PLANTED) {
  test(`${what} is reported`, () => {
    const round = goodRound()
    plant(round)
    const reported = check(round).map(({ kind }) => kind)
    for (const kind of kinds) assert.ok(reported.includes(kind), `reported: ${reported}`)
  })
}
