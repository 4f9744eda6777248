// Builds what pages without modules and TypeScript need: dist/nosocket.iife.js, minified too, and dist/types/*.d.ts.

import { spawnSync } from "node:child_process"
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"

const client = dirname(fileURLToPath(import.meta.url))
const dist = join(client, "dist")

/** Bytes that the minified file may have when it is compressed. */
export const LIMIT = 13 * 1024

// Smaller than what the bundler makes of modules for a global name.
const ENTRY = `
  import { createNoSocket, NoSocketClient, ResyncRequired } from "./nosocket.js"
  globalThis.NoSocket = { createNoSocket, NoSocketClient, ResyncRequired }
`

/**
 * Bundles nosocket.js for `<script>`: its exports are in the global `NoSocket`.
 *
 * @param {boolean} minify
 * @returns {Promise<Map<string, Uint8Array>>} files by name: the script and its source map
 */
export async function bundle(minify) {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: client, sourcefile: "script.js" },
    outfile: join(dist, `nosocket.iife${minify ? ".min" : ""}.js`),
    bundle: true,
    minify,
    format: "iife",
    target: "es2022",
    sourcemap: "linked",
    legalComments: "none",
    write: false
  })
  return new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]))
}

/** Compresses as web servers do at their best. */
export async function minifiedSize() {
  const script = (await bundle(true)).get("nosocket.iife.min.js")
  return { minified: script.length, compressed: gzipSync(script, { level: 9 }).length }
}

function declarations() {
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript")), "tsc.js")
  const sources = readdirSync(client).filter((name) => name.endsWith(".js"))
  const options = ["--allowJs", "--declaration", "--emitDeclarationOnly", "--outDir", join(dist, "types")]
  const target = ["--target", "ES2022", "--module", "ES2022", "--moduleResolution", "bundler", "--strict"]
  const { status } = spawnSync(process.execPath, [tsc, ...options, ...target, ...sources], {
    cwd: client,
    stdio: "inherit"
  })
  if (status !== 0) throw new Error("The declarations could not be made.")
}

async function main() {
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist)
  for (const minify of [false, true]) {
    for (const [name, contents] of await bundle(minify)) writeFileSync(join(dist, name), contents)
  }
  declarations()
  const { minified, compressed } = await minifiedSize()
  console.log(`# nosocket.iife.min.js: ${minified} bytes, ${compressed} compressed (at most ${LIMIT})`)
  if (compressed > LIMIT) throw new Error(`${compressed} bytes are more than ${LIMIT}.`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
