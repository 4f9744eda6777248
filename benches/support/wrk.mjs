// Load over HTTP: wrk, with one request for all connections or a list of them.

import assert from "node:assert/strict"
import { writeFileSync } from "node:fs"
import { join } from "node:path"

import { run } from "../../tests/support/process.mjs"

const CONNECTIONS = 16

/**
 * Loads a URL for some seconds and resolves to requests per second. Anything but answers of 200 is a failure: a refusal
 * is quickly given.
 *
 * @param {string} folder for wrk's script
 * @param {{url: string, seconds: number, requests?: {body: string, headers: Record<string, string>}[]}} load
 *   `requests`: POSTs in turn; none: a GET
 */
export async function load(folder, { url, seconds, requests }) {
  const script = join(folder, "load.lua")
  writeFileSync(script, requests ? posts(requests) : "")
  const { stdout, stderr } = await run("wrk", ["-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, "-s", script, url])
  const rate = Number(/Requests\/sec:\s*([\d.]+)/.exec(stdout)?.[1])
  assert.ok(rate > 0 && !/Non-2xx|Socket errors/.test(stdout), `wrk on ${url}: ${stdout}${stderr}`)
  return rate
}

const quoted = (text) => `[==[${text}]==]`

function posts(requests) {
  const formatted = requests.map(({ body, headers }) => {
    const fields = Object.entries(headers).map(([name, value]) => `[ ${quoted(name)} ] = ${quoted(value)}`)
    return `wrk.format("POST", nil, { ${fields.join(", ")} }, ${quoted(body)})`
  })
  return `local turn = 0
local requests = {}
init = function()
  requests = { ${formatted.join(",\n")} }
end
request = function()
  turn = turn % #requests + 1
  return requests[turn]
end
`
}
