// `make bench`: measures every section, or those named as arguments; keeps the figures in build/bench/figures.json.
//
//   --quick     few rounds on small logs, into build/bench/quick.json: to see that all works, not for figures
//   --full      logs of ten million events on the servers too
//   --polls=N   how many polls the soak of the section `memory` makes on each database
//   --renew     the section `instructions` keeps its counts in benches/instructions.json
//   --docs      measures nothing: writes the tables of docs/performance.md and docs/plots anew from the figures

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { buildFolder } from "../tests/support/paths.mjs"
import { SECTIONS } from "./sections.mjs"
import { startDatabases } from "./support/databases.mjs"
import { writeDocs } from "./support/docs.mjs"
import { load, machine } from "./support/machine.mjs"
import { parseOptions } from "./support/options.mjs"
import { markdown } from "./support/tables.mjs"

const benchFolder = join(buildFolder, "bench")
mkdirSync(benchFolder, { recursive: true })

const options = parseOptions(process.argv.slice(2), Object.keys(SECTIONS))
const figuresFile = join(benchFolder, options.quick ? "quick.json" : "figures.json")
if (options.docs) {
  writeDocs(JSON.parse(readFileSync(figuresFile, "utf8")))
} else {
  await measure()
}

async function measure() {
  // Not where temporary files go: that may be no disk at all.
  const folder = mkdtempSync(join(benchFolder, "run-"))
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }))
  console.log(`Machine: ${machine()}; load before: ${load()}`)
  const databases = await startDatabases(folder)
  try {
    for (const name of options.sections) await measureSection(name, folder, databases)
  } catch (error) {
    console.error(error)
    // An orderly end, which takes the web servers with it.
    process.exit(1)
  }
  await Promise.all(databases.map(({ stop }) => stop()))
}

async function measureSection(name, folder, databases) {
  const section = SECTIONS[name]
  const busy = load()
  const begin = Date.now()
  const results = await section.measure({ folder, databases, options })
  for (const table of section.tables(results)) console.log(`\n${markdown(table)}`)
  const seconds = Math.round((Date.now() - begin) / 1000)
  console.log(`\n${name}: ${seconds} s; load before: ${busy}`)
  keep(name, { machine: machine(), load: busy, seconds, results })
}

/** Each section's figures stand until it is measured again. */
function keep(name, section) {
  let figures = {}
  try {
    figures = JSON.parse(readFileSync(figuresFile, "utf8"))
  } catch (error) {
    if (error.code !== "ENOENT") throw error
  }
  writeFileSync(figuresFile, JSON.stringify({ ...figures, [name]: section }))
}
