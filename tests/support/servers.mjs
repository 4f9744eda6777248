// Private database servers on free ports of 127.0.0.1, in folders of their own. A server that is missing is a failure.

import assert from "node:assert/strict"
import { execFileSync, spawn } from "node:child_process"
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { after } from "node:test"

import { ownFolder } from "./folder.mjs"
import { buildFolder } from "./paths.mjs"
import { freePort } from "./port.mjs"
import { waitFor } from "./wait.mjs"

const USER = "demo"
// With what a quoting that is not quite right stumbles over.
const PASSWORD = "it's a; pass=word %41"

const isRoot = process.getuid() === 0

/** Starts MariaDB with an empty database, and stops it after the tests of the file: {dsn, user, password}. */
export async function startMariadb() {
  return stoppedAfterTests(await launchMariadb({ durable: false }))
}

/** Starts PostgreSQL with an empty database, and stops it after the tests of the file: {dsn, user, password}. */
export async function startPostgresql() {
  return stoppedAfterTests(await launchPostgresql({ durable: false }))
}

function stoppedAfterTests({ dsn, user, password, stop }) {
  after(stop)
  return { dsn, user, password }
}

/**
 * Starts MariaDB as it comes (`durable`), or without waiting for the disk: {dsn, user, password, stop, socket}. The user
 * root has no password and comes by the socket only.
 *
 * @param {{durable: boolean}} options
 */
export async function launchMariadb({ durable }) {
  const folder = serverFolder("mariadb")
  const password = PASSWORD.replaceAll("'", "''")
  writeFileSync(
    join(folder, "init.sql"),
    `CREATE DATABASE app;
CREATE USER '${USER}'@'127.0.0.1' IDENTIFIED BY '${password}';
GRANT ALL ON app.* TO '${USER}'@'127.0.0.1';
`
  )
  const owner = isRoot ? "--user=root" : ""
  const { port, stop } = await startServer(folder, {
    stopSignal: "TERM",
    script: (port) => `
      mariadb-install-db --no-defaults --datadir="$PWD/data" --tmpdir="$PWD" --auth-root-authentication-method=normal \
        --skip-test-db ${owner} &&
      exec mariadbd --no-defaults --datadir="$PWD/data" --tmpdir="$PWD" --socket="$PWD/s" --pid-file="$PWD/pid" --port=${port} \
        --bind-address=127.0.0.1 --skip-name-resolve --init-file="$PWD/init.sql" \
        --innodb-flush-log-at-trx-commit=${durable ? 1 : 2} --innodb-buffer-pool-size=${durable ? 256 : 64}M ${owner}`
  })
  const dsn = `mysql:host=127.0.0.1;port=${port};dbname=app`
  return { dsn, user: USER, password: PASSWORD, stop, socket: join(folder, "s") }
}

/**
 * Starts PostgreSQL as it comes (`durable`), or without waiting for the disk: {dsn, user, password, stop}.
 *
 * @param {{durable: boolean, socketFolder?: string}} options `socketFolder`: where it listens too, writable for everybody
 */
export async function launchPostgresql({ durable, socketFolder = "" }) {
  const folder = serverFolder("postgresql")
  writeFileSync(join(folder, "password"), PASSWORD)
  const programs = newestPostgresql()
  const { port, stop } = await startServer(folder, {
    stopSignal: "INT",
    // It refuses to run as root; the package has made a user for it.
    user: isRoot ? "postgres" : undefined,
    script: (port) => `
      "${programs}/initdb" --pgdata="$PWD/data" --username=${USER} --pwfile="$PWD/password" --auth=scram-sha-256 \
        --no-sync --encoding=UTF8 --locale=C &&
      exec "${programs}/postgres" -D "$PWD/data" -p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${socketFolder} \
        -c max_connections=200 -c fsync=${durable ? "on" : "off"}`
  })
  return { dsn: `pgsql:host=127.0.0.1;port=${port};dbname=postgres`, user: USER, password: PASSWORD, stop }
}

/**
 * Runs a shell script that becomes a server, and resolves to {port, stop} once it can be used. A shell beside it stops
 * it in good order when this process closes the pipe between them, which its end does too, whatever that is.
 */
async function startServer(folder, { script, stopSignal, user }) {
  const port = await freePort()
  const keeper = `exec 3<&0
    ( ${script(port)} ) </dev/null 3<&- & server=$!
    ( read -r _ <&3; kill -${stopSignal} $server ) & stopper=$!
    wait $server; kill $stopper 2>/dev/null; rm -rf data`
  const command = ["sh", "-c", keeper]
  if (user) {
    execFileSync("chown", ["-R", user, folder])
    command.unshift("setpriv", `--reuid=${user}`, `--regid=${user}`, "--clear-groups")
  }
  const output = openSync(join(folder, "log"), "w")
  // A group of its own, so that Ctrl-C ends the tests and the tests' end stops the server.
  const child = spawn(command[0], command.slice(1), { cwd: folder, detached: true, stdio: ["pipe", output, output] })
  const ended = new Promise((resolve) => child.once("error", resolve).once("exit", resolve))
  let running = true
  ended.then(() => (running = false))
  const stop = () => {
    child.stdin.end()
    return ended
  }
  const log = () => readFileSync(join(folder, "log"), "utf8")
  // Both say so after they have read what they begin with; their ports can be open before.
  await waitFor(`the server in ${folder}`, () => !running || /ready (for|to accept) connections/.test(log()))
  assert.ok(running, `a database server did not start:\n${log()}`)
  return { port, stop }
}

/** In the build folder, or, where the user that servers run as cannot reach that, where temporary files go. */
function serverFolder(name) {
  return !isRoot || reachableForOthers(buildFolder) ? ownFolder(name) : mkdtempSync(join(tmpdir(), `nosocket-${name}-`))
}

function reachableForOthers(folder) {
  const open = !existsSync(folder) || (statSync(folder).mode & 0o001) !== 0
  return open && (folder === dirname(folder) || reachableForOthers(dirname(folder)))
}

/** The folder of the newest PostgreSQL's programs. */
export function newestPostgresql() {
  const base = "/usr/lib/postgresql"
  const versions = existsSync(base) ? readdirSync(base) : []
  const [newest] = versions.filter((version) => existsSync(join(base, version, "bin/initdb"))).sort((a, b) => b - a)
  assert.ok(newest, `PostgreSQL is not installed in ${base}`)
  return join(base, newest, "bin")
}
