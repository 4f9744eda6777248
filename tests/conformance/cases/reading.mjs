// Reading: what each reader gets, in which order, and when it must resync.

import assert from "node:assert/strict"

import { ids, payloads, range } from "../expect.mjs"

const WRONG_EPOCH = "00000000-not-an-epoch-of-this-log"
const LARGEST = "9223372036854775807"

/** A case on a channel that already has `count` events, with the payloads 1, 2, 3 … */
const on = (count, clause, name, run) => ({
  clause,
  name,
  needs: ["emit"],
  run: async (endpoint) => {
    const channel = endpoint.channel("reading")
    await endpoint.emitMany(channel, count)
    await run(endpoint, channel)
  }
})

/** The channel's epoch. */
const epochOf = async (endpoint, channel) => (await endpoint.read({ [channel]: {} })).epochs[channel]

/** The answer tells this one channel to resync, with the head and no events. */
function assertResync(answer, channel, head) {
  assert.deepEqual(answer.resync_required, [channel], `no resync: ${JSON.stringify(answer)}`)
  assert.deepEqual([ids(answer, channel), answer.cursors[channel]], [[], head])
}

function assertNoResync(answer) {
  assert.deepEqual(answer.resync_required, [])
}

export const reading = [
  ...[{}, { cursor: null }, { cursor: null, replay: "live" }, { replay: null }].map((subscription) =>
    on(3, "P-70", `${JSON.stringify(subscription)} gets the head alone`, async (endpoint, channel) => {
      const answer = await endpoint.read({ [channel]: subscription })
      assert.deepEqual([answer.events, answer.cursors, answer.has_more], [[], { [channel]: 3 }, false])
      assertNoResync(answer)
    })
  ),
  on(2, "P-70", "what is emitted after that is not missed", async (endpoint, channel) => {
    const { cursors } = await endpoint.read({ [channel]: {} })
    await endpoint.emitMany(channel, 2, 3)
    const answer = await endpoint.read({ [channel]: { cursor: cursors[channel] } })
    assert.deepEqual(payloads(answer, channel), [3, 4])
  }),
  on(3, "P-71", "retained gets everything from the oldest on", async (endpoint, channel) => {
    const answer = await endpoint.read({ [channel]: { cursor: null, replay: "retained" } })
    assert.deepEqual([payloads(answer, channel), answer.cursors], [[1, 2, 3], { [channel]: 3 }])
    assertNoResync(answer)
  }),
  on(3, "P-71", "replay says nothing to a reader that has a cursor", async (endpoint, channel) => {
    for (const replay of ["live", "retained"]) {
      const answer = await endpoint.read({ [channel]: { cursor: 2, replay } })
      assert.deepEqual(payloads(answer, channel), [3])
    }
  }),
  ...[0, 1, 4, 5].map((cursor) =>
    on(5, "P-72", `a cursor of ${cursor} of 5 gets what follows it`, async (endpoint, channel) => {
      const answer = await endpoint.read({ [channel]: { cursor } })
      assert.deepEqual(ids(answer, channel), range(cursor + 1, 5))
      assert.deepEqual([answer.cursors[channel], answer.has_more], [5, false])
      assertNoResync(answer)
    })
  ),
  on(40, "P-72", "a batch stands in its order", async (endpoint, channel) => {
    const answer = await endpoint.read({ [channel]: { cursor: 0 } })
    assert.deepEqual(payloads(answer, channel), range(1, 40))
  }),
  on(0, "P-72", "emits one after the other stand in the order of their commits", async (endpoint, channel) => {
    for (const payload of [1, 2, 3, 4]) {
      await endpoint.emit({ channel, payload })
    }
    const answer = await endpoint.read({ [channel]: { cursor: 0 } })
    assert.deepEqual(payloads(answer, channel), [1, 2, 3, 4])
  }),
  {
    clause: "P-72",
    name: "a batch over several channels stands in its order in each",
    needs: ["emit"],
    run: async (endpoint) => {
      const [one, other] = [endpoint.channel("b"), endpoint.channel("a")]
      await endpoint.emit(...range(1, 10).map((payload) => ({ channel: payload % 3 ? one : other, payload })))
      const answer = await endpoint.read({ [one]: { cursor: 0 }, [other]: { cursor: 0 } })
      assert.deepEqual(payloads(answer, one), [1, 2, 4, 5, 7, 8, 10])
      assert.deepEqual(payloads(answer, other), [3, 6, 9])
    }
  },
  on(3, "P-73", "ids are 1, 2, 3 … over several emits", async (endpoint, channel) => {
    await endpoint.emitMany(channel, 2)
    await endpoint.emitMany(channel, 1)
    const answer = await endpoint.read({ [channel]: { cursor: 0 } })
    assert.deepEqual(ids(answer, channel), range(1, 6))
  }),
  on(0, "P-73", "emitters at the same time leave no gap and no event twice", async (endpoint, channel) => {
    await Promise.all(range(0, 7).map((emitter) => endpoint.emitMany(channel, 3, emitter * 3)))
    const answer = await endpoint.read({ [channel]: { cursor: 0 } })
    assert.deepEqual(ids(answer, channel), range(1, 24))
    const seen = payloads(answer, channel)
    assert.deepEqual(
      [...seen].sort((a, b) => a - b),
      range(0, 23)
    )
    const batches = range(0, 7).map((batch) => seen.slice(batch * 3, batch * 3 + 3))
    assert.ok(
      batches.every(([a, b, c]) => a % 3 === 0 && b === a + 1 && c === b + 1),
      "a batch was torn apart"
    )
  }),
  on(3, "P-73", "the same reader, asking again, gets the same", async (endpoint, channel) => {
    const [first, second] = [
      await endpoint.read({ [channel]: { cursor: 1 } }),
      await endpoint.read({ [channel]: { cursor: 1 } })
    ]
    assert.deepEqual(first.events, second.events)
    assert.equal(first.events.length, 2)
  }),
  ...[0, 2, 3, 9].map((cursor) =>
    on(3, "P-74", `another epoch means resync at a cursor of ${cursor} of 3`, async (endpoint, channel) => {
      assertResync(await endpoint.read({ [channel]: { cursor, epoch: WRONG_EPOCH } }), channel, 3)
    })
  ),
  on(3, "P-74", "an epoch in another case is another epoch, the own one is not", async (endpoint, channel) => {
    const epoch = await epochOf(endpoint, channel)
    assertNoResync(await endpoint.read({ [channel]: { cursor: 1, epoch } }))
    for (const other of [`${epoch} `, `${epoch}0`.slice(0, 64), ""]) {
      assertResync(await endpoint.read({ [channel]: { cursor: 1, epoch: other } }), channel, 3)
    }
  }),
  ...["4", "1000000", "9007199254740993", LARGEST].map((cursor) =>
    on(3, "P-75", `a cursor of ${cursor} of 3 means resync`, async (endpoint, channel) => {
      const { text, json } = await endpoint.send(`{"subscriptions": {"${channel}": {"cursor": ${cursor}}}}`)
      assert.ok(json?.resync_required, text)
      assertResync(json, channel, 3)
    })
  ),
  on(3, "P-77", "from a resync's cursor and epoch on, nothing is missed", async (endpoint, channel) => {
    const resync = await endpoint.read({ [channel]: { cursor: 1, epoch: WRONG_EPOCH } })
    assertResync(resync, channel, 3)
    assert.equal(resync.epochs[channel], await epochOf(endpoint, channel))
    await endpoint.emitMany(channel, 2, 4)
    const next = await endpoint.read({ [channel]: { cursor: resync.cursors[channel], epoch: resync.epochs[channel] } })
    assertNoResync(next)
    assert.deepEqual(payloads(next, channel), [4, 5])
  }),
  ...[{}, { replay: "retained" }, { cursor: 0 }].map((subscription) => ({
    clause: "P-79",
    name: `a channel that nobody has emitted to: ${JSON.stringify(subscription)} gets nothing, and no resync`,
    run: async (endpoint) => {
      const channel = endpoint.channel("never")
      for (const _ of [1, 2]) {
        const answer = await endpoint.read({ [channel]: subscription })
        assert.deepEqual([answer.events, answer.cursors, answer.epochs], [[], { [channel]: 0 }, {}])
        assert.deepEqual([answer.resync_required, answer.has_more], [[], false])
      }
    }
  })),
  ...[{ cursor: 1 }, { cursor: 0, epoch: WRONG_EPOCH }].map((subscription) => ({
    clause: "P-79",
    name: `a channel that nobody has emitted to: ${JSON.stringify(subscription)} means resync`,
    run: async (endpoint) => {
      const channel = endpoint.channel("never")
      const answer = await endpoint.read({ [channel]: subscription })
      assert.deepEqual([answer.resync_required, answer.cursors], [[channel], { [channel]: 0 }])
    }
  })),
  {
    clause: "P-79",
    name: "the first event of a channel reaches who polled it before",
    needs: ["emit"],
    run: async (endpoint) => {
      const channel = endpoint.channel("first")
      const { cursors } = await endpoint.read({ [channel]: {} })
      await endpoint.emit({ channel, payload: "first" })
      const answer = await endpoint.read({ [channel]: { cursor: cursors[channel] } })
      assert.deepEqual([payloads(answer, channel), answer.resync_required], [["first"], []])
    }
  },
  ...[{ cursor: 1 }, { cursor: 1, epoch: null }].map((subscription) =>
    on(3, "P-80", `${JSON.stringify(subscription)} is judged by its cursor`, async (endpoint, channel) => {
      const answer = await endpoint.read({ [channel]: subscription })
      assertNoResync(answer)
      assert.deepEqual(ids(answer, channel), [2, 3])
    })
  ),
  on(1, "P-81", "a channel keeps its epoch from emit to emit", async (endpoint, channel) => {
    const epoch = await epochOf(endpoint, channel)
    await endpoint.emitMany(channel, 1)
    assert.equal(await epochOf(endpoint, channel), epoch)
  }),
  on(3, "P-82", "one channel's resync does not touch another", async (endpoint, channel) => {
    const other = endpoint.channel("other")
    await endpoint.emitMany(other, 2)
    const subscriptions = { [channel]: { cursor: 7 }, [other]: { cursor: 0 } }
    const answer = await endpoint.read(subscriptions)
    assertResync(answer, channel, 3)
    assert.deepEqual([ids(answer, other), answer.cursors[other]], [[1, 2], 2])
  })
]
