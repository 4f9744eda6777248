// Chance for the tests that compare two readers: what to choose, and how to spoil a text. `make test` takes a fixed seed
// and few runs; `make fuzz` sets NOSOCKET_TEST_SEED and NOSOCKET_FUZZ_RUNS.

import { randomNumbers } from "./random.mjs"

export const seed = Number(process.env.NOSOCKET_TEST_SEED ?? 1) >>> 0

/** How many inputs to try: `few`, or as many as the environment says. */
export const runs = (few) => Number(process.env.NOSOCKET_FUZZ_RUNS ?? few)

/** Chance itself: `number(n)` below n, `one(list)`, `often(part)`. */
export function chance() {
  const random = randomNumbers(seed)
  const number = (below) => Math.floor(random() * below)
  return { number, one: (list) => list[number(list.length)], often: (part) => random() < part }
}

/** Bytes with up to `most` places deleted, doubled, flipped or filled with one of these words. */
export function spoil(bytes, words, { number, one }, most = 4) {
  let spoilt = Buffer.from(bytes)
  for (let changes = 1 + number(most); changes > 0; changes--) {
    const at = number(spoilt.length + 1)
    const end = Math.min(spoilt.length, at + number(8))
    const old = spoilt.subarray(at, end)
    const put = one([
      () => Buffer.alloc(0),
      () => Buffer.concat([old, old]),
      () => Buffer.from(old.map((byte) => byte ^ (1 << number(8)))),
      () => Buffer.from(one(words))
    ])()
    spoilt = Buffer.concat([spoilt.subarray(0, at), put, spoilt.subarray(end)])
  }
  return spoilt
}
