// @ts-check
// Which tab leads: the one that holds a Web Lock. When it dies, the browser hands the lock to the next in the queue.

/**
 * Without locks, or without a way to tell other tabs, every tab leads itself: that costs requests, never events. This
 * is the place for another kind of election; it has to call `onLead` and return its end.
 *
 * @param {object} context
 * @param {import("./adapters.js").Adapters} context.adapters
 * @param {string} context.name
 * @param {() => void} context.onLead
 * @returns {() => void} gives the lead up
 */
export function standForElection({ adapters, name, onLead }) {
  const { locks, BroadcastChannel } = adapters
  if (!locks || !BroadcastChannel) {
    onLead()
    return () => {}
  }
  const abort = new AbortController()
  const held = new Promise((resolve) => abort.signal.addEventListener("abort", () => resolve(undefined)))
  locks.request(name, { signal: abort.signal }, () => {
    onLead()
    return held
  }).catch(() => {
    // A sandboxed frame may not hold locks.
    if (!abort.signal.aborted) onLead()
  })
  return () => abort.abort()
}
