// Which licences of dependencies are accepted, and what the released extension must not hold.

import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { homedir } from "node:os"
import { join } from "node:path"
import test from "node:test"

import { isAccepted, licenceOf } from "../scripts/supply/licences.mjs"
import { extension, root } from "./support/paths.mjs"

test("a licence is accepted if its expression can be met with those on the list", () => {
  const accepted = [
    "MIT",
    "GPL-3.0 OR MIT",
    "MIT/Apache-2.0",
    "Apache-2.0 WITH LLVM-exception OR X",
    "MIT AND (X OR ISC)"
  ]
  const refused = ["", "GPL-3.0", "GPL-3.0 AND MIT", "MIT AND (X OR Y)", "(MIT OR ISC) AND GPL-2.0", "MIT ISC"]
  assert.deepEqual(accepted.filter(isAccepted), accepted)
  assert.deepEqual(refused.filter(isAccepted), [])
})

test("a crate that names a file instead is refused until somebody has read it", () => {
  assert.ok(isAccepted(licenceOf("webpki", null, "LICENSE")))
  assert.ok(!isAccepted(licenceOf("unread", null, "LICENSE")))
})

test("the extension names no folder of the machine that built it", () => {
  const bytes = readFileSync(extension())
  for (const folder of [root, process.env.CARGO_HOME ?? join(homedir(), ".cargo")]) {
    assert.ok(!bytes.includes(folder), folder)
  }
  assert.ok(bytes.includes("cargo/registry/src/"), "the names that would tell are there")
})
