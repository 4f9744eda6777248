// The conformance suite against our endpoint, through nginx and PHP-FPM, on every database: every case passes.

import assert from "node:assert/strict"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import test from "node:test"

import { assertConforms, runSuite } from "./support/conformance.mjs"
import { startEndpoint } from "./support/endpoint.mjs"
import { ownFolder } from "./support/folder.mjs"
import { call, SECRET } from "./support/log.mjs"
import { root } from "./support/paths.mjs"
import { PHP, phpArguments } from "./support/php.mjs"
import { freePort } from "./support/port.mjs"
import { startMariadb, startPostgresql } from "./support/servers.mjs"

const OTHER_SECRET = "another secret of the same host: long enough as well"
// So few that a slow machine regains none in between.
const RATE_LIMIT = 1
const folder = ownFolder("conformance")

const databases = {
  "SQLite": () => ({}),
  "MariaDB": startMariadb,
  "PostgreSQL": startPostgresql
}

for (const [name, start] of Object.entries(databases)) {
  test(`on ${name}, every case passes`, async (t) => {
    const endpoint = await startEndpoint(folder, { ...(await start()), secret: `${SECRET},${OTHER_SECRET}` })
    await call(endpoint.log, "install")
    const suite = await runSuite(
      [
        ...["--url", endpoint.url, "--secret", SECRET, "--other-secret", OTHER_SECRET],
        ...["--emit", command("emit.php"), "--revoke", command("revoke.php"), ...(await faulty())]
      ],
      environment(endpoint.log)
    )
    assertConforms(suite)
    assert.deepEqual(suite.notRun, ["P-92", "P-92"])
    t.diagnostic(`${name}: ${suite.summary}`)
  })
}

test("with a rate limit, the cases about it pass", async () => {
  const { url } = await startEndpoint(folder, { rate_limiter: "memory", rate_limit: RATE_LIMIT, rate_window: 5 })
  const suite = await runSuite(["--url", url, "--secret", SECRET, "--rate-limit", `${RATE_LIMIT}`, "--only", "P-92"])
  assertConforms(suite)
  assert.equal(suite.passed, 2)
})

/** Endpoints whose database is away, and whose database is no database. */
async function faulty() {
  const away = await startEndpoint(folder, { dsn: `mysql:host=127.0.0.1;port=${await freePort()};dbname=app` })
  const place = join(ownFolder("conformance"), "log.sqlite")
  writeFileSync(place, "not a database ".repeat(1000))
  const broken = await startEndpoint(folder, { dsn: `sqlite:${place}` })
  return ["--unavailable", away.url, "--broken", broken.url]
}

function command(program) {
  return [PHP, ...phpArguments(), join(root, "tests/conformance", program)].map((word) => `'${word}'`).join(" ")
}

function environment({ user = "", password = "", ...log }) {
  const own = { NOSOCKET_DB_USER: user, NOSOCKET_DB_PASSWORD: password }
  const rest = Object.entries(log).map(([name, value]) => [`NOSOCKET_${name.toUpperCase()}`, `${value}`])
  return { ...own, ...Object.fromEntries(rest) }
}
