#!/usr/bin/env node
// Runs the cases of docs/protocol.md against a poll endpoint and prints one line for each. README.md says how to use it.

import { readOptions, usage } from "./options.mjs"
import { report, summarise } from "./report.mjs"
import { runCases } from "./runner.mjs"

const options = readOptions(process.argv.slice(2))
if (options.help || options.fault) {
  console.error(options.fault ?? usage)
  process.exit(options.fault ? 2 : 0)
}
process.exitCode = summarise(await runCases(options, report))
