// Runs the conformance suite as a person would, and reads what it prints.

import assert from "node:assert/strict"
import { join } from "node:path"

import { root } from "./paths.mjs"
import { run } from "./process.mjs"

const SUITE = join(root, "tests/conformance/run.mjs")

/** Resolves to {code, output, summary, passed, failed, notRun}; the last two are clauses, one for each case. */
export async function runSuite(args, env = {}) {
  const { code, stdout, stderr } = await run(process.execPath, [SUITE, ...args], { env: { ...process.env, ...env } })
  const cases = [...stdout.matchAll(/^(not )?ok \d+ - (\S+) .*?(# SKIP.*)?$/gm)]
  const those = (condition) => cases.filter(condition).map(([, , clause]) => clause)
  return {
    code,
    output: stdout + stderr,
    summary: /^# (\d+ passed.*)$/m.exec(stdout)?.[1],
    passed: those(([, not, , skip]) => !not && !skip).length,
    failed: those(([, not]) => not),
    notRun: those(([, , , skip]) => skip)
  }
}

/** Everything that ran has passed, and that was something. */
export function assertConforms({ code, output, passed, failed }) {
  assert.deepEqual(failed, [], output)
  assert.equal(code, 0, output)
  assert.ok(passed > 0, output)
}
