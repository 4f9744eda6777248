// Retention: events whose time is over.

import assert from "node:assert/strict"

import { ids, payloads } from "../expect.mjs"

/** A case on a channel whose first event is over after a second and whose second stays. */
const afterTheFirst = (clause, name, transient, expired, run) => ({
  clause,
  name,
  needs: ["emit"],
  run: async (endpoint) => {
    const channel = endpoint.channel("retention")
    await endpoint.emit({ channel, payload: 1, ttl_seconds: 1, transient }, { channel, payload: 2 })
    const answer = await endpoint.readUntil("the event to expire", { [channel]: { cursor: 0 } }, expired)
    await run(endpoint, channel, answer)
  }
})

const resynced = ({ resync_required: channels }) => channels.length > 0
const vanished = ({ events, resync_required: channels }) => channels.length > 0 || events.length === 1

export const retention = [
  afterTheFirst(
    "P-76",
    "an expired event after the cursor means resync",
    false,
    resynced,
    (endpoint, channel, answer) => {
      assert.deepEqual([answer.resync_required, answer.events, answer.cursors], [[channel], [], { [channel]: 2 }])
    }
  ),
  afterTheFirst("P-76", "an expired event before the cursor does not", false, resynced, async (endpoint, channel) => {
    const answer = await endpoint.read({ [channel]: { cursor: 1 } })
    assert.deepEqual([answer.resync_required, payloads(answer, channel)], [[], [2]])
  }),
  afterTheFirst(
    "P-71",
    "retained begins with the oldest event that is kept",
    false,
    resynced,
    async (endpoint, channel) => {
      const answer = await endpoint.read({ [channel]: { replay: "retained" } })
      assert.deepEqual([answer.resync_required, payloads(answer, channel)], [[], [2]])
    }
  ),
  afterTheFirst(
    "P-77",
    "after such a resync, what is emitted comes",
    false,
    resynced,
    async (endpoint, channel, answer) => {
      await endpoint.emit({ channel, payload: 3 })
      const next = { cursor: answer.cursors[channel], epoch: answer.epochs[channel] }
      const { events, resync_required: resync } = await endpoint.read({ [channel]: next })
      assert.deepEqual([events.map(({ id, payload }) => [id, payload]), resync], [[[3, 3]], []])
    }
  ),
  afterTheFirst(
    "P-78",
    "an expired transient event is left out, without a resync",
    true,
    vanished,
    (endpoint, channel, answer) => {
      assert.deepEqual([answer.resync_required, ids(answer, channel), answer.cursors], [[], [2], { [channel]: 2 }])
    }
  ),
  {
    clause: "P-78",
    name: "a transient event that has not expired is there",
    needs: ["emit"],
    run: async (endpoint) => {
      const channel = endpoint.channel("transient")
      await endpoint.emit({ channel, payload: "typing", transient: true })
      assert.deepEqual(payloads(await endpoint.read({ [channel]: { cursor: 0 } }), channel), ["typing"])
    }
  }
]
