// @ts-check
// The grant that a poll shows: kept while it is good, and fetched anew when it runs out or is refused.

export class GrantKeeper {
  #settings
  #adapters
  #token = ""
  #refreshAt = Infinity
  /** @type {string[] | null} patterns that the grant covers; null: not known */
  #covers = null
  /** @type {string[]} */
  #askedFor = []

  /**
   * @param {import("./options.js").Settings} settings
   * @param {import("./adapters.js").Adapters} adapters
   */
  constructor(settings, adapters) {
    this.#settings = settings
    this.#adapters = adapters
    if (settings.token) this.#keep(settings.token, [])
  }

  get renewable() {
    return typeof this.#settings.tokenProvider === "function"
  }

  /**
   * @param {string[]} channels
   * @returns {Promise<string>}
   */
  async forChannels(channels) {
    if (this.#isGood(channels)) return this.#token
    if (this.renewable) return this.renew(channels, "poll")
    if (this.#token) return this.#token
    throw new Error("A grant is needed: give createNoSocket a token or a tokenProvider.")
  }

  /**
   * @param {string[]} channels
   * @param {"poll" | "forbidden"} reason
   * @returns {Promise<string>}
   */
  async renew(channels, reason) {
    const provided = await this.#provide([...channels].sort(), reason)
    const token = typeof provided === "string" ? provided : provided?.token
    if (typeof token !== "string" || token === "") throw new Error("tokenProvider gave no token.")
    this.#keep(token, channels, typeof provided === "object" ? provided.expiresAt : undefined)
    return token
  }

  /**
   * A provider that never answers must not stop the polling for good.
   *
   * @param {string[]} channels
   * @param {"poll" | "forbidden"} reason
   */
  async #provide(channels, reason) {
    const { tokenProvider, requestTimeout } = this.#settings
    /** @type {unknown} */
    let timer
    const late = new Promise((_, reject) => {
      timer = this.#adapters.setTimeout(() => reject(new Error("tokenProvider took too long.")), requestTimeout)
    })
    try {
      return await Promise.race([tokenProvider?.({ channels, reason }), late])
    } finally {
      this.#adapters.clearTimeout(timer)
    }
  }

  /** @param {string[]} channels */
  #isGood(channels) {
    if (!this.#token || this.#adapters.now() >= this.#refreshAt) return false
    return channels.every((channel) => this.#askedFor.includes(channel)
      || (this.#covers?.some((pattern) => matches(pattern, channel)) ?? this.#askedFor.length === 0))
  }

  /**
   * @param {string} token
   * @param {string[]} channels
   * @param {string | number} [expiresAt]
   */
  #keep(token, channels, expiresAt) {
    const now = this.#adapters.now()
    const claims = claimsOf(token)
    // Counted from now, so that a visitor's wrong clock doesn't matter: a page hands over fresh grants.
    const lifetime = expiresAt !== undefined ? new Date(expiresAt).getTime() - now : (claims.exp - claims.iat) * 1000
    this.#token = token
    this.#askedFor = channels
    this.#covers = Array.isArray(claims.channels) ? claims.channels.map(String) : null
    this.#refreshAt = lifetime > 0
      ? now + lifetime - Math.min(this.#settings.tokenRefreshWindow, lifetime / 2)
      : Infinity
  }
}

/**
 * @param {string} pattern a channel's name, or a prefix ending in `*`
 * @param {string} channel
 */
function matches(pattern, channel) {
  return pattern.endsWith("*") ? channel.startsWith(pattern.slice(0, -1)) : pattern === channel
}

/**
 * What the token says about itself. Only the server can tell whether it is true.
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
