// @ts-check
// One grant: what it covers and how long it is good, as far as a client can tell. Only the server knows.

/**
 * @typedef {object} Grant
 * @property {string} token
 * @property {string[] | null} covers patterns of its claims; null: not known
 * @property {string[]} askedFor channels that the provider was asked for; none: it came with a page
 * @property {number} refreshAt milliseconds since the Unix epoch
 * @property {string[]} refused channels that the server refused for it
 */

/**
 * @param {string} token
 * @param {object} context
 * @param {string[]} context.askedFor
 * @param {string | number} [context.expiresAt]
 * @param {number} context.now
 * @param {number} context.refreshWindow
 * @returns {Grant}
 */
export function readGrant(token, { askedFor, expiresAt, now, refreshWindow }) {
  const claims = claimsOf(token)
  // Counted from now, so that a visitor's wrong clock doesn't matter: a page hands over fresh grants.
  const lifetime = expiresAt !== undefined ? new Date(expiresAt).getTime() - now : (claims.exp - claims.iat) * 1000
  return {
    token,
    askedFor,
    covers: Array.isArray(claims.channels) ? claims.channels.map(String) : null,
    refreshAt: lifetime > 0 ? now + lifetime - Math.min(refreshWindow, lifetime / 2) : Infinity,
    refused: []
  }
}

/**
 * Whether a grant is worth showing for a channel. What it doesn't say itself was asked for, or the page knows.
 *
 * @param {Grant} grant
 * @param {string} channel
 */
export function mayCover({ covers, askedFor, refused }, channel) {
  return !refused.includes(channel) && (askedFor.includes(channel) || (covers ? named(covers, channel) : !askedFor.length))
}

/**
 * @param {Grant} grant
 * @param {Grant} other
 */
export function supersedes({ covers, refreshAt }, other) {
  return covers !== null && other.covers !== null && refreshAt >= other.refreshAt
    && other.covers.every((pattern) => covers.includes(pattern))
}

/**
 * @param {string[]} patterns names, or prefixes ending in `*`
 * @param {string} channel
 */
export function named(patterns, channel) {
  return patterns.some((pattern) => {
    return pattern.endsWith("*") ? channel.startsWith(pattern.slice(0, -1)) : pattern === channel
  })
}

/**
 * What the token says about itself.
 *
 * @param {string} token a JWT; older endpoints' grants have the claims in front
 * @returns {any}
 */
function claimsOf(token) {
  try {
    const parts = token.split(".")
    const base64 = parts[parts.length === 3 ? 1 : 0].replaceAll("-", "+").replaceAll("_", "/")
    return JSON.parse(atob(base64)) ?? {}
  } catch {
    return {}
  }
}
