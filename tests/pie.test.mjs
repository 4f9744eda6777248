// The way that PIE builds the extension, in a copy of the checkout: phpize, configure, make, make install.

import assert from "node:assert/strict"
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import test from "node:test"

import { ownFolder } from "./support/folder.mjs"
import { newLog } from "./support/log.mjs"
import { buildFolder, phpProgram, root } from "./support/paths.mjs"
import { phpJson } from "./support/php.mjs"
import { run } from "./support/process.mjs"

const composer = JSON.parse(readFileSync(join(root, "composer.json"), "utf8"))
const settings = composer["php-ext"]
const name = settings["extension-name"]

// Both stay between runs, at the same place, so that cargo builds what has changed and no more.
const copy = join(buildFolder, "pie/checkout")
const target = join(buildFolder, "pie/target")
const folder = join(copy, settings["build-path"])

test("what composer.json says is what PIE reads", () => {
  assert.equal(composer.type, "php-ext")
  assert.match(name, /^[A-Za-z][a-zA-Z0-9_]+$/)
  assert.ok(!("version" in composer), "the tag says which version it is")
  assert.ok(!("os-families" in settings && "os-families-exclude" in settings))
  for (const option of settings["configure-options"]) {
    assert.deepEqual(Object.keys(option).sort(), ["description", "name", "needs-value"])
    assert.match(option.name, /^[a-zA-Z0-9][a-zA-Z0-9_-]*$/)
  }
})

test("phpize, configure and make build a module that loads, and make install needs no cargo", async () => {
  await copyCheckout()
  await succeeds("phpize", [])
  await succeeds("./configure", [])
  await succeeds("nice", ["make"])

  const loaded = join(folder, "modules", `${name}.so`)
  const log = newLog(ownFolder("pie"))
  const input = JSON.stringify({ options: log, calls: [["emit", "orders", "order.created", 1]] })
  const [{ result }] = await phpJson(phpProgram("call.php"), { loaded, input })
  assert.equal(result.id, 1)

  const installed = join(folder, "installed")
  await succeeds("make", ["install", `INSTALL_ROOT=${installed}`, "NOSOCKET_CARGO=false"])
  const { stdout } = await run("php-config", ["--extension-dir"])
  assert.ok(existsSync(join(installed, stdout.trim(), `${name}.so`)))
})

test("configure knows the options that composer.json offers, and says what is missing", async () => {
  const { stdout } = await succeeds("./configure", ["--help"])
  for (const option of settings["configure-options"]) {
    assert.ok(stdout.includes(`--${option.name}`), option.name)
  }
  const { code, stderr } = await run("./configure", ["--with-nosocket-cargo=/nowhere/cargo"], { cwd: folder })
  assert.notEqual(code, 0)
  assert.match(stderr, /Rust is missing\. Install it from https:\/\/rustup\.rs/)
})

async function copyCheckout() {
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(copy, { recursive: true })
  // Its files as git has them or would take them, with their times: cargo goes by these.
  const files =
    'git -C "$0" ls-files -z --cached --others --exclude-standard -- ":!node_modules" |' +
    ' tar --create --directory "$0" --null --files-from - --ignore-failed-read | tar --extract --directory "$1"'
  const { code, stderr } = await run("sh", ["-c", files, root, copy])
  assert.equal(code, 0, stderr)
  const built = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "release")
  if (!existsSync(target) && existsSync(built)) {
    // The libraries that it takes, which are the longest part.
    cpSync(built, join(target, "release"), { recursive: true, preserveTimestamps: true })
  }
}

async function succeeds(command, args) {
  const env = { ...process.env, CARGO_TARGET_DIR: target }
  const answer = await run(command, args, { cwd: folder, env })
  assert.equal(answer.code, 0, `${command} ${args.join(" ")} failed:\n${answer.stdout}${answer.stderr}`)
  return answer
}
