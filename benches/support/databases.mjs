// The three databases of a run, each a private server as its package comes: a commit waits for the disk.

import { join } from "node:path"

import { launchMariadb, launchPostgresql } from "../../tests/support/servers.mjs"

/** PDO's modules for a database, as php.ini directives. */
const MODULES = {
  SQLite: {},
  MariaDB: { extension: "mysqlnd", "extension ": "pdo_mysql" },
  PostgreSQL: { extension: "pdo_pgsql" }
}

/**
 * Starts them. Each entry: {name, options: {dsn, user, password}, modules, stop}.
 *
 * @param {string} folder for SQLite's file
 */
export async function startDatabases(folder) {
  const sqlite = { dsn: `sqlite:${join(folder, "bench.sqlite")}`, stop: async () => {} }
  const servers = {
    SQLite: sqlite,
    MariaDB: await launchMariadb({ durable: true }),
    PostgreSQL: await launchPostgresql({ durable: true })
  }
  return Object.entries(servers).map(([name, { stop, ...options }]) => ({
    name,
    options,
    modules: MODULES[name],
    stop
  }))
}
