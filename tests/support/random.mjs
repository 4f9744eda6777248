// Random numbers that can be had again: set NOSOCKET_TEST_SEED to the seed that a failed test printed.

export const seed = Number(process.env.NOSOCKET_TEST_SEED ?? Date.now() % 2 ** 32) >>> 0

/** A function that returns the next number from 0 up to 1 (mulberry32), beginning with the run's seed or another one. */
export function randomNumbers(first = seed) {
  let state = first >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
