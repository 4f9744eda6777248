// The stubs say of the extension's classes what reflection says of them, no more and no less.

import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import test from "node:test"

import { root } from "./support/paths.mjs"
import { phpJson, runPhp } from "./support/php.mjs"

const REFLECT = join(root, "tests/support/reflect.php")
const STUBS = join(root, "php-stubs")

const stubbed = await phpJson(REFLECT, { loaded: null, args: stubFiles() })
const real = await phpJson(REFLECT)

test("stubs and extension have the same classes and functions", () => {
  assert.deepEqual(Object.keys(real.classes), Object.keys(stubbed.classes))
  assert.deepEqual(real.functions, stubbed.functions)
})

for (const name of new Set([...Object.keys(real.classes), ...Object.keys(stubbed.classes)])) {
  test(`${name} is what its stub says`, () => {
    assert.deepEqual(real.classes[name], stubbed.classes[name])
  })
}

test("the extension's version is that of the class, of the stub and of the package", async () => {
  const manifest = readFileSync(join(root, "Cargo.toml"), "utf8")
  const version = /^version = "(.+)"$/m.exec(manifest)[1]
  const constants = [real, stubbed].map(({ classes }) => classes.NoSocket.constants.VERSION.value)
  const module = (await php("echo phpversion('nosocket');")).stdout
  assert.deepEqual([...constants, module], [version, version, version])
})

test("php.ini has a directive for each option that the stub documents, and no other", async () => {
  const directives = JSON.parse((await php("echo json_encode(array_keys(ini_get_all('nosocket')));")).stdout)
  const [, options] = /@phpstan-type Options array\{(.+?)\}/s.exec(readFileSync(join(STUBS, "NoSocket.php"), "utf8"))
  const documented = [...options.matchAll(/(\w+)\?:/g)].map(([, option]) => `nosocket.${option}`)
  assert.deepEqual(directives.sort(), documented.sort())
})

function php(code) {
  return runPhp("-r", { args: [code] })
}

/** Every stub, parents first: NoSocket.php last, interfaces and exceptions before what names them. */
function stubFiles() {
  const folder = join(STUBS, "NoSocket")
  const inNamespace = readdirSync(folder).sort((a, b) => isChild(a) - isChild(b) || (a < b ? -1 : 1))
  return [...inNamespace.map((file) => join(folder, file)), join(STUBS, "NoSocket.php")]
}

function isChild(file) {
  return file !== "Exception.php"
}
