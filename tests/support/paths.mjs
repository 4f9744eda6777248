// Where the parts under test lie. A part that is missing fails the test that needs it.

import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Where tests keep their files; never inside the sources. */
export const buildFolder = join(root, "build")

/** The extension as it is released. */
export function extension() {
  return existing(process.env.NOSOCKET_EXTENSION ?? join(root, "target/release/libnosocket.so"), "make build")
}

/** The extension with functions that only tests may call. */
export function hooksExtension() {
  return existing(
    process.env.NOSOCKET_HOOKS_EXTENSION ?? join(buildFolder, "hooks/libnosocket.so"),
    'make test STEPS="build-hooks"'
  )
}

/** A PHP program that tests run. */
export function phpProgram(name) {
  return join(root, "tests/php", name)
}

function existing(path, mend) {
  if (!existsSync(path)) {
    throw new Error(`${path} is missing; run: ${mend}`)
  }
  return path
}
