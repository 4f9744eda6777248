// What SQLite does, MariaDB and PostgreSQL do: the demo in Chromium, the class on the command line, forks.

import assert from "node:assert/strict"
import { mkdirSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import test from "node:test"

import { openTab, startBrowser } from "./support/browser.mjs"
import { ownFolder } from "./support/folder.mjs"
import { asIni, call, callAll, newLog } from "./support/log.mjs"
import { root } from "./support/paths.mjs"
import { PHP, phpArguments, runPhp } from "./support/php.mjs"
import { freePort } from "./support/port.mjs"
import { assertDense } from "./support/positions.mjs"
import { run, start, stop } from "./support/process.mjs"
import { startMariadb, startPostgresql } from "./support/servers.mjs"
import { startStack } from "./support/stack.mjs"
import { claims, signToken } from "./support/token.mjs"
import { waitFor } from "./support/wait.mjs"

const EMITS = 50
// The second name is the first for php.ini too, which ignores the space; an object has each name once.
const DATABASES = [
  {
    name: "MariaDB",
    backend: "mysql",
    server: await startMariadb(),
    modules: { extension: "mysqlnd", "extension ": "pdo_mysql" }
  },
  { name: "PostgreSQL", backend: "pgsql", server: await startPostgresql(), modules: { extension: "pdo_pgsql" } }
]
const browser = await startBrowser()

for (const { name, backend, server, modules } of DATABASES) {
  const folder = ownFolder(`demo-${backend}`)
  const log = newLog(folder, { ...server, rate_limiter: "memory" })

  test(`${name}: a log that is not installed says what to do`, async () => {
    const [answer] = await callAll(log, [["emit", "orders", "order.created"]])
    assert.equal(answer.exception, "NoSocket\\StorageException")
    assert.match(answer.message, /install\(\)/)
  })

  test(`${name}: diagnostics() of a log that is not installed says so and creates nothing`, async () => {
    const { connection, log: counts } = await call(log, "diagnostics")
    assert.match(connection.error, /install\(\)/)
    assert.equal(counts, null)
    assert.deepEqual(await tables(server, modules), [])
  })

  test(`${name}: install.php can run again`, async () => {
    for (let time = 0; time < 2; time++) {
      const { code, stdout, stderr } = await runPhp(join(root, "examples/demo/install.php"), {
        ini: { ...asIni(log), ...modules }
      })
      assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: "", stderr: "" })
    }
  })

  test(`${name}: the demo in two tabs`, async () => {
    const sessions = join(folder, "sessions")
    mkdirSync(sessions)
    const stack = await startStack(folder, {
      documentRoot: join(root, "examples/demo/public"),
      locations: `location /client/ { alias ${join(root, "client")}/; }`,
      ini: { ...asIni(log), ...modules, "session.save_path": sessions }
    })
    const context = await browser.newContext()
    const leader = await openTab(context, `${stack.url}/`)
    await hasText(leader, "role", /leader/)
    const follower = await openTab(context, `${stack.url}/`)
    await hasText(follower, "role", /follower/)

    await leader.find("increment").click()
    await hasText(follower, "counter", /^1$/)
    await follower.find("increment").click()
    await hasText(leader, "counter", /^2$/)

    await leader.find("place-order").click()
    await hasText(follower, "order-list", /1001/)
    await follower.find("advance-order").click()
    await hasText(leader, "order-list", /paid/)

    await waitFor("some polls", () => leader.polls.length >= 3)
    assert.equal(follower.polls.length, 0)
    assert.match(await leader.page.textContent("footer"), new RegExp(`${name}$`))
    const late = await openTab(context, `${stack.url}/`)
    await hasText(late, "counter", /^2$/)
    await hasText(late, "order-list", /1001.*paid/s)
    for (const { faults } of [leader, follower, late]) {
      assert.deepEqual(faults, [])
    }
    assert.equal(stack.phpErrors(), "")
    await context.close()
  })

  test(`${name}: scripts/demo serves it, and no command line holds the password`, async () => {
    const port = await freePort()
    const demo = start(join(root, "scripts/demo"), [String(port)], {
      env: {
        ...process.env,
        NOSOCKET_DSN: server.dsn,
        NOSOCKET_DB_USER: server.user,
        NOSOCKET_DB_PASSWORD: server.password
      },
      stdio: "ignore"
    })
    const page = await waitFor("the demo", async () => {
      assert.equal(demo.exitCode, null, "scripts/demo ended")
      return fetch(`http://127.0.0.1:${port}/`).catch(() => null)
    })
    assert.equal(page.status, 200, await page.text())
    const served = commandLines().filter((line) => line.includes(`127.0.0.1:${port}`))
    assert.ok(served.length > 0)
    assert.ok(!served.some((line) => line.includes(server.password)))
    await stop(demo)
  })

  test(`${name}: the class answers as it does on SQLite`, async () => {
    const calls = everyMethod()
    const [expected, actual] = await Promise.all(
      [newLog(folder), newLog(folder, { ...server, table_prefix: "same_" })].map((log) => callAll(log, calls))
    )
    assert.deepEqual(actual.map(comparable), expected.map(comparable))
    const { connection, settings } = actual.at(-1).result
    assert.equal(connection.backend, backend)
    assert.ok(connection.server_version.startsWith(`${name} `), connection.server_version)
    assert.equal(settings.password, "(set)")
    assert.ok(!JSON.stringify(actual).includes(server.password))
  })

  test(`${name}: parent and child both emit after a fork, and both end in good order`, async () => {
    const forked = newLog(folder, { ...server, table_prefix: "forked_", poll_limit: 1000 })
    await call(forked, "install")
    const program = ["-r", EMIT_IN_PARENT_AND_CHILD, "--", JSON.stringify(forked), String(EMITS)]
    const ended = await run(PHP, [...phpArguments(), ...program])
    assert.deepEqual(ended, { code: 0, signal: null, stdout: "child: 0", stderr: "" })

    const { events } = await call(forked, "poll", { forked: { replay: "retained" } }, signToken(claims()))
    assertDense(
      events.map(({ id }) => id),
      "forked"
    )
    const expected = ["before", "after", ...["parent", "child"].flatMap((who) => Array(EMITS).fill(who))]
    assert.deepEqual(events.map(({ payload }) => payload).sort(), expected.sort())
  })
}

/** Arguments: the settings as JSON, and how often each emits. Prints how the child has ended. */
const EMIT_IN_PARENT_AND_CHILD = `
  declare(strict_types=1);
  [, $options, $count] = $argv;
  $nosocket = new NoSocket(json_decode($options, true));
  $nosocket->emit('forked', 'counted', 'before');
  $child = pcntl_fork();
  for ($n = 0; $n < (int) $count; $n++) {
      $nosocket->emit('forked', 'counted', $child === 0 ? 'child' : 'parent');
  }
  if ($child === 0) {
      exit(0);
  }
  pcntl_waitpid($child, $status);
  $nosocket->emit('forked', 'counted', 'after');
  echo 'child: ', pcntl_wifexited($status) ? pcntl_wexitstatus($status) : 'killed by ' . pcntl_wtermsig($status);
`

/** The names of the tables in a server's database, the server's own aside. */
async function tables({ dsn, user, password }, modules) {
  const program = `
    $server = new PDO(...array_slice($argv, 1));
    echo json_encode($server->query("SELECT table_name FROM information_schema.tables
        WHERE table_schema NOT IN ('information_schema', 'performance_schema', 'pg_catalog')")->fetchAll(PDO::FETCH_COLUMN));`
  const { stdout, stderr } = await run(PHP, [...phpArguments(modules), "-r", program, "--", dsn, user, password])
  assert.equal(stderr, "")
  return JSON.parse(stdout)
}

/** Calls whose answers do not depend on the database; diagnostics() comes last. */
function everyMethod() {
  const grant = signToken(claims())
  return [
    ["install"],
    ["install"],
    ["cursors", ["orders"]],
    ["emit", "orders", "order.created", { total: 12.5, name: "Zoë 😀 'quoted' \\ \0", list: [], nested: { a: null } }],
    ["emit", "orders", "order.created", -7, 60, "tab-1", true],
    [
      "emitBatch",
      [
        { channel: "42", event: "a" },
        { channel: "orders", event: "b" },
        { channel: "42", event: "c" }
      ]
    ],
    ["emitBatch", []],
    ["emit", "no spaces", "order.created"],
    ["emitBatch", [{ channel: "orders", event: "fine" }, { channel: "orders" }]],
    ["cursors", ["orders", "42", "unknown"]],
    ["poll", { orders: { replay: "retained" }, 42: { replay: "live" }, unknown: {} }, grant],
    ["poll", { orders: { cursor: 1, epoch: "of another life" } }, grant],
    ["poll", { orders: { cursor: 99 } }, grant],
    ["poll", { orders: {} }, "no grant"],
    ["cleanup"],
    ["renewEpochs"],
    ["diagnostics"]
  ]
}

/** An answer without what is another one each time or says which database it is. */
function comparable(answer) {
  const varying = ["dsn", "user", "password", "table_prefix", "backend", "server_version", "head_cache"]
  const text = JSON.stringify(answer, (key, value) => (varying.includes(key) && value !== null ? typeof value : value))
  const alike = text.replaceAll(/"\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z"/g, '"time"').replaceAll(/"[0-9a-f]{8}"/g, '"epoch"')
  return JSON.parse(alike)
}

function hasText(tab, id, pattern) {
  return waitFor(`${pattern} in ${id}`, async () => pattern.test((await tab.find(id).textContent()).trim()))
}

/** The command lines of this machine's processes, as each of its users can read them. */
function commandLines() {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8")
      } catch {
        return "" // It has ended since.
      }
    })
}
