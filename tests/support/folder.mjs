// A folder of its own for each test file, under build/tests. It stays after the run, for whoever looks for a cause.

import { mkdirSync, mkdtempSync } from "node:fs"
import { join } from "node:path"

import { buildFolder } from "./paths.mjs"

export function ownFolder(name) {
  const parent = join(buildFolder, "tests")
  mkdirSync(parent, { recursive: true })
  return mkdtempSync(join(parent, `${name}-`))
}
