// @ts-check
// One channel of this tab: where it stands, and what it needs next.

/** @typedef {import("./cursors.js").Position} Position */

/**
 * @typedef {object} Reader
 * @property {string} channel
 * @property {number} subscribers
 * @property {number | null} cursor id of the last event that this tab has dispatched
 * @property {number | null} end id of the last event that it has taken: from there it needs more
 * @property {string | null} epoch
 * @property {"live" | "retained"} replay
 * @property {boolean} forbidden no grant covers it
 * @property {boolean} resyncing by the application's wish: the next answer counts as a resync
 * @property {Position | null} head while paused for a resync: from where it will go on
 */

/**
 * An event on its way to the listeners; without one, only the cursor moves.
 *
 * @typedef {object} Delivery
 * @property {Reader} reader
 * @property {number} to
 * @property {import("./page.js").LogEvent | null} event
 */

/**
 * @param {string} channel
 * @param {"live" | "retained"} replay
 * @param {Position | null} position
 * @returns {Reader}
 */
export function newReader(channel, replay, position) {
  const cursor = position?.cursor ?? null
  const epoch = position?.epoch ?? null
  return { channel, replay, cursor, end: cursor, epoch, subscribers: 0, forbidden: false, resyncing: false, head: null }
}

/**
 * @param {Reader} reader
 * @returns {import("./merge.js").Need}
 */
export function needOf({ channel, end, epoch, replay, resyncing }) {
  return resyncing ? { channel, cursor: null, epoch: null, replay: "live" } : { channel, cursor: end, epoch, replay }
}

/**
 * @param {Reader} reader
 * @param {import("./page.js").Page} page
 * @param {number} from
 * @param {string} id this tab's: events that except it are not for its listeners
 * @returns {Delivery[]} what is new to the reader, which counts as taken
 */
export function take(reader, page, from, id) {
  reader.cursor ??= from
  reader.end ??= from
  reader.epoch = page.epoch ?? reader.epoch
  const deliveries = []
  for (const event of [...page.events, null]) {
    const to = event?.id ?? page.cursor ?? 0
    if (to <= reader.end) continue
    reader.end = to
    deliveries.push({ reader, to, event: event?.except === id ? null : event })
  }
  return deliveries
}
