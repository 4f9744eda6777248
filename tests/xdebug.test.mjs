// Xdebug in the same process, with all that it can record: the class answers as it does without.

import assert from "node:assert/strict"
import { existsSync, readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import test from "node:test"

import { ownFolder } from "./support/folder.mjs"
import { callAll, newLog } from "./support/log.mjs"
import { buildFolder } from "./support/paths.mjs"
import { claims, signToken } from "./support/token.mjs"

const XDEBUG = join(buildFolder, "xdebug/xdebug.so")

test("with Xdebug the class answers as it does without, and its trace shows no secret and no grant that it is given", async () => {
  assert.ok(existsSync(XDEBUG), `${XDEBUG} is missing; run: make setup`)
  const grant = signToken(claims())
  const folder = ownFolder("xdebug")
  const recorded = ownFolder("xdebug-recorded")
  const calls = [
    ["emit", "orders", "order.created", { id: 1, list: [1, 2] }],
    ["emitBatch", [{ channel: "orders", event: "order.updated" }]],
    ["emit", "no spaces", "order.created"],
    ["poll", { orders: { replay: "retained" } }, grant],
    ["poll", { orders: {} }, "no grant"],
    ["cursors", ["orders"]],
    ["cleanup"]
  ]
  const ini = {
    zend_extension: XDEBUG,
    "xdebug.mode": "develop,coverage,gcstats,profile,trace",
    "xdebug.start_with_request": "yes",
    "xdebug.use_compression": "0",
    "xdebug.output_dir": recorded
  }
  const plain = await callAll(newLog(ownFolder("xdebug")), calls)
  const log = newLog(folder)
  const watched = await callAll(log, calls, { ini })
  assert.deepEqual(comparable(watched), comparable(plain))
  const files = readdirSync(recorded)
  const trace = readFileSync(
    join(
      recorded,
      files.find((name) => name.startsWith("trace."))
    ),
    "utf8"
  )
  const traced = trace.split("\n").filter((line) => line.includes("NoSocket->"))
  assert.equal(traced.length, calls.length + 1)
  assert.ok(!traced.some((line) => line.includes(log.secret) || line.includes(grant)))
  assert.ok(files.some((name) => name.startsWith("cachegrind.out")))
})

/** Answers without times and epochs. */
function comparable(answers) {
  const text = JSON.stringify(answers)
  return text.replaceAll(/"\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z"/g, '"time"').replaceAll(/"[0-9a-f]{8}"/g, '"epoch"')
}
