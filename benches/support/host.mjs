// Web hosts for load: a log that is filled once, and nginx with PHP-FPM over it.

import { join } from "node:path"

import { asIni, SECRET } from "../../tests/support/log.mjs"
import { root } from "../../tests/support/paths.mjs"
import { phpJson } from "../../tests/support/php.mjs"
import { launchStack } from "../../tests/support/stack.mjs"

/**
 * Starts nginx and PHP-FPM on this database: {url, fpm, stop}.
 *
 * @param {string} folder
 * @param {object} database one of startDatabases()
 * @param {{workers: number, ini?: object, loaded?: string | null}} options `ini`: directives of PHP; `loaded`: null for
 *   PHP without the extension
 */
export function startHost(folder, { options, modules }, { workers, ini, loaded }) {
  const { dsn, user = "", password = "" } = options
  return launchStack(folder, {
    documentRoot: join(root, "benches/www"),
    locations: "access_log off;",
    env: { BENCH_DSN: dsn, BENCH_USER: user, BENCH_PASSWORD: password },
    ini: { ...asIni({ ...options, secret: SECRET, rate_limit: 1_000_000, rate_window: 1 }), ...modules, ...ini },
    workers,
    loaded
  })
}

/**
 * Fills the log with 10,000 events over 500 channels, and resolves to the polls for it: lists of requests for wrk.
 * `channels(n)` polls n of them.
 */
export async function fillForPolls({ options, modules }) {
  const input = JSON.stringify({ ...options, secret: SECRET })
  const filled = await phpJson(join(root, "benches/fill.php"), { input, ini: modules })
  const channels = Object.keys(filled.heads)
  const at = (names) => Object.fromEntries(names.map((name) => [name, filled.heads[name]]))
  const request = (subscriptions, grant = filled.grant) => ({
    body: JSON.stringify({ subscriptions }),
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${grant}` }
  })
  const behind = { "user:7": { ...filled.heads["user:7"], cursor: filled.heads["user:7"].cursor - 10 } }
  const peerAt = (cursor) => [request({ "user:7": { cursor } })]
  return {
    idle: [request(at(["user:7"]))],
    ten: [request(behind)],
    channels: (count) => [request(at(channels.slice(0, count)))],
    users: channels.map((channel, user) => request(at([channel]), filled.grants[user])),
    peer: { idle: peerAt(filled.peer.idle), ten: peerAt(filled.peer.ten) }
  }
}
