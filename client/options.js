// @ts-check
// The options of createNoSocket, their defaults and their checks.

/**
 * @typedef {object} Grant
 * @property {string} token
 * @property {string | number} [expiresAt] a date, or milliseconds since the Unix epoch; otherwise the token's own `exp`
 */

/**
 * @typedef {object} Options
 * @property {string} [endpoint] address of poll.php; default `/nosocket/poll`
 * @property {string} [namespace] tabs with the same one share a leader and cursors: put the user's id in it
 * @property {string} [token] a grant rendered into the page
 * @property {(request: {channels: string[], reason: "poll" | "forbidden"}) => Promise<string | Grant> | string | Grant}
 *   [tokenProvider] gets a grant for the channels of all tabs, when there is none, it is running out, or it was refused
 * @property {(resync: {channel: string}) => unknown} [onResync] reads the channel's data again; the channel goes on
 *   when its promise has settled
 * @property {string} [csrfToken] sent as `X-CSRF-Token`
 * @property {number} [normalInterval] ms between polls; default 30000
 * @property {number} [activeInterval] while the user is active; default 10000
 * @property {number} [activeWindow] how long an input counts as activity; default 60000
 * @property {number} [burstInterval] after events; default 2000
 * @property {number} [burstDuration] how long after events; default 30000
 * @property {number} [requestTimeout] for a poll, a beacon, and the token provider; default 12000
 * @property {number} [tokenRefreshWindow] how long before its end a grant is renewed; default 30000
 * @property {number} [jitterRatio] share of a wait after a failure that is random; default 0.15
 * @property {number} [leaseDuration] without Web Locks: how long a tab leads without a sign of life; default 8000
 * @property {number} [heartbeatInterval] without Web Locks: how often a leading tab gives one; default 3000
 * @property {boolean} [pauseWhenHidden] no polls while no tab is visible; default false
 * @property {boolean} [resyncOnce] onResync runs in one tab for all of the browser's tabs; default false: in each
 * @property {false | BeaconOptions} [beacons] how files are used that the server names and that change with the
 *   channels; false: not at all
 * @property {Partial<import("./adapters.js").Adapters>} [adapters] replacements for the browser's globals
 */

/**
 * @typedef {object} BeaconOptions
 * @property {number} [interval] ms between checks; default 2000, at least 100
 * @property {number} [hiddenInterval] while the tab is hidden; default 10000, at least 100
 * @property {number} [safetyInterval] ms between polls while no beacon changes; default 120000
 */

/**
 * @typedef {Required<Pick<Options, keyof typeof DEFAULTS>> & Options & {beacons: false | Required<BeaconOptions>}}
 *   Settings
 */

export const DEFAULTS = Object.freeze({
  endpoint: "/nosocket/poll",
  namespace: "default",
  normalInterval: 30_000,
  activeInterval: 10_000,
  activeWindow: 60_000,
  burstInterval: 2_000,
  burstDuration: 30_000,
  requestTimeout: 12_000,
  tokenRefreshWindow: 30_000,
  jitterRatio: 0.15,
  leaseDuration: 8_000,
  heartbeatInterval: 3_000,
  pauseWhenHidden: false,
  resyncOnce: false
})

export const BEACONS = Object.freeze({ interval: 2_000, hiddenInterval: 10_000, safetyInterval: 120_000 })

/**
 * The options over the defaults.
 *
 * @param {Options} options
 * @returns {Settings}
 */
export function settings(options) {
  const merged = { ...DEFAULTS, ...options, beacons: options.beacons !== false && { ...BEACONS, ...options.beacons } }
  checkNumbers("", DEFAULTS, merged, 0)
  // A check costs little, but not nothing.
  if (merged.beacons) checkNumbers("beacons.", BEACONS, merged.beacons, 100)
  return merged
}

/**
 * @param {string} prefix
 * @param {object} defaults
 * @param {any} values
 * @param {number} least
 * @throws {TypeError} if one of those whose default is a number is none, or too small
 */
function checkNumbers(prefix, defaults, values, least) {
  for (const [name, fallback] of Object.entries(defaults)) {
    const value = values[name]
    if (typeof fallback === "number" && !(typeof value === "number" && value >= least)) {
      throw new TypeError(`${prefix}${name} must be a number from ${least}, not ${value}.`)
    }
  }
}

/**
 * Refuses what the server would refuse, where the mistake is made.
 *
 * @param {string} what
 * @param {unknown} name
 */
export function checkName(what, name) {
  if (typeof name !== "string" || !/^[!-)+-~]{1,128}$/.test(name)) {
    throw new TypeError(`${what} must be 1 to 128 printable ASCII characters without spaces and "*", not ${name}.`)
  }
}
