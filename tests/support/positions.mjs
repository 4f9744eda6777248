// The log's first promise, checked on what a reader saw: positions 1 to n, in order, each once.

import assert from "node:assert/strict"

export function assertDense(positions, channel, first = 1) {
  const gap = positions.findIndex((position, index) => position !== first + index)
  assert.equal(gap, -1, `${channel}: position ${positions[gap]} stands where ${first + gap} should`)
}
