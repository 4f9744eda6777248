// @ts-check
// Which tab leads. Two leaders at once are harmless: they cost requests, and no tab takes an event twice.

import { standForLease } from "./lease.js"
import { standForLock } from "./lock.js"

/**
 * @typedef {object} Candidate
 * @property {() => void} takeOver leads now, whoever does so far
 * @property {() => void} leave gives the lead up, and the candidature
 */

/**
 * Stands by Web Locks, or where they are missing or refused by a lease in the storage. Without both, or without a way
 * to tell the other tabs, every tab leads itself: that costs requests, never events.
 *
 * @param {object} context
 * @param {import("./adapters.js").Adapters} context.adapters
 * @param {import("./options.js").Settings} context.settings
 * @param {import("./storage.js").Memory} context.memory
 * @param {string} context.name
 * @param {string} context.id
 * @param {boolean} context.shared whether other tabs can be told
 * @param {() => void} context.onLead
 * @param {() => void} context.onLose another tab leads
 * @returns {Candidate}
 */
export function standForElection(context) {
  const { adapters, shared, onLead } = context
  const lead = () => {
    onLead()
    return { takeOver() {}, leave() {} }
  }
  const withoutLocks = () => adapters.storage ? standForLease(context) : lead()
  if (!shared) return lead()
  if (!adapters.locks) return withoutLocks()
  let candidate = standForLock({ ...context, locks: adapters.locks, onRefused: () => { candidate = withoutLocks() } })
  return {
    takeOver: () => candidate.takeOver(),
    leave: () => candidate.leave()
  }
}
