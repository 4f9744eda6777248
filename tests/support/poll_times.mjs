// How long an idle poll takes through poll.php and through a framework's route, each in turn: printed, not judged.

import assert from "node:assert/strict"

import { poll } from "./http.mjs"

const ROUNDS = 200
// These fill the opcode cache.
const FIRST = 20

/**
 * Prints both medians as one line of the test's report.
 *
 * @param {import("node:test").TestContext} t
 * @param {{framework: string, thin: string, route: string, subscriptions: object, grant: string}} endpoints
 */
export async function comparePollTimes(t, { framework, thin, route, subscriptions, grant }) {
  const times = new Map([
    [thin, []],
    [route, []]
  ])
  for (let round = 0; round < FIRST + ROUNDS; round++) {
    for (const [url, taken] of times) {
      const begin = performance.now()
      const { status } = await poll(url, subscriptions, { grant })
      if (round >= FIRST) taken.push(performance.now() - begin)
      assert.equal(status, 200, url)
    }
  }
  const [thinMedian, routeMedian] = [...times.values()].map((taken) => taken.sort((a, b) => a - b)[ROUNDS / 2])
  t.diagnostic(`${framework}, idle poll: poll.php ${thinMedian.toFixed(2)} ms, its route ${routeMedian.toFixed(2)} ms`)
}
