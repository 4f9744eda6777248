#!/usr/bin/env node
// Runs the cases of docs/protocol.md against a poll endpoint and prints one line for each. README.md says how to use it.

import { cases } from "./cases/index.mjs"
import { Endpoint } from "./endpoint.mjs"
import { readOptions, usage } from "./options.mjs"
import { report, summarise } from "./report.mjs"

const options = readOptions(process.argv.slice(2))
if (options.help || options.fault) {
  console.error(options.fault ?? usage)
  process.exit(options.fault ? 2 : 0)
}

const chosen = cases.filter(({ clause }) => !options.only || options.only.includes(clause))
const results = []
for (const one of chosen) {
  const missing = one.needs?.filter((need) => options[need] === undefined) ?? []
  const result = missing.length ? { ...one, missing } : { ...one, failure: await failureOf(one) }
  results.push(result)
  report(result, results.length)
}
process.exitCode = summarise(results)

/** What is wrong, in words; undefined if nothing is. */
async function failureOf({ run }) {
  try {
    await run(new Endpoint(options))
  } catch (error) {
    return error.message
  }
}
