// How each kind of database server is made, run and spoken to.

import { join } from "node:path"

import { newestPostgresql } from "../support/servers.mjs"

const isRoot = process.getuid() === 0
/** Whom the application is to the server. */
export const USER = "app"
const MOST_CONNECTIONS = 24

/** `{port}` and `{folder}` are filled in; `make` and `run` are commands. */
export const SERVER_KINDS = {
  mariadb: {
    modules: ["mysqlnd", "pdo_mysql"],
    user: undefined,
    make: () => [
      "mariadb-install-db",
      "--no-defaults",
      "--datadir={folder}/data",
      "--tmpdir={folder}",
      "--auth-root-authentication-method=normal",
      "--skip-test-db",
      "--innodb-log-file-size=4M",
      ...(isRoot ? ["--user=root"] : [])
    ],
    run: () => [
      "mariadbd",
      "--no-defaults",
      "--datadir={folder}/data",
      "--tmpdir={folder}",
      // One that aborts ends at once.
      "--skip-stack-trace",
      "--socket={folder}/s",
      "--pid-file={folder}/pid",
      "--port={port}",
      "--bind-address=127.0.0.1",
      "--skip-name-resolve",
      "--innodb-log-file-size=4M",
      "--innodb-buffer-pool-size=32M",
      `--max-connections=${MOST_CONNECTIONS}`,
      ...(isRoot ? ["--user=root"] : [])
    ],
    stopSignal: "SIGTERM",
    administrator: { user: "root", dsn: "mysql:host=127.0.0.1;port={port}" },
    prepare: [
      "CREATE DATABASE app",
      `CREATE USER '${USER}'@'127.0.0.1'`,
      `GRANT ALL ON app.* TO '${USER}'@'127.0.0.1'`
    ],
    dsn: "mysql:host=127.0.0.1;port={port};dbname=app"
  },
  postgresql: {
    modules: ["pdo_pgsql"],
    // It refuses to run as root; the package has made a user for it.
    user: isRoot ? "postgres" : undefined,
    make: () => [
      join(newestPostgresql(), "initdb"),
      "--pgdata={folder}/data",
      "--username=postgres",
      "--auth=trust",
      "--no-sync",
      "--wal-segsize=1",
      "--encoding=UTF8",
      "--locale=C"
    ],
    run: () => [
      join(newestPostgresql(), "postgres"),
      ...["-D", "{folder}/data", "-p", "{port}"],
      ...[
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "fsync=off",
        "min_wal_size=2MB",
        "max_wal_size=8MB",
        `max_connections=${MOST_CONNECTIONS}`
      ].flatMap((setting) => ["-c", setting])
    ],
    stopSignal: "SIGINT",
    administrator: { user: "postgres", dsn: "pgsql:host=127.0.0.1;port={port};dbname=postgres" },
    prepare: [`CREATE ROLE ${USER} LOGIN`, `GRANT ALL ON SCHEMA public TO ${USER}`],
    dsn: "pgsql:host=127.0.0.1;port={port};dbname=postgres"
  }
}
