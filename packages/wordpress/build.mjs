// Makes the plugin as it is installed: build/wordpress-plugin/nosocket, with the browser client bundled, and its zip.

import { execFileSync } from "node:child_process"
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(dirname(here))

/** Puts the plugin's folder, complete, into another. */
export async function assemble(folder) {
  const plugin = join(folder, "nosocket")
  rmSync(plugin, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(join(here, "nosocket"), plugin, { recursive: true })
  cpSync(join(root, "LICENSE"), join(plugin, "license.txt"))
  cpSync(join(here, "CHANGELOG.md"), join(plugin, "changelog.md"))
  await Promise.all(
    [false, true].flatMap((minify) => ["iife", "esm"].map((format) => bundle(join(plugin, "assets"), format, minify)))
  )
  return plugin
}

// The classic script begins when it is read: it leaves no name behind but window.nosocket.
function bundle(folder, format, minify) {
  return build({
    entryPoints: [join(here, "client/nosocket.js")],
    outfile: join(folder, `nosocket${format === "esm" ? ".module" : ""}${minify ? ".min" : ""}.js`),
    bundle: true,
    minify,
    format,
    target: "es2022",
    legalComments: "none",
    logLevel: "warning"
  })
}

function version() {
  return /^const VERSION = '(.+)';$/m.exec(readFileSync(join(here, "nosocket/nosocket.php"), "utf8"))[1]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(root, "build/wordpress-plugin")
  await assemble(folder)
  const zip = `nosocket-${version()}.zip`
  rmSync(join(folder, zip), { force: true })
  execFileSync("python3", ["-m", "zipfile", "-c", zip, "nosocket"], { cwd: folder })
  console.log(`build/wordpress-plugin/${zip}`)
}
