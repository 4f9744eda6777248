// `make bench`: every section, or those named as arguments; figures also go to build/bench/figures.json.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { buildFolder } from "../tests/support/paths.mjs"
import { measureBeacons } from "./beacons.mjs"
import { measureCalls } from "./calls.mjs"
import { measureCrowd } from "./crowd.mjs"
import { measureHttp } from "./http.mjs"
import { startDatabases } from "./support/databases.mjs"
import { load, machine } from "./support/machine.mjs"

const SECTIONS = { calls: measureCallsOf, crowd: measureCrowd, http: measureHttp, beacons: measureBeacons }

function measureCallsOf(_, databases) {
  return measureCalls(databases)
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SECTIONS)
const folder = mkdtempSync(join(tmpdir(), "nosocket-bench-"))
console.log(`Machine: ${machine()}; load before: ${load()}`)
const databases = await startDatabases(folder)
const figures = { machine: machine(), load: load() }
try {
  for (const section of wanted) figures[section] = await SECTIONS[section](folder, databases)
} catch (error) {
  console.error(error)
  // An orderly end, which takes the web servers with it.
  process.exit(1)
}
mkdirSync(join(buildFolder, "bench"), { recursive: true })
writeFileSync(join(buildFolder, "bench/figures.json"), JSON.stringify(figures, null, 1))
await Promise.all(databases.map(({ stop }) => stop()))
rmSync(folder, { recursive: true, force: true })
