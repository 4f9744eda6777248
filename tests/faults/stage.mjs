// Where a database's rounds take place: nginx, PHP-FPM, the database, a proxy before each of the servers, and a clock
// for PHP that can be moved.

import { mkdirSync } from "node:fs"
import { join } from "node:path"

import { asIni, call, newLog } from "../support/log.mjs"
import { phpLocation } from "../support/nginx.mjs"
import { root } from "../support/paths.mjs"
import { startStack } from "../support/stack.mjs"
import { movableClock } from "./clock.mjs"
import { childrenOf } from "./processes.mjs"
import { startProxy } from "./proxy.mjs"
import { startDatabaseServer } from "./server.mjs"

export const DATABASES = ["sqlite", "mariadb", "postgresql"]
export const WORKERS = 6
/** Beacons are on here. */
export const WITH_BEACONS = "sqlite"

/** PHP waits so long for a database server at most, in seconds; what recovers does so after a few of these. */
const CONNECT_TIMEOUT = 5
const STATEMENT_TIMEOUT = 5

/**
 * Starts one.
 *
 * @param {string} database
 * @param {string} folder where logs and configurations go
 * @param {{disk: string, lie?: string}} options `disk`: a folder on a small disk of its own; `lie`: what the poll
 *   endpoint does wrong on purpose
 */
export async function openStage(database, folder, { disk, lie }) {
  const data = join(disk, database)
  const server = database === "sqlite" ? null : await startDatabaseServer(database, data, join(folder, "database.log"))
  const queries = server && (await startProxy(server.port))
  const beacons = join(folder, "beacons")
  mkdirSync(beacons)
  const log = newLog(disk, {
    ...(database === WITH_BEACONS && { beacon_dir: beacons, beacon_url: "/beacons" }),
    ...(server && { dsn: server.dsn(queries.port), user: server.user }),
    rate_limiter: "memory",
    rate_limit: 1_000_000,
    cleanup_probability: 0.02,
    poll_limit: 80,
    connect_timeout: CONNECT_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT
  })
  const clock = await movableClock(folder)
  const direct = server ? { ...log, dsn: server.dsn() } : log
  await call(direct, "install")
  const programs = ["emit_endpoint", "grant_endpoint", "lying_poll"]
  const stack = await startStack(folder, {
    documentRoot: join(root, "public"),
    locations: programs.map((name) => phpLocation(`/${name}.php`, `${root}/tests/faults/php/${name}.php`)).join("\n"),
    ini: asIni(log),
    workers: WORKERS,
    env: clock.env
  })
  const browsers = await startProxy(Number(new URL(stack.url).port))
  const url = `http://127.0.0.1:${browsers.port}`
  return {
    database,
    server,
    disk,
    beacons,
    /** The proxies before the database and before the web server. */
    queries,
    browsers,
    /** The environment of a PHP that follows the stage's clock. */
    env: clock.env,
    log,
    /** The same log past the proxy and with the machine's own clock. */
    direct,
    urls: {
      poll: lie ? `${url}/lying_poll.php?lie=${lie}` : `${url}/poll.php`,
      grant: `${url}/grant_endpoint.php`,
      emit: `${url}/emit_endpoint.php`
    },
    /** Moves PHP's clock to so many seconds from the true time. */
    setClock: clock.set,
    fpmPid: stack.fpmPid,
    workers: () => childrenOf(stack.fpmPid),
    /** The process ids of those that a fault has killed. */
    killedWorkers: new Set(),
    phpErrors: stack.phpErrors,
    fpmLog: stack.fpmLog
  }
}
