// @ts-check
// The grants that this browser holds: the pages' own and what a provider gave. Each is fetched once, for all tabs.

import { mayCover, readGrant, supersedes } from "./grant.js"

// Newer ones first. Tabs whose grants say what they cover need far fewer: of several for the same, one is kept.
const MAX_GRANTS = 32

/**
 * Questions that go into one request.
 *
 * @typedef {object} Part
 * @property {import("./grant.js").Grant} grant
 * @property {import("./merge.js").Question[]} questions
 */

export class Grants {
  /** @type {import("./grant.js").Grant[]} */
  #held = []
  /** @type {import("./grant.js").Grant[]} the page's own, for whoever leads */
  own = []
  #settings
  #adapters
  #onNew

  /**
   * @param {import("./options.js").Settings} settings
   * @param {import("./adapters.js").Adapters} adapters
   * @param {(grant: import("./grant.js").Grant) => void} onNew called with what the provider gave
   */
  constructor(settings, adapters, onNew) {
    this.#settings = settings
    this.#adapters = adapters
    this.#onNew = onNew
    if (settings.token) this.own = [this.#read(settings.token, [])]
    this.add(this.own)
  }

  get renewable() {
    return typeof this.#settings.tokenProvider === "function"
  }

  /** @returns {import("./grant.js").Grant[]} */
  get all() {
    return this.#held
  }

  /**
   * @param {import("./grant.js").Grant[]} grants
   * @returns {boolean} whether one of them is new here
   */
  add(grants) {
    const known = this.#held.map((grant) => grant.token)
    const unknown = grants.filter((grant) => !known.includes(grant.token))
    const needed = this.#held.filter((held) => !unknown.some((grant) => supersedes(grant, held)))
    this.#held = [...unknown, ...needed].slice(0, MAX_GRANTS)
    return unknown.length > 0
  }

  /** @param {import("./merge.js").Question[]} questions */
  async #assignRenewed(questions) {
    try {
      return [{ grant: await this.renew(questions.map(({ channel }) => channel), "poll"), questions }]
    } catch (error) {
      // What is covered already needn't wait for a provider that fails.
      const parts = this.cover(questions)
      if (parts.length === 0) throw error
      this.#adapters.report(error)
      return parts
    }
  }

  /** @param {import("./grant.js").Grant} grant is good for nothing, says the server */
  refuse(grant) {
    grant.refreshAt = -Infinity
  }

  /**
   * The fewest requests that ask everything. Pages may have been given grants for different channels, and no provider
   * that would unite them: then each channel goes with a grant that covers it.
   *
   * @param {import("./merge.js").Question[]} questions
   * @returns {Promise<Part[]>}
   */
  async assign(questions) {
    const [whole, ...more] = this.cover(questions)
    if (whole && more.length === 0 && whole.questions.length === questions.length) return [whole]
    if (this.renewable) return this.#assignRenewed(questions)
    const parts = this.cover(questions, this.#held)
    const rest = without(questions, parts)
    if (rest.length === 0) return parts
    if (this.#held.length === 0) throw new Error("A grant is needed: give createNoSocket a token or a tokenProvider.")
    // The server's word counts.
    return [...parts, { grant: this.#held[0], questions: rest }]
  }

  /**
   * @param {import("./merge.js").Question[]} questions
   * @param {import("./grant.js").Grant[]} [grants]
   * @returns {Part[]} without what none of them covers
   */
  cover(questions, grants = this.#held.filter((grant) => this.#adapters.now() < grant.refreshAt)) {
    const most = (/** @type {import("./grant.js").Grant} */ grant) => {
      return questions.filter(({ channel }) => mayCover(grant, channel))
    }
    const [best] = grants.map((grant) => ({ grant, questions: most(grant) }))
      .sort((one, other) => other.questions.length - one.questions.length)
    if (!best?.questions.length) return []
    return [best, ...this.cover(without(questions, [best]), grants)]
  }

  /**
   * @param {string[]} channels
   * @param {"poll" | "forbidden"} reason
   * @returns {Promise<import("./grant.js").Grant>}
   */
  async renew(channels, reason) {
    const provided = await this.#provide([...channels].sort(), reason)
    const token = typeof provided === "string" ? provided : provided?.token
    if (typeof token !== "string" || token === "") throw new Error("tokenProvider gave no token.")
    const grant = this.#read(token, channels, typeof provided === "object" ? provided.expiresAt : undefined)
    this.#held = this.#held.filter((held) => held.token !== token)
    this.add([grant])
    this.#onNew(grant)
    return grant
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

  /**
   * @param {string} token
   * @param {string[]} askedFor
   * @param {string | number} [expiresAt]
   */
  #read(token, askedFor, expiresAt) {
    const refreshWindow = this.#settings.tokenRefreshWindow
    return readGrant(token, { askedFor, expiresAt, now: this.#adapters.now(), refreshWindow })
  }
}

/**
 * @param {import("./merge.js").Question[]} questions
 * @param {Part[]} parts
 */
function without(questions, parts) {
  const asked = parts.flatMap((part) => part.questions)
  return questions.filter((question) => !asked.includes(question))
}
