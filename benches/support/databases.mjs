// The three databases of a run, each a private server as its package comes: a commit waits for the disk.

import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { launchMariadb, launchPostgresql } from "../../tests/support/servers.mjs"

/** PDO's modules for a database, as php.ini directives. */
const MODULES = {
  SQLite: {},
  MariaDB: { extension: "mysqlnd", "extension ": "pdo_mysql" },
  PostgreSQL: { extension: "pdo_pgsql" }
}

/**
 * Starts them. Each entry: {name, options: {dsn, user, password}, modules, stop}, and for a server `bySocket`: the options
 * by which the server's owner reaches it without TCP.
 *
 * @param {string} folder for SQLite's file
 */
export async function startDatabases(folder) {
  // A socket's name must be short.
  const socketFolder = mkdtempSync(join(tmpdir(), "nosocket-"))
  chmodSync(socketFolder, 0o777)
  process.on("exit", () => rmSync(socketFolder, { recursive: true, force: true }))
  const { socket, ...mariadb } = await launchMariadb({ durable: true })
  const postgresql = await launchPostgresql({ durable: true, socketFolder })
  const { dsn, user, password } = postgresql
  const servers = {
    SQLite: { dsn: `sqlite:${join(folder, "bench.sqlite")}`, stop: async () => {} },
    MariaDB: { ...mariadb, bySocket: { dsn: `mysql:unix_socket=${socket};dbname=app`, user: "root", password: "" } },
    PostgreSQL: { ...postgresql, bySocket: { dsn: dsn.replace("127.0.0.1", socketFolder), user, password } }
  }
  return Object.entries(servers).map(([name, { stop, bySocket, ...options }]) => ({
    name,
    options,
    bySocket,
    modules: MODULES[name],
    stop
  }))
}
