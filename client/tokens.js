// @ts-check
// The tokens of the beacons' files, and which of them a poll has answered.

// They are of use for as long as a CDN or a second host may still show them.
const MAX_ANSWERED = 100

export class Tokens {
  /** @type {Map<string, string>} by address: what the last answer names, read before its events were */
  #named = new Map()
  /** @type {Map<string, string>} what the file has shown last */
  #seen = new Map()
  /** What had been seen when the last poll was sent. */
  #asked = this.#seen
  /** @type {string[]} address and token: older than what is named. A token never comes again. */
  #answered = []

  get urls() {
    return [...this.#named.keys()]
  }

  /** @returns {Set<string>} what the files show: what is `named`, something `new`, or something `old` or nothing yet */
  get shown() {
    return new Set(
      [...this.#named].map(([url, token]) => {
        const seen = this.#seen.get(url)
        return seen === token ? "named" : !seen || this.#answered.includes(url + seen) ? "old" : "new"
      })
    )
  }

  /**
   * @param {string} url
   * @param {string} token
   */
  saw(url, token) {
    this.#seen.set(url, token)
  }

  /** A poll is sent, which will answer what the files have shown so far. */
  asking() {
    this.#asked = new Map(this.#seen)
  }

  /**
   * A poll was answered.
   *
   * @param {Map<string, string>} named
   * @returns {boolean} whether one of the tokens is another
   */
  name(named) {
    const changed = [...named].some(([url, token]) => this.#named.get(url) !== token)
    const answered = [...this.#named, ...this.#asked].map(([url, token]) => url + token)
    this.#answered = [...answered, ...this.#answered].slice(0, MAX_ANSWERED)
    this.#named = named
    return changed
  }
}
