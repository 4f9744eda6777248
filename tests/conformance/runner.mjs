// Runs the cases, one after the other.

import { cases } from "./cases/index.mjs"
import { Endpoint } from "./endpoint.mjs"

/**
 * Runs those that `options.only` allows, tells `report` of each, and resolves to them all: the cases with `missing`, the
 * options for want of which one was not run, or `failure`, what is wrong in words, if anything is.
 */
export async function runCases(options, report = () => {}) {
  const results = []
  for (const one of cases.filter(({ clause }) => options.only?.includes(clause) ?? true)) {
    const missing = one.needs?.filter((need) => options[need] === undefined) ?? []
    const result = missing.length ? { ...one, missing } : { ...one, failure: await failureOf(one, options) }
    results.push(result)
    report(result, results.length)
  }
  return results
}

async function failureOf({ run }, options) {
  try {
    await run(new Endpoint(options))
  } catch (error) {
    return error.message
  }
}
