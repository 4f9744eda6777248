// Runs rounds as the environment says (see `run`, which calls this), tells of each, and ends with a table. Exits with 1
// if there was a violation, after it has printed what brings the same schedule again.

import { mkdirSync } from "node:fs"
import { join } from "node:path"

import { seed as anySeed } from "../support/random.mjs"
import { kindsFor } from "./kinds.mjs"
import { plan } from "./plan.mjs"
import { runRound } from "./round.mjs"
import { DATABASES, openStage } from "./stage.mjs"
import { table } from "./table.mjs"

const MOST_SHOWN_OF_A_KIND = 4

const [folder, disk] = process.argv.slice(2)
const { SEED, ROUNDS, DATABASE, KIND, SCHEDULE, LIE } = process.env
const firstSeed = SEED ? Number(SEED) >>> 0 : anySeed
const schedule = SCHEDULE ? JSON.parse(SCHEDULE) : undefined
const count = schedule ? 1 : Number(ROUNDS || 100)
const rounds = []

for (const database of DATABASE ? DATABASE.split(" ") : DATABASES) {
  const own = join(folder, database)
  mkdirSync(own)
  const stage = await openStage(database, own, { disk, lie: LIE })
  const kinds = kindsFor(database, KIND ? KIND.split(" ") : undefined)
  for (let n = 0; n < count; n++) {
    const seed = firstSeed + n
    rounds.push(await tryRound(stage, n, seed, schedule ?? plan(seed, kinds)))
  }
}
console.log(`\n${table(rounds)}`)
process.exit(rounds.some(({ violations }) => violations.length > 0) ? 1 : 0)

/** A round that could not be brought to its end says so, like one with a violation. */
function broken(error) {
  const violations = [{ kind: "round", what: error.stack }]
  return { violations, slowest: { who: "nobody", ms: Number.POSITIVE_INFINITY }, counts: {} }
}

async function tryRound(stage, n, seed, faults) {
  const { database } = stage
  const { violations, slowest, counts } = await runRound(stage, n, faults).catch(broken)
  const kinds = faults.map(({ kind }) => kind)
  const told = Object.entries(counts).map(([name, number]) => `${number} ${name}`)
  console.log(
    `${database} ${schedule ? "as given" : seed}: ${kinds.join(" ")}: ${told.join(", ")}, recovered in ${slowest.ms} ms (last: ${slowest.who}), ${violations.length} violations`
  )
  if (violations.length > 0) {
    for (const kind of new Set(violations.map(({ kind }) => kind))) {
      const own = violations.filter((violation) => violation.kind === kind)
      own.slice(0, MOST_SHOWN_OF_A_KIND).forEach(({ what }) => console.log(`  ${kind}: ${what}`))
      if (own.length > MOST_SHOWN_OF_A_KIND) console.log(`  ${kind}: ${own.length} in all`)
    }
    if (!schedule) console.log(`  again: make faults DATABASE=${database} SEED=${seed} ROUNDS=1`)
    console.log(`  to keep: { database: "${database}", faults: ${JSON.stringify(faults)} }`)
  }
  return { database, kinds, violations, slowestRecoveryMs: slowest.ms }
}
