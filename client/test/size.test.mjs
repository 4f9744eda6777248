// What a page has to load: the bundled file is as small as the README says.

import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { LIMIT, minifiedSize } from "../build.mjs"

test("the bundled file is no larger than the README says", async () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
  const claimed = Number(/([\d.]+) KB compressed/.exec(readme)?.[1]) * 1024
  const { compressed } = await minifiedSize()
  assert.ok(compressed <= claimed, `${compressed} bytes, and the README says ${claimed}`)
  assert.ok(compressed <= LIMIT, `${compressed} bytes, and at most ${LIMIT} are allowed`)
})
