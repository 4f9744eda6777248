// A website for the client's tests: pages/tab.html with the client's own modules, over public/poll.php.

import { join } from "node:path"

import { asIni, call, newLog } from "./log.mjs"
import { phpLocation } from "./nginx.mjs"
import { phpProgram, root } from "./paths.mjs"
import { startPhp } from "./php.mjs"
import { startStack } from "./stack.mjs"
import { claims, signToken } from "./token.mjs"

const MICROSECONDS_BETWEEN_EVENTS = 50_000

/** Starts it; `options` are settings of NoSocket, on top of those of newLog(), `more` nginx directives. */
export async function startSite(folder, options = {}, more = "") {
  const log = newLog(folder, options)
  const pages = join(root, "tests/pages")
  const locations = [
    `location /client/ { alias ${root}/client/; }`,
    `location /pages/ { alias ${pages}/; }`,
    ...["grant", "rendered"].map((name) => phpLocation(`/${name}.php`, join(pages, `${name}.php`))),
    more
  ]
  const stack = await startStack(folder, {
    documentRoot: join(root, "public"),
    locations: locations.join("\n"),
    ini: asIni(log)
  })
  return {
    ...stack,
    log,
    /** For all channels. */
    grant: signToken(claims()),
    emit: (channel, count = 1, options = {}) =>
      call(
        log,
        "emitBatch",
        Array.from({ length: count }, (_, n) => {
          return { channel, event: "counted", payload: n, ...options }
        })
      ),
    emitSteadily: (channel) => emitSteadily(log, channel)
  }
}

/** Emits until the function that it returns is called, which resolves to the number of events. */
function emitSteadily(log, channel) {
  const emitter = startPhp(phpProgram("steady_emitter.php"), {
    args: [JSON.stringify(log), channel, MICROSECONDS_BETWEEN_EVENTS],
    stdio: ["pipe", "pipe", "inherit"]
  })
  const printed = emitter.stdout.toArray()
  return async () => {
    emitter.stdin.end()
    return Number((await printed).join(""))
  }
}
