// @ts-check
// The tokens of the beacons' files, and which of them a poll has answered.

// Of a file that several hosts serve, some a little later than others.
const REMEMBERED = 16

/**
 * @typedef {object} File
 * @property {string} token as the last answer names it: read before its events were
 * @property {number} namedAt when it was named first
 * @property {string[]} earlier older ones: a poll has been answered since they were seen
 * @property {string} [seen] in the file, by the last check
 * @property {string} [asked] what had been seen when the last poll was sent
 */

export class Tokens {
  /** @type {Map<string, File>} by address */
  #files = new Map()

  get urls() {
    return [...this.#files.keys()]
  }

  /** Whether a file shows a token that no poll has answered. Each does so once: a token never comes again. */
  get news() {
    return this.#some(({ token, earlier, seen }) => seen !== undefined && seen !== token && !earlier.includes(seen))
  }

  /** Whether each file has been seen since it was named. */
  get known() {
    return !this.#some(({ seen }) => seen === undefined)
  }

  /** @returns {number} when the token was named that a file should show, and shows an older one; Infinity: none does */
  get lateSince() {
    const late = [...this.#files.values()].filter(({ token, earlier, seen = "" }) => {
      return seen !== token && earlier.includes(seen)
    })
    return Math.min(...late.map(({ namedAt }) => namedAt))
  }

  /**
   * @param {string} url
   * @param {string} token
   */
  saw(url, token) {
    const file = this.#files.get(url)
    if (file) file.seen = token
  }

  /** A poll is sent, which will answer what the files have shown so far. */
  asking() {
    for (const file of this.#files.values()) file.asked = file.seen
  }

  /**
   * A poll was answered.
   *
   * @param {Map<string, string>} named
   * @param {number} now
   * @returns {boolean} whether one of the tokens is another
   */
  name(named, now) {
    const before = this.#files
    this.#files = new Map([...named].map(([url, token]) => [url, renewed(token, now, before.get(url))]))
    return this.#some((file) => file.namedAt === now)
  }

  /** @param {(file: File) => boolean} which */
  #some(which) {
    return [...this.#files.values()].some(which)
  }
}

/**
 * @param {string} token
 * @param {number} now
 * @param {File} [before]
 * @returns {File}
 */
function renewed(token, now, before) {
  if (!before) return { token, namedAt: now, earlier: [] }
  const { seen, asked, earlier, namedAt } = before
  const answered = [before.token, asked ?? token].filter((old) => !earlier.includes(old))
  const remembered = [...earlier, ...answered].slice(-REMEMBERED)
  return { token, seen, namedAt: token === before.token ? namedAt : now, earlier: remembered }
}
