// @ts-check
// What an answer says about one channel, and where it leaves a reader: the rules by which a cursor may move.

/**
 * An event as on the wire.
 *
 * @typedef {object} LogEvent
 * @property {number} id its position in the channel
 * @property {string} channel
 * @property {string} event
 * @property {any} payload
 * @property {string} created_at
 * @property {string} [except] the tab that drops it
 */

/**
 * @typedef {object} Page
 * @property {string} channel
 * @property {import("./merge.js").Question} asked
 * @property {number | null} cursor where the answer ends
 * @property {string | null} epoch null: the endpoint sends none, or the channel has had no event
 * @property {boolean} resync
 * @property {boolean} partial events may be left for a next page
 * @property {LogEvent[]} events oldest first
 */

/**
 * Cuts an answer into one page for each channel that was asked for.
 *
 * @param {import("./merge.js").Question[]} questions
 * @param {any} answer
 * @returns {Page[]}
 */
export function pages(questions, answer) {
  const events = Array.isArray(answer.events) ? answer.events.filter(isEvent) : []
  const cursors = new Map(Object.entries(answer.cursors ?? {}))
  const epochs = new Map(Object.entries(answer.epochs ?? {}))
  const resync = Array.isArray(answer.resync_required) ? answer.resync_required.map(String) : []
  return questions.map((asked) => {
    const { channel } = asked
    const own = events.filter((/** @type {LogEvent} */ event) => event.channel === channel)
    const cursor = cursors.get(channel)
    const epoch = epochs.get(channel)
    return {
      channel,
      asked,
      cursor: Number.isSafeInteger(cursor) ? Number(cursor) : (own.at(-1)?.id ?? asked.cursor),
      epoch: typeof epoch === "string" ? epoch : null,
      resync: resync.includes(channel),
      partial: Boolean(answer.has_more),
      events: own
    }
  })
}

/** @param {any} event */
function isEvent(event) {
  return Number.isSafeInteger(event?.id) && typeof event.channel === "string" && typeof event.event === "string"
}

/**
 * What a page means to a reader: the position to read it from, or a resync; null if it isn't for this reader, who
 * then has to be asked for again.
 *
 * @param {import("./merge.js").Need} need
 * @param {Page} page
 * @returns {{resync: boolean, from: number | null} | null}
 */
export function placeIn(need, page) {
  const { asked } = page
  if (page.resync) {
    // The reader that was asked for, or all readers of an epoch that has ended. Another one, further on, may be
    // spared: it is asked for by its own cursor next.
    const ended = asked.epoch !== null && page.epoch !== null && asked.epoch !== page.epoch
    const meant =
      (ended && need.epoch === asked.epoch) || (need.cursor === asked.cursor && !differ(need.epoch, asked.epoch))
    return meant ? { resync: true, from: null } : null
  }
  if (differ(need.epoch, page.epoch)) return null
  if (need.cursor === null) return placeWithoutCursor(need, page)
  // A cursor beyond the head may belong to a log that was restored: only its own question can tell.
  if (!page.partial && page.cursor !== null && need.cursor > page.cursor) return null
  // Events between the reader's cursor and the page's beginning would be lost.
  return asked.cursor !== null && asked.cursor <= need.cursor ? { resync: false, from: need.cursor } : null
}

/**
 * @param {import("./merge.js").Need} need
 * @param {Page} page
 */
function placeWithoutCursor(need, { asked, cursor }) {
  if (need.replay === "retained") {
    return asked.cursor === null && asked.replay === "retained" ? { resync: false, from: 0 } : null
  }
  const from = asked.cursor === null ? cursor : asked.live
  return from === null ? null : { resync: false, from }
}

/**
 * Whether two epochs are known to be different lives of a channel.
 *
 * @param {string | null} one
 * @param {string | null} other
 */
export function differ(one, other) {
  return one !== null && other !== null && one !== other
}
