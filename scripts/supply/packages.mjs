// What the project depends on, as Cargo.lock and package-lock.json say.

import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

import { licenceOf } from "./licences.mjs"

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const TARGET = "x86_64-unknown-linux-gnu"

/**
 * The crates that the extension is made of, on Linux: {name, version, licence, source, repository, checksum}, sorted.
 * What only its build script and its tests use is left out; what runs inside the compiler (macros) is in.
 */
export function crates() {
  const { packages, resolve } = JSON.parse(
    execFileSync("cargo", ["metadata", "--locked", "--format-version", "1", "--filter-platform", TARGET], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 1 << 28
    })
  )
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]))
  const reached = new Set()
  const reach = (id) => {
    if (!reached.has(id)) {
      reached.add(id)
      for (const { pkg, dep_kinds } of nodes.get(id).deps) {
        if (dep_kinds.some(({ kind }) => kind === null)) {
          reach(pkg)
        }
      }
    }
  }
  reach(resolve.root)
  const checksums = lockedChecksums()
  return packages
    .filter(({ id, source }) => reached.has(id) && source !== null)
    .map(({ name, version, license, license_file, source, repository }) => ({
      name,
      version,
      licence: licenceOf(name, license, license_file),
      source,
      repository,
      checksum: checksums.get(`${name} ${version}`)
    }))
    .sort(byName)
}

/** The npm packages that tests, lints and the client's build use; none of them is shipped: {name, version, licence, integrity}. */
export function tools() {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"))
  return Object.entries(packages)
    .filter(([path]) => path !== "")
    .map(([path, { version, license, integrity }]) => ({
      name: path.replace(/^.*node_modules\//, ""),
      version,
      licence: license,
      integrity
    }))
    .sort(byName)
}

/** The SHA-256 of each crate's archive, by name and version. */
function lockedChecksums() {
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8")
  const entries = lock.matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "([0-9a-f]{64})"/g)
  return new Map([...entries].map(([, name, version, checksum]) => [`${name} ${version}`, checksum]))
}

function byName(one, other) {
  return one.name.localeCompare(other.name, "en") || one.version.localeCompare(other.version, "en")
}
