// @ts-check
// One round of questions with the grants that they need. What no grant covers is put aside; it stops nothing else.

import { named } from "./grant.js"

// As many channels as an endpoint answers by default; all tabs together may have more.
const MAX_CHANNELS = 100

/**
 * @param {object} context
 * @param {import("./merge.js").Question[]} context.questions
 * @param {import("./grants.js").Grants} context.grants
 * @param {AbortSignal} context.signal
 * @param {(part: import("./grants.js").Part) => Promise<void>} context.poll
 * @param {(channels: string[]) => void} context.onForbidden
 */
export async function round({ questions, grants, signal, poll, onForbidden }) {
  let mayRenew = grants.renewable
  const parts = (await grants.assign(questions)).flatMap(bySize)
  // Grows while it is worked off; each time a channel or a grant drops out.
  for (const part of parts) {
    if (signal.aborted) return
    try {
      await poll(part)
    } catch (error) {
      if (Object(error).status !== 403 || signal.aborted) throw error
      if (mayRenew) {
        // A grant that was refused is renewed once.
        mayRenew = false
        if (Object(error).code !== "forbidden") grants.refuse(part.grant)
        const grant = await grants.renew(questions.map(({ channel }) => channel), "forbidden")
        parts.push({ grant, questions: part.questions })
        continue
      }
      parts.push(...afterRefusal(part, error, grants, onForbidden))
    }
  }
}

/**
 * @param {import("./grants.js").Part} part
 * @returns {import("./grants.js").Part[]}
 */
function bySize({ grant, questions }) {
  const parts = []
  for (let from = 0; from < questions.length; from += MAX_CHANNELS) {
    parts.push({ grant, questions: questions.slice(from, from + MAX_CHANNELS) })
  }
  return parts
}

/**
 * What is left to ask after a part was refused.
 *
 * @param {import("./grants.js").Part} part
 * @param {any} error
 * @param {import("./grants.js").Grants} grants
 * @param {(channels: string[]) => void} onForbidden
 * @returns {import("./grants.js").Part[]}
 */
function afterRefusal({ grant, questions }, error, grants, onForbidden) {
  const among = (/** @type {string[]} */ channels) => questions.filter(({ channel }) => channels.includes(channel))
  const channels = questions.map(({ channel }) => channel)
  const guilty = culprits(channels, grant, error)
  if (!guilty) {
    grants.refuse(grant)
    const parts = grants.cover(questions)
    if (parts.flatMap((part) => part.questions).length < questions.length) throw error
    return parts
  }
  if (guilty.length === 0) {
    const half = questions.length >> 1
    return [{ grant, questions: questions.slice(0, half) }, { grant, questions: questions.slice(half) }]
  }
  grant.refused.push(...guilty)
  const elsewhere = grants.cover(among(guilty))
  const asked = elsewhere.flatMap((part) => part.questions.map(({ channel }) => channel))
  const forbidden = guilty.filter((channel) => !asked.includes(channel))
  if (forbidden.length > 0) onForbidden(forbidden)
  const innocent = among(channels.filter((channel) => !guilty.includes(channel)))
  return innocent.length > 0 ? [...elsewhere, { grant, questions: innocent }] : elsewhere
}

/**
 * @param {string[]} channels
 * @param {import("./grant.js").Grant} grant
 * @param {{code?: string, channels?: string[]}} error
 * @returns {string[] | null} the channels that are not covered; none: at least one, not known which; null: the grant
 *   itself is bad
 */
function culprits(channels, { covers }, { code, channels: told = [] }) {
  if (code?.startsWith("grant_")) return null
  const known = channels.filter((channel) => told.includes(channel))
  if (known.length > 0) return known
  const uncovered = covers ? channels.filter((channel) => !named(covers, channel)) : []
  if (uncovered.length > 0) return uncovered
  if (code !== "forbidden") return null
  return channels.length === 1 ? channels : []
}
