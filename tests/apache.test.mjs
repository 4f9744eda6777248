// PHP inside Apache's own processes: one after the other, and thrown away and started anew under load.

import assert from "node:assert/strict"
import { join } from "node:path"
import test from "node:test"

import { startApache } from "./support/apache_php.mjs"
import { assertNoneLost, emitThrough, processes } from "./support/load.mjs"
import { asIni, newLog } from "./support/log.mjs"
import { root } from "./support/paths.mjs"

const PAGES = join(root, "tests/pages/host")
const settings = (folder) => ({ zend_extension: "opcache", ...asIni(newLog(folder)) })

test("Apache's processes emit side by side, and each is replaced after 20 requests", async () => {
  const apache = await startApache(PAGES, settings, { requestsPerChild: 20 })
  const answers = await emitThrough(apache.url, { requests: 300, atOnce: 8 })
  assertNoneLost(answers)
  assert.ok(processes(answers).size >= 15, `${processes(answers).size} processes`)
  await apache.stop()
  assertQuiet(apache)
})

test("graceful restarts, which load the extension anew, lose no request", async () => {
  const apache = await startApache(PAGES, settings)
  const answers = []
  for (let round = 0; round < 5; round++) {
    let restarted
    answers.push(
      ...(await emitThrough(apache.url, { requests: 60, atOnce: 8, during: () => (restarted = apache.graceful()) }))
    )
    await restarted
  }
  assertNoneLost(answers)
  await apache.stop()
  assertQuiet(apache)
})

/** No process has died, and PHP has complained about nothing. */
function assertQuiet({ log }) {
  assert.doesNotMatch(log(), /exit signal|Segmentation|PHP |NoSocket/)
}
