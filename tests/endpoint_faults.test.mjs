// The poll endpoint, through nginx and PHP-FPM: what a client and what the error log learn when the database is at fault.

import assert from "node:assert/strict"
import { once } from "node:events"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import test from "node:test"

import { assertAnswered, assertNothingLeaked, assertRefused, startEndpoint } from "./support/endpoint.mjs"
import { ownFolder } from "./support/folder.mjs"
import { holdLock } from "./support/lock.mjs"

const folder = ownFolder("faults")

test("a database that stays locked is 503 with Retry-After, and is answered again once it is free", async () => {
  const endpoint = await startEndpoint(folder, { rate_limiter: "database" })
  await endpoint.emit("orders", "e", 1)
  const release = await holdLock(join(folder, "log.sqlite"))
  const refused = await endpoint.poll({ orders: { cursor: 0 } })
  await release()
  assertRefused(refused, 503, "unavailable")
  assert.match(refused.headers.get("retry-after"), /^[1-9]\d*$/)
  assertLoggedNotTold(endpoint, refused, /log\.sqlite.*(busy|lock)/)
  assertAnswered(await endpoint.poll({ orders: { cursor: 0 } }))
})

test("no queue stands before a database server that says nothing: a few polls try, the others are 503 at once", async () => {
  const polls = 64
  let tries = 0
  const silent = createServer((socket) => {
    tries += 1
    socket.on("error", () => {}).resume()
  })
  silent.unref().listen(0, "127.0.0.1")
  await once(silent, "listening")
  const dsn = `pgsql:host=127.0.0.1;port=${silent.address().port};dbname=log`
  const endpoint = await startEndpoint(ownFolder("faults"), { dsn, connect_timeout: 1 })
  const answers = await Promise.all(Array.from({ length: polls }, () => endpoint.poll({ orders: {} })))
  for (const refused of answers) {
    assertRefused(refused, 503, "unavailable")
    assert.match(refused.headers.get("retry-after"), /^[1-9]\d*$/)
  }
  assert.ok(tries > 0 && tries < polls / 2, `${tries} of ${polls} polls tried`)
  assertNothingLeaked(endpoint)
})

for (const [name, spoil, expected] of [
  [
    "a file that is no database",
    (path) => writeFileSync(path, "not a database ".repeat(1000)),
    /not an SQLite database/
  ],
  ["a directory", (path) => mkdirSync(path), /is a directory/],
  ["a missing folder", (path) => rmSync(path, { recursive: true, force: true }), /folder .* does not exist/]
]) {
  test(`${name} is 500, and only the error log says why`, async () => {
    const place =
      name === "a missing folder"
        ? join(ownFolder("faults"), "missing", "log.sqlite")
        : join(ownFolder("faults"), "log.sqlite")
    spoil(place)
    const endpoint = await startEndpoint(ownFolder("faults"), { dsn: `sqlite:${place}` })
    const refused = await endpoint.poll({ orders: {} })
    assertRefused(refused, 500, "internal")
    assert.equal(refused.headers.get("retry-after"), null)
    assertLoggedNotTold(endpoint, refused, expected)
  })
}

test("bad settings are 500, and the error log names the setting but not its secret value", async () => {
  const secret = "hunter2hunter2hunter2"
  const endpoint = await startEndpoint(ownFolder("faults"), { secret })
  const refused = await endpoint.poll({ orders: {} })
  assertRefused(refused, 500, "internal")
  assertLoggedNotTold(endpoint, refused, /secret.*32/)
})

function assertLoggedNotTold(endpoint, answer, expected) {
  assert.match(endpoint.phpErrors(), expected)
  assert.doesNotMatch(answer.text, /sqlite|\/|secret|hunter2|busy|folder|directory/i)
  assertNothingLeaked(endpoint)
}
