// Writes a run's figures into docs/performance.md, between its markers, and its pictures into docs/plots.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { root } from "../../tests/support/paths.mjs"
import { SECTIONS } from "../sections.mjs"
import { carried } from "./carried.mjs"
import { PLOTS } from "./plots.mjs"
import { markdown } from "./tables.mjs"

const PAGE = join(root, "docs/performance.md")
const PICTURES = join(root, "docs/plots")
const BLOCK = /(<!-- figures: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g

/** Sections that were not measured keep what stands in the page. */
export function writeDocs(figures) {
  const blocks = { machine: machines(figures) }
  mkdirSync(PICTURES, { recursive: true })
  for (const [name, { results }] of Object.entries(figures)) {
    const pictures = Object.entries(PLOTS[name]?.(results) ?? {})
    for (const [file, { svg }] of pictures) writeFileSync(join(PICTURES, file), svg)
    const links = pictures.map(([file, { title }]) => `![${title}](plots/${file})\n`)
    blocks[name] = [...SECTIONS[name].tables(results).map(markdown), ...links]
  }
  if (figures.http) blocks.carried = [markdown(carried(figures.http))]
  writeFileSync(PAGE, filled(readFileSync(PAGE, "utf8"), blocks))
}

/**
 * The page with its blocks written anew: {name: tables as texts}. A block of the page that is not given stays; one that the
 * page has no place for is an error.
 */
export function filled(page, blocks) {
  const places = new Set()
  const written = page.replace(BLOCK, (whole, begin, name, end) => {
    places.add(name)
    return blocks[name] ? `${begin}\n${blocks[name].join("\n")}\n${end}` : whole
  })
  const homeless = Object.keys(blocks).filter((name) => !places.has(name))
  if (homeless.length > 0) throw new Error(`the page has no "<!-- figures: NAME -->" for ${homeless.join(", ")}`)
  return written
}

function machines(figures) {
  const rows = Object.entries(figures).map(([name, { machine, load, seconds }]) => [
    name,
    machine,
    load,
    String(seconds)
  ])
  return [markdown({ title: "What was measured where", head: ["section", "machine", "load before", "seconds"], rows })]
}
