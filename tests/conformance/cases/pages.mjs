// Pages: how what does not fit into one answer is cut, and how a reader goes on.

import assert from "node:assert/strict"

import { ids, payloads, range, readPages } from "../expect.mjs"

/** A case on two and a half pages of events in each of these channels, and one event in each quiet one. */
const paged = (clause, name, busy, quiet, run) => ({
  clause,
  name,
  needs: ["emit"],
  run: async (endpoint) => {
    const count = Math.floor(endpoint.options.pollLimit * 2.5)
    const channels = [...busy, ...quiet].map((word) => endpoint.channel(word))
    for (const [index, channel] of channels.entries()) {
      await endpoint.emitMany(channel, index < busy.length ? count : 1)
    }
    const all = Object.fromEntries(channels.map((channel) => [channel, { cursor: 0 }]))
    await run(endpoint, { channels, count, all, limit: endpoint.options.pollLimit })
  }
})

export const pages = [
  paged(
    "P-85",
    "no answer has more events than allowed, and has_more says whether more were due",
    ["busy"],
    [],
    async (endpoint, { all, count, limit }) => {
      const answers = await readPages(endpoint, all, count)
      assert.ok(
        answers.every(({ events }) => events.length <= limit),
        "a page has too many events"
      )
      assert.deepEqual(
        answers.map(({ events, has_more: more }) => [events.length > 0, more]),
        [
          [true, true],
          [true, true],
          [true, false]
        ]
      )
    }
  ),
  paged(
    "P-85",
    "exactly one page has no more",
    ["busy"],
    [],
    async (endpoint, { channels: [channel], count, limit }) => {
      const answer = await endpoint.read({ [channel]: { cursor: count - limit } })
      assert.deepEqual([answer.events.length, answer.has_more], [limit, false])
      const more = await endpoint.read({ [channel]: { cursor: count - limit - 1 } })
      assert.deepEqual([more.events.length, more.has_more], [limit, true])
    }
  ),
  paged(
    "P-85",
    "a channel that resyncs is nothing that is due",
    ["busy"],
    ["quiet"],
    async (endpoint, { channels: [busy, quiet] }) => {
      const answer = await endpoint.read({ [busy]: { cursor: 1, epoch: "not-the-epoch" }, [quiet]: { cursor: 0 } })
      assert.deepEqual([answer.resync_required, answer.has_more, ids(answer, quiet)], [[busy], false, [1]])
    }
  ),
  paged(
    "P-86",
    "a quiet channel is on the first page of a busy one",
    ["busy"],
    ["quiet", "still"],
    async (endpoint, { channels, all }) => {
      const answer = await endpoint.read(all)
      assert.ok(answer.has_more)
      assert.ok(
        channels.every((channel) => ids(answer, channel).length > 0),
        "a channel has nothing on the page"
      )
    }
  ),
  paged(
    "P-86",
    "busy channels are all on each page",
    ["a", "b", "c"],
    [],
    async (endpoint, { channels, all, count }) => {
      const answers = await readPages(endpoint, all, count * 3)
      const full = answers.slice(0, -1)
      assert.ok(full.every((answer) => channels.every((channel) => ids(answer, channel).length > 0)))
    }
  ),
  paged(
    "P-87",
    "every event comes once, in order, page by page",
    ["a", "b", "c"],
    ["quiet"],
    async (endpoint, { channels, all, count }) => {
      const answers = await readPages(endpoint, all, count * 3)
      for (const [index, channel] of channels.entries()) {
        const expected = range(1, index < 3 ? count : 1)
        assert.deepEqual(
          answers.flatMap((answer) => ids(answer, channel)),
          expected
        )
        assert.deepEqual(
          answers.flatMap((answer) => payloads(answer, channel)),
          expected
        )
      }
    }
  ),
  paged(
    "P-87",
    "a cut page's cursors are those of its last events",
    ["a", "b", "c"],
    [],
    async (endpoint, { channels, all }) => {
      const answer = await endpoint.read(all)
      assert.ok(answer.has_more)
      for (const channel of channels) {
        assert.equal(answer.cursors[channel], ids(answer, channel).at(-1) ?? 0)
      }
    }
  ),
  paged(
    "P-87",
    "what is emitted between two pages comes after them",
    ["busy"],
    [],
    async (endpoint, { channels: [channel], count, all }) => {
      const first = await endpoint.read(all)
      await endpoint.emit({ channel, payload: "late" })
      const rest = await readPages(endpoint, { [channel]: { cursor: first.cursors[channel] } }, count)
      const seen = [first, ...rest].flatMap((answer) => payloads(answer, channel))
      assert.deepEqual(seen, [...range(1, count), "late"])
    }
  ),
  paged(
    "P-88",
    "after the last page nothing is due",
    ["busy"],
    ["quiet"],
    async (endpoint, { channels, all, count }) => {
      const { cursors } = (await readPages(endpoint, all, count)).at(-1)
      const next = Object.fromEntries(channels.map((channel) => [channel, { cursor: cursors[channel] }]))
      const answer = await endpoint.read(next)
      assert.deepEqual([answer.events, answer.cursors, answer.has_more], [[], cursors, false])
    }
  )
]
