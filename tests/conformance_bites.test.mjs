// The conformance suite itself: it finds nothing wrong with an implementation that shares nothing with ours, and finds
// each fault that is planted in it, by the clauses that the fault breaks and by no others.

import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import test, { describe } from "node:test"

import { cases } from "./conformance/cases/index.mjs"
import { readOptions } from "./conformance/options.mjs"
import { startReference } from "./conformance/reference/server.mjs"
import { runCases } from "./conformance/runner.mjs"
import { root } from "./support/paths.mjs"

const SECRETS = ["the secret of the other implementation: long enough", "a second one that is as long as it has to be"]
// Nobody waits a minute for what a planted fault holds back.
const PATIENCE_SECONDS = 2
const AT_ONCE = 4
const LIMIT = "P-92"

/**
 * Faults of reference/, and what each breaks of the clauses that are tried with it: those of the same tens.
 */
const faults = {
  repeats_the_grant: ["P-91"],
  codes_alone: ["P-90"],
  no_allow: ["P-10"],
  large_is_bad: ["P-12", "P-60"],
  leaves_out_forbidden: ["P-48", "P-49", "P-90"],
  any_good_grant: ["P-30"],
  one_secret: ["P-42"],
  no_retry_after: ["P-92", "P-93"],
  tells_innards: ["P-94"],
  limit_forever: ["P-92"],
  tears_batches: ["P-73"],
  answers_as_html: ["P-60"],
  cacheable: ["P-60", "P-93", "P-94"],
  sniffable: ["P-60"],
  names_without_case: ["P-20"],
  one_counter_for_all: ["P-70", "P-71", "P-72", "P-73", "P-74", "P-75", "P-76", "P-77", "P-78"],
  payloads_as_text: ["P-62", "P-63"],
  head_on_cut_pages: ["P-85", "P-87"],
  epoch_of_the_moment: ["P-74", "P-77", "P-81"],
  polls_make_channels: ["P-79"],
  retained_is_live: ["P-71"],
  live_gets_all: ["P-70"],
  cursor_comes_again: ["P-70", "P-71", "P-72", "P-73", "P-76", "P-77"],
  ignores_epochs: ["P-74", "P-77"],
  waits_beyond_the_head: ["P-75"],
  transient_means_resync: ["P-78"],
  ignores_expired: ["P-71", "P-76", "P-77"],
  resync_with_events: ["P-74", "P-76", "P-77"],
  resync_without_head: ["P-74", "P-75", "P-76", "P-77"],
  pages_without_limit: ["P-85", "P-86", "P-87"],
  first_come_first_served: ["P-86"],
  loses_an_event: ["P-71", "P-72", "P-73", "P-76", "P-78"],
  newest_first: ["P-70", "P-71", "P-72", "P-73", "P-77"],
  swaps_neighbours: ["P-72", "P-73"],
  hides_except: ["P-67"],
  ids_as_text: ["P-62", "P-67"],
  accepts_alg_none: ["P-41", "P-50"],
  ignores_signatures: ["P-41", "P-42", "P-50"],
  accepts_any_hmac: ["P-41", "P-42"],
  ignores_alg: ["P-41"],
  ignores_crit: ["P-41"],
  leeway_of_a_minute: ["P-44"],
  ignores_expiry: ["P-44"],
  ignores_revocations: ["P-53"],
  revokes_everybody: ["P-53", "P-54"],
  prefix_without_itself: ["P-48"],
  names_are_prefixes: ["P-48"],
  any_number_of_channels: ["P-15"],
  any_name: ["P-20"],
  lenient_cursors: ["P-22"],
  maps_as_lists: ["P-61"],
  never_more: ["P-85", "P-86", "P-87", "P-88"],
  always_more: ["P-85", "P-86", "P-87", "P-88"],
  next_poll_of_0: ["P-65"],
  bad_beacons: ["P-66"],
  except_everywhere: ["P-62", "P-67"],
  times_of_another_form: ["P-62"]
}

const tried = new Set(cases.map(({ clause }) => clause))

test("every clause of an endpoint has a case, and every case a clause", () => {
  const protocol = readFileSync(join(root, "docs/protocol.md"), "utf8")
  const clauses = [...protocol.matchAll(/^- \*\*(P-\d+)\*\*/gm)].map(([, clause]) => clause)
  assert.deepEqual([...tried].sort(), clauses.sort())
})

test("another implementation passes every case", async (t) => {
  const results = await trySuite()
  assert.deepEqual(
    results.filter(({ failure, missing }) => failure !== undefined || missing),
    []
  )
  t.diagnostic(`${results.length} passed`)
})

describe("a planted fault is found", { concurrency: AT_ONCE }, () => {
  for (const [fault, clauses] of Object.entries(faults)) {
    test(`${fault} breaks ${clauses.join(", ")}`, async () => {
      const failed = (await trySuite(fault, inTheSameTens(clauses))).filter(({ failure }) => failure !== undefined)
      const words = failed.map(({ clause, name, failure }) => `${clause} ${name}: ${failure}`).join("\n")
      assert.deepEqual([...new Set(failed.map(({ clause }) => clause))].sort(), clauses, words)
    })
  }
})

function inTheSameTens(clauses) {
  const tens = new Set(clauses.map((clause) => clause.slice(0, 3)))
  return [...tried].filter((clause) => tens.has(clause.slice(0, 3)))
}

/** Runs the suite against the implementation, with this fault and these clauses alone, if given. */
async function trySuite(fault, clauses = [...tried]) {
  const { url, stop } = await startReference(SECRETS, fault)
  const options = {
    ...readOptions([
      "--url",
      `${url}/poll`,
      "--secret",
      SECRETS[0],
      "--emit",
      `${url}/emit`,
      "--revoke",
      `${url}/revoke`
    ]),
    ...{
      otherSecret: SECRETS[1],
      unavailable: `${url}/unavailable`,
      broken: `${url}/broken`,
      ...(fault ? { patience: PATIENCE_SECONDS } : {})
    }
  }
  const results = await runCases({ ...options, only: clauses.filter((clause) => clause !== LIMIT) })
  if (clauses.includes(LIMIT)) {
    results.push(...(await runCases({ ...options, url: `${url}/limited`, rateLimit: 5, only: [LIMIT] })))
  }
  await stop()
  return results
}
