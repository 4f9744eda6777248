// The conformance suite itself: it finds nothing wrong with an implementation that shares nothing with ours, and finds
// each fault that is planted in it, by the clauses that the fault breaks and by no others.

import assert from "node:assert/strict"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import test from "node:test"

import { cases } from "./conformance/cases/index.mjs"
import { assertConforms, runSuite } from "./support/conformance.mjs"
import { root } from "./support/paths.mjs"
import { start, stop } from "./support/process.mjs"

const SERVER = join(root, "tests/conformance/reference/server.mjs")
const SECRETS = ["the secret of the other implementation: long enough", "a second one that is as long as it has to be"]
// Nobody waits a minute for what a planted fault holds back.
const PATIENCE_SECONDS = "2"

/** A fault of reference/server.mjs, and the clauses that it breaks. */
const faults = {}

test("every clause of an endpoint has a case, and every case a clause", () => {
  const protocol = readFileSync(join(root, "docs/protocol.md"), "utf8")
  const clauses = [...protocol.matchAll(/^- \*\*(P-\d+)\*\*/gm)].map(([, clause]) => clause)
  const tried = new Set(cases.map(({ clause }) => clause))
  assert.deepEqual([...tried].sort(), clauses.sort())
})

test("another implementation passes every case", async (t) => {
  const suite = await tryFault()
  assertConforms(suite)
  assert.deepEqual(suite.notRun, [])
  t.diagnostic(suite.summary)
})

for (const [fault, clauses] of Object.entries(faults)) {
  test(`the fault "${fault}" breaks ${clauses.join(", ")}`, async () => {
    const { code, failed, output } = await tryFault(fault)
    assert.deepEqual([...new Set(failed)], clauses, output)
    assert.equal(code, 1)
  })
}

/** Runs the suite against the implementation with this fault. */
async function tryFault(fault) {
  const server = start(process.execPath, [SERVER, ...(fault ? [fault] : [])], {
    env: { ...process.env, REFERENCE_SECRETS: SECRETS.join(",") },
    stdio: ["ignore", "pipe", "inherit"]
  })
  const [line] = await once(server.stdout, "data")
  const url = `${line}`.trim()
  const at = (path, ...more) => ["--url", `${url}${path}`, "--secret", SECRETS[0], ...more]
  const own = ["--other-secret", SECRETS[1], "--emit", `${url}/emit`, "--patience", PATIENCE_SECONDS]
  const hosts = ["--unavailable", `${url}/unavailable`, "--broken", `${url}/broken`]
  const main = await runSuite(at("/poll", ...own, ...hosts))
  const limited = await runSuite(at("/limited", "--rate-limit", "5", "--only", "P-92"))
  await stop(server)
  return {
    code: Math.max(main.code, limited.code),
    output: main.output + limited.output,
    summary: main.summary,
    passed: main.passed + limited.passed,
    failed: [...main.failed, ...limited.failed],
    notRun: main.notRun.filter((clause) => clause !== "P-92")
  }
}
