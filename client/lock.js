// @ts-check
// Leading by a Web Lock: the browser hands it to the next in the queue when its holder dies, and lets it be stolen from
// one that stands still.

/**
 * @param {object} context
 * @param {Pick<LockManager, "request">} context.locks
 * @param {string} context.name
 * @param {() => void} context.onLead
 * @param {() => void} context.onLose
 * @param {() => void} context.onRefused a sandboxed frame may not hold locks
 * @returns {import("./election.js").Candidate}
 */
export function standForLock({ locks, name, onLead, onLose, onRefused }) {
  /** @type {{steal: boolean, granted: boolean, end: () => void} | null} the request that counts */
  let current = null

  const stand = (/** @type {boolean} */ steal) => {
    const abort = new AbortController()
    const held = new Promise((resolve) => abort.signal.addEventListener("abort", resolve))
    const request = { steal, granted: false, end: () => abort.abort() }
    current?.end()
    current = request
    // A request that steals can't have a signal.
    Promise.resolve(locks.request(name, steal ? { steal } : { signal: abort.signal }, () => {
      if (current !== request) return
      request.granted = true
      onLead()
      return held
    })).catch(() => {
      if (current !== request) return
      current = null
      if (!request.granted) return onRefused()
      // Stolen: back into the queue.
      stand(false)
      onLose()
    })
  }

  stand(false)
  return {
    takeOver: () => { if (!current?.granted && !current?.steal) stand(true) },
    leave: () => {
      current?.end()
      current = null
    }
  }
}
