// @ts-check
// Beacons on the wire: small static files, whose tokens are others after every commit to the channels that share them.

const TOKEN = /^[0-9a-f]{16}$/

/**
 * The beacons that an answer names: the token of each file, by address.
 *
 * @param {any} named the answer's `beacons`
 * @param {string} endpoint what the addresses are relative to
 * @param {string | undefined} page what the endpoint is relative to
 * @returns {Map<string, string> | null} null: none, or not to be understood
 */
export function namedBeacons(named, endpoint, page) {
  const entries = Object.entries(named ?? {})
  if (entries.length === 0 || !entries.every(([, token]) => TOKEN.test(String(token)))) return null
  return new Map(entries.map(([url, token]) => [resolved(url, endpoint, page), token]))
}

/**
 * @param {string} url
 * @param {string} endpoint
 * @param {string | undefined} page
 */
function resolved(url, endpoint, page) {
  try {
    return new URL(url, new URL(endpoint, page)).href
  } catch {
    // Whoever fetches has to know.
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
 * @throws {Error} if there is none: it says why, for people
 */
export async function readBeacon(url, signal, { fetch }) {
  const response = await fetch(url, { cache: "no-store", credentials: "omit", signal })
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${url}`)
  const text = await response.text()
  const token = text.slice(0, 16)
  if (text !== `${token}\n` || !TOKEN.test(token)) throw new Error(`not a beacon: ${url}`)
  return token
}
