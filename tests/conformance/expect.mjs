// What cases say about answers.

import assert from "node:assert/strict"

/** An answered poll. */
export function assertAnswered(answer) {
  assert.equal(answer.status, 200, `should be answered, is ${answer.status}: ${answer.text}`)
}

/** A refusal with this status and code. */
export function assertRefused(answer, status, code) {
  assert.deepEqual(
    [answer.status, answer.json?.code],
    [status, code],
    `should be ${status} ${code}, is ${answer.status}: ${answer.text}`
  )
}

export const ids = (answer, channel) => answer.events.filter((event) => event.channel === channel).map(({ id }) => id)

export const payloads = (answer, channel) =>
  answer.events.filter((event) => event.channel === channel).map(({ payload }) => payload)

/** The positions from … to …, each once. */
export const range = (from, to) => Array.from({ length: to - from + 1 }, (_, n) => from + n)

/** Follows `has_more` from these subscriptions and resolves to the answers; gives up after more pages than there can be. */
export async function readPages(endpoint, subscriptions, mostPages) {
  const answers = []
  let next = subscriptions
  for (;;) {
    const answer = await endpoint.read(next)
    answers.push(answer)
    if (!answer.has_more) {
      return answers
    }
    assert.ok(answers.length < mostPages, `has_more is still true after ${answers.length} pages`)
    next = Object.fromEntries(Object.entries(answer.cursors).map(([channel, cursor]) => [channel, { cursor }]))
  }
}
