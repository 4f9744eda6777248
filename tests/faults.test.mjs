// Faults of the whole system while events flow, by schedules that come from a seed: a bounded share of `make faults`, the
// schedules that once failed, and lies that the suite must notice.

import assert from "node:assert/strict"
import { join } from "node:path"
import test from "node:test"

import { plan } from "./faults/plan.mjs"
import { REGRESSIONS } from "./faults/regressions.mjs"
import { root } from "./support/paths.mjs"
import { run } from "./support/process.mjs"
import { seed } from "./support/random.mjs"

const ROUNDS = 3
const DATABASES = ["sqlite", "mariadb", "postgresql"]

for (const database of DATABASES) {
  test(`${database}: ${ROUNDS} schedules of faults lose, repeat and mix up nothing`, async (t) => {
    t.diagnostic(`${database}: make faults DATABASE=${database} SEED=${seed} ROUNDS=${ROUNDS}`)
    const { code, told } = await runFaults({ DATABASE: database, SEED: seed, ROUNDS })
    t.diagnostic(told.split("\n").findLast((line) => line.startsWith("| all ")))
    assert.equal(code, 0, told)
  })
}

for (const { what, database, faults } of REGRESSIONS) {
  test(`${database}, once: ${what}`, async () => {
    const { code, told } = await runFaults({ DATABASE: database, SCHEDULE: JSON.stringify(faults) })
    assert.equal(code, 0, told)
  })
}

for (const [lie, reported] of [
  ["swallow", /^ {2}lost: /m],
  ["repeat", /^ {2}duplicate: /m],
  ["swap", /^ {2}order: /m],
  ["leak", /^ {2}foreign: /m],
  ["crash", /^ {2}process: .* exited on signal 11/m]
]) {
  test(`an endpoint with the fault “${lie}” is found out`, async () => {
    const harmless = [{ kind: "shared-memory-deleted", at: 0, lasts: 2500, seed: 1 }]
    const { code, told } = await runFaults({ DATABASE: "sqlite", LIE: lie, SCHEDULE: JSON.stringify(harmless) })
    assert.equal(code, 1, told)
    assert.match(told, reported)
  })
}

test("a seed always gives the same schedule, and another seed another one", () => {
  const kinds = ["a", "b", "c", "d", "e"]
  assert.deepEqual(plan(7, kinds), plan(7, kinds))
  assert.notDeepEqual(plan(7, kinds), plan(8, kinds))
})

async function runFaults(settings) {
  const env = { ...process.env, SEED: "", ROUNDS: "", KIND: "", SCHEDULE: "", LIE: "", ...settings }
  const { code, stdout, stderr } = await run(join(root, "tests/faults/run"), [], { cwd: root, env })
  return { code, told: stdout + stderr }
}
