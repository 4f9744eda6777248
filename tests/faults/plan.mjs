// Schedules of faults: one number gives always the same one.

import { randomNumbers } from "../support/random.mjs"

const MOST_FAULTS = 4
const BEGIN_WITHIN_MS = 2_000
const SHORTEST_MS = 100
const USUAL_MS = 1_500
/** Longer than what the stage's settings wait for a database. */
const LONG_MS = 8_000
const CHANCE_OF_LONG = 0.1

/**
 * One fault: when it begins and ends, in milliseconds, and the seed of what it does by chance.
 *
 * @typedef {{kind: string, at: number, lasts: number, seed: number}} Fault
 */

/**
 * The schedule of one seed.
 *
 * @param {number} seed
 * @param {string[]} kinds those to choose from, each at most once
 * @returns {Fault[]} in the order of their beginnings
 */
export function plan(seed, kinds) {
  const random = randomNumbers(seed)
  const left = [...kinds]
  const count = Math.min(left.length, 1 + Math.floor(random() * MOST_FAULTS))
  const faults = Array.from({ length: count }, () => {
    const [kind] = left.splice(Math.floor(random() * left.length), 1)
    const at = Math.floor(random() * BEGIN_WITHIN_MS)
    const longest = random() < CHANCE_OF_LONG ? LONG_MS : USUAL_MS
    return { kind, at, lasts: Math.floor(SHORTEST_MS + random() * longest), seed: Math.floor(random() * 2 ** 32) }
  })
  return faults.sort((a, b) => a.at - b.at)
}
