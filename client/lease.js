// @ts-check
// Leading by a lease in the storage, renewed while the tab lives, for browsers and addresses without Web Locks.

const KEY = "lease"
// The storage has no compare-and-swap: who wrote looks again after the other tabs' writes have arrived.
const SETTLE = 100
// Browsers run the timers of hidden tabs once a minute. A visible tab doesn't wait for such a lease to end.
const WHILE_HIDDEN = 90_000

/**
 * @param {object} context
 * @param {import("./adapters.js").Adapters} context.adapters
 * @param {Pick<import("./options.js").Settings, "leaseDuration" | "heartbeatInterval">} context.settings
 * @param {import("./storage.js").Memory} context.memory
 * @param {string} context.id
 * @param {() => void} context.onLead
 * @param {() => void} context.onLose
 * @returns {import("./election.js").Candidate}
 */
export function standForLease({ adapters, settings, memory, id, onLead, onLose }) {
  const { leaseDuration, heartbeatInterval } = settings
  const longest = Math.max(leaseDuration, WHILE_HIDDEN)
  let leads = false
  /** @type {unknown} */
  let timer = null

  const wait = (/** @type {number} */ ms, /** @type {() => void} */ step) => {
    adapters.clearTimeout(timer)
    timer = adapters.setTimeout(step, ms)
  }

  /** How long another tab's lease holds; one from a clock that was set back since doesn't. */
  const heldByOther = () => {
    const lease = memory.read(KEY)
    const left = lease && lease.owner !== id ? Number(lease.until) - adapters.now() : 0
    return left <= longest ? left : 0
  }

  const write = () => {
    memory.write(KEY, { owner: id, until: adapters.now() + (adapters.visible() ? leaseDuration : longest) })
  }

  const look = () => {
    const left = heldByOther()
    if (!(left > 0)) return claim()
    wait(Math.min(left, heartbeatInterval), look)
    if (leads) {
      leads = false
      onLose()
    }
  }

  const claim = () => {
    write()
    wait(leads ? heartbeatInterval : SETTLE, leads ? look : confirm)
  }

  // A lease that could not be written is nobody's: then every tab leads itself.
  const confirm = () => {
    if (heldByOther() > 0) return look()
    leads = true
    wait(heartbeatInterval, look)
    onLead()
  }

  const unlisten = adapters.listen("storage", ({ key }) => {
    if (key === null || key === memory.nameOf(KEY)) look()
  })
  look()
  return {
    takeOver: () => { if (!leads) claim() },
    leave: () => {
      unlisten()
      adapters.clearTimeout(timer)
      if (memory.read(KEY)?.owner === id) memory.remove(KEY)
    }
  }
}
