// @ts-check
// Beacons on the wire: small static files, whose tokens are others after every commit to the channels that share them.

const CONTENT = /^([0-9a-f]{16})\n$/

/**
 * The beacons that an answer names: the token of each file, by address.
 *
 * @param {any} named the answer's `beacons`
 * @param {string} endpoint what the addresses are relative to
 * @returns {Map<string, string> | null} null: none, or not to be understood
 */
export function namedBeacons(named, endpoint) {
  const entries = Object.entries(named ?? {})
  if (!entries[0] || !entries.every(([, token]) => CONTENT.test(`${token}\n`))) return null
  return new Map(entries.map(([url, token]) => [resolved(url, endpoint), token]))
}

/**
 * @param {string} url
 * @param {string} endpoint
 */
function resolved(url, endpoint) {
  try {
    return new URL(url, endpoint).href
  } catch {
    // An endpoint on the page's own host, where the browser looks anyway.
    return url
  }
}

/**
 * Reads a file as CDNs and other hosts like it best: without cookies, and without headers that would have to be
 * allowed. Nothing is asked with an ETag: nginx makes it of the time in seconds and the size, so that a second change
 * within one second would go unnoticed.
 *
 * @param {string} url
 * @param {AbortSignal} signal
 * @param {import("./adapters.js").Adapters} adapters
 * @returns {Promise<string>} its token
 * @throws {string} if there is none: why, for people
 */
export async function readBeacon(url, signal, { fetch }) {
  const response = await fetch(url, { cache: "no-store", credentials: "omit", signal })
  if (!response.ok) throw `HTTP ${response.status}: ${url}`
  const [, token] = CONTENT.exec(await response.text()) ?? []
  if (!token) throw `not a beacon: ${url}`
  return token
}
