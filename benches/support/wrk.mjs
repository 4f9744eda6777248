// Load over HTTP: wrk, with one request for all connections or a list of them.

import assert from "node:assert/strict"
import { writeFileSync } from "node:fs"
import { join } from "node:path"

import { run } from "../../tests/support/process.mjs"
import { inTurn } from "./figures.mjs"

/**
 * Loads a URL for some seconds and resolves to {rate: requests/s, requests: their number}. Anything but answers of 200 is
 * a failure: a refusal is quickly given.
 *
 * @param {string} folder for wrk's script
 * @param {{url: string, seconds: number, connections?: number, requests?: {body: string, headers: Record<string, string>}[]}} load
 *   `requests`: POSTs in turn; none: a GET
 */
export async function load(folder, { url, seconds, connections = 16, requests }) {
  const script = join(folder, "load.lua")
  writeFileSync(script, requests ? posts(requests) : "")
  const { stdout, stderr } = await run("wrk", ["-t1", `-c${connections}`, ...limits(seconds), "-s", script, url])
  const found = /(\d+) requests in [\s\S]*Requests\/sec:\s*([\d.]+)/.exec(stdout)
  assert.ok(found && !/Non-2xx|Socket errors/.test(stdout), `wrk on ${url}: ${stdout}${stderr}`)
  return { requests: Number(found[1]), rate: Number(found[2]) }
}

// A slow answer is no fault: dozens of workers that open their connections at once can take seconds.
const limits = (seconds) => [`-d${seconds}s`, "--timeout=30s"]

/**
 * Loads each case for a second in turn, round by round, and resolves to {case: [requests/s of each round]}. A round before
 * the first lets the workers open their connections.
 *
 * @param {string} folder for wrk's script
 * @param {Record<string, object>} cases loads without `seconds`
 * @param {number} rounds
 */
export async function loadInTurn(folder, cases, rounds) {
  const rate = async (one) => (await load(folder, { ...one, seconds: 1 })).rate
  await inTurn(cases, 1, rate)
  return inTurn(cases, rounds, rate)
}

/**
 * The same with another load before and after each case: {case: [{rate, floor}]}, both requests/s. `floor` is the mean of
 * the two loads, so that what slows the machine for some seconds slows it as well.
 *
 * @param {string} folder for wrk's script
 * @param {object} floor a load without `seconds`
 * @param {Record<string, object>} cases loads without `seconds`
 * @param {number} rounds
 */
export async function loadBeside(folder, floor, cases, rounds) {
  const rate = async (one) => (await load(folder, { ...one, seconds: 1 })).rate
  await inTurn(cases, 1, rate)
  let before = await rate(floor)
  return inTurn(cases, rounds, async (one) => {
    const found = await rate(one)
    const after = await rate(floor)
    const pair = { rate: found, floor: (before + after) / 2 }
    before = after
    return pair
  })
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
