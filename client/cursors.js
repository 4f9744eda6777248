// @ts-check
// How far this browser has come in each channel: where a page without positions of its own begins.

/**
 * @typedef {object} Position
 * @property {number | null} cursor id of the last event seen; null: none yet
 * @property {string | null} epoch the life of the channel that the cursor belongs to; null: not known
 */

const KEY = "cursors"
const MAX_CHANNELS = 200

export class Cursors {
  #memory

  /** @param {import("./storage.js").Memory} memory */
  constructor(memory) {
    this.#memory = memory
  }

  /**
   * @param {string} channel
   * @returns {Position | null}
   */
  get(channel) {
    const [, cursor, epoch] = this.#entries().find(([name]) => name === channel) ?? []
    return Number.isSafeInteger(cursor) ? { cursor, epoch: epoch ?? null } : null
  }

  /**
   * Keeps a tab's positions. A tab that lags behind another does not take the browser back, except by a resync.
   *
   * @param {Map<string, Position>} positions
   * @param {{resynced?: boolean}} [options]
   */
  keep(positions, { resynced = false } = {}) {
    const entries = new Map(this.#entries().map((entry) => [entry[0], entry]))
    for (const [channel, { cursor, epoch }] of positions) {
      const kept = entries.get(channel)
      if (!resynced && kept && kept[2] === epoch && kept[1] >= (cursor ?? 0)) continue
      entries.delete(channel)
      if (cursor !== null) entries.set(channel, [channel, cursor, epoch])
    }
    // The channels that moved last stand last.
    this.#memory.write(KEY, [...entries.values()].slice(-MAX_CHANNELS))
  }

  /** @returns {any[]} of [channel, cursor, epoch] */
  #entries() {
    const entries = this.#memory.read(KEY)
    return Array.isArray(entries) ? entries.filter(Array.isArray) : []
  }
}
