// docs/threat-model.md names the tests that show its defences: each of them must exist.

import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import test from "node:test"

import { root } from "./support/paths.mjs"

const named = namedTests(readFileSync(join(root, "docs/threat-model.md"), "utf8"))

test("the threat model names tests in every language", () => {
  for (const ending of [".rs", ".phpt", ".test.mjs"]) {
    assert.ok(
      named.some(({ file }) => file.endsWith(ending)),
      ending
    )
  }
})

for (const { file, name } of named) {
  test(`the threat model's test exists: ${file}${name ? `: ${name}` : ""}`, () => {
    const source = readFileSync(join(root, file), "utf8")
    if (name) assert.ok(declarations(source).includes(name), `${file} has no test of that name`)
  })
}

/** Backquoted paths of tests, with or without a colon and a name behind them. */
function namedTests(text) {
  const found = text.matchAll(/`((?:crates|phpt|tests)\/[^`:]+)(?:: ([^`]+))?`/g)
  return [...found].map(([, file, name]) => ({ file, name }))
}

/** What a file's tests are called: Rust's functions, and the first argument of test() in JavaScript. */
function declarations(source) {
  const functions = source.matchAll(/^\s*(?:pub )?fn (\w+)\(/gm)
  const titles = source.matchAll(/^\s*test\("(.+?)", /gm)
  return [...functions, ...titles].map(([, name]) => name)
}
