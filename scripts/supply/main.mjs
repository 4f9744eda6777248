// What the project depends on: `check` judges it, `licences` writes docs/licences.md, `sbom` writes build/sbom.cdx.json.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { licencesDocument } from "./document.mjs"
import { isAccepted } from "./licences.mjs"
import { crates, root, tools } from "./packages.mjs"
import { sbom } from "./sbom.mjs"

const CRATES_IO = "registry+https://github.com/rust-lang/crates.io-index"
const LIST = join(root, "docs/licences.md")

const commands = { check, licences, sbom: writeSbom }
const command = commands[process.argv[2]]
if (!command) {
  throw new Error(`usage: main.mjs ${Object.keys(commands).join("|")}`)
}
command(crates(), tools())

function check(crates, tools) {
  const faults = []
  for (const { name, version, source, checksum } of crates) {
    if (source !== CRATES_IO || !checksum) {
      faults.push(`${name} ${version} comes from ${source}; depend on crates.io only, with a checksum in Cargo.lock`)
    }
  }
  for (const { name, version, integrity } of tools) {
    if (!integrity) {
      faults.push(`${name} ${version} has no checksum in package-lock.json; run npm install anew`)
    }
  }
  for (const { name, version, licence } of [...crates, ...tools]) {
    if (!isAccepted(licence ?? "")) {
      faults.push(
        `${name} ${version} is under ${licence}; do without it, or accept that in scripts/supply/licences.mjs`
      )
    }
  }
  if (readFileSync(LIST, "utf8") !== licencesDocument(crates, tools)) {
    faults.push("docs/licences.md is not current; run: make licences")
  }
  if (faults.length > 0) {
    console.error(faults.join("\n"))
    process.exitCode = 1
  }
}

function licences(crates, tools) {
  writeFileSync(LIST, licencesDocument(crates, tools))
}

function writeSbom(crates) {
  const { version } = /^\[workspace\.package\]\nversion = "(?<version>.+)"$/m.exec(
    readFileSync(join(root, "Cargo.toml"), "utf8")
  ).groups
  mkdirSync(join(root, "build"), { recursive: true })
  writeFileSync(join(root, "build/sbom.cdx.json"), `${JSON.stringify(sbom(version, crates), null, 2)}\n`)
}
