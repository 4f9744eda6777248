// @ts-check
// What one request asks for, so that it serves as many tabs as possible: of each channel, the lowest cursor.

import { differ } from "./page.js"

/**
 * What a tab needs of a channel.
 *
 * @typedef {object} Need
 * @property {string} channel
 * @property {number | null} cursor
 * @property {string | null} epoch
 * @property {"live" | "retained"} replay where to begin without a cursor
 */

/**
 * What is asked of the server for a channel.
 *
 * @typedef {Need & {live: number | null}} Question `live`: where a tab begins that has no cursor and wants only what
 *   comes; null: at the head that the answer carries
 */

/**
 * The newest known of a channel.
 *
 * @typedef {object} Head
 * @property {number | null} cursor
 * @property {string | null} epoch
 * @property {boolean} partial there may be more behind it
 */

/**
 * @param {Need[]} needs of all tabs
 * @param {Map<string, Head>} heads
 * @returns {Question[]} one for each channel
 */
export function merge(needs, heads) {
  /** @type {Map<string, Need[]>} */
  const byChannel = new Map()
  for (const need of needs) byChannel.set(need.channel, [...byChannel.get(need.channel) ?? [], need])
  return [...byChannel].map(([channel, same]) => mergeChannel(channel, same, heads.get(channel)))
}

/**
 * @param {string} channel
 * @param {Need[]} needs
 * @param {Head | undefined} head
 * @returns {Question}
 */
function mergeChannel(channel, needs, head) {
  // A replay of what retention has left can't be asked together with a cursor: a cursor behind the floor must be told
  // to resync. It goes first; when it is answered, that tab has a cursor as well.
  if (needs.some((need) => need.cursor === null && need.replay === "retained")) {
    return { channel, cursor: null, epoch: null, replay: "retained", live: null }
  }
  const placed = needs.filter((need) => need.cursor !== null)
  if (placed.length === 0) return { channel, cursor: null, epoch: null, replay: "live", live: null }
  const group = comparable(placed, head)
  const cursors = group.map((need) => Number(need.cursor))
  const epoch = group.find((need) => need.epoch)?.epoch ?? head?.epoch ?? null
  return { channel, cursor: Math.min(...cursors), epoch, replay: "live", live: Math.max(...cursors) }
}

/**
 * Needs that one question can serve. What the others would hide goes first: cursors of an epoch that has ended, then
 * cursors beyond the head. Their tabs are told to resync, or the head turns out to have moved.
 *
 * @param {Need[]} placed
 * @param {Head | undefined} head
 */
function comparable(placed, head) {
  const current = head?.epoch ?? placed.find((need) => need.epoch)?.epoch ?? null
  const ended = placed.find((need) => differ(need.epoch, current))
  if (ended) return placed.filter((need) => need.epoch === ended.epoch)
  const beyond = placed.filter((need) => Number(need.cursor) > (head?.cursor ?? Infinity))
  return beyond.length > 0 ? beyond : placed
}

/**
 * Whether a tab waits for something that the server is known to have.
 *
 * @param {Need} need
 * @param {Head | undefined} head
 */
export function isBehind(need, head) {
  return need.cursor === null || !head || head.partial || need.cursor !== (head.cursor ?? need.cursor) || differ(need.epoch, head.epoch)
}
