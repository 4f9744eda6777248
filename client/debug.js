// @ts-check
// What the client does, in lines for people: the `debug` option.

/** @typedef {(line: string, detail?: unknown) => void} Log */

/**
 * @param {boolean | Log | undefined} option true: to the console
 * @param {string} id of this tab
 * @returns {Log | undefined}
 */
export function logOf(option, id) {
  const write = option === true ? (/** @type {any[]} */ ...line) => console.info(...line) : option
  if (!write) return undefined
  return (line, ...detail) => write(`[nosocket ${id.slice(0, 4)}] ${line}`, ...detail)
}

/**
 * Writes down what listeners are told. Watches quietly: a log must not change what is logged.
 *
 * @param {import("./listeners.js").Listeners} listeners
 * @param {Log} log
 */
export function logEvents(listeners, log) {
  const watch = (/** @type {string} */ name, /** @type {import("./listeners.js").Listener} */ listener) => {
    listeners.add(name, listener, { quiet: true })
  }
  watch("nosocket.state", ({ role, status }) => log(`${role}, ${status}`))
  watch("nosocket.poll", ({ status, events, bytes, ms }) => {
    const came = `${events} ${events === 1 ? "event" : "events"}, ${bytes} bytes`
    log(status ? `poll: HTTP ${status}, ${came}, ${ms} ms` : `poll: no answer after ${ms} ms`)
  })
  watch("nosocket.beacons", ({ files, reason }) => {
    log(`beacons: ${reason || `${files} watched`}`)
  })
  for (const what of ["resync_required", "resynced", "forbidden"]) {
    watch(`nosocket.${what}`, ({ channel }) => log(`${channel}: ${what.replace("_", " ")}`))
  }
  watch("*", (payload, { channel, id, event }) => log(`${channel} ${id}: ${event}`, payload))
}
