// @ts-check
// The only file that touches the browser's globals, so that tests (and odd hosts) can bring their own.

/**
 * @typedef {object} Adapters
 * @property {(url: string, init: RequestInit) => Promise<Response>} fetch
 * @property {() => number} now milliseconds since the Unix epoch
 * @property {() => number} elapsed milliseconds on a clock that nobody sets
 * @property {(callback: () => void, ms: number) => unknown} setTimeout
 * @property {(timer: any) => void} clearTimeout
 * @property {() => number} random from 0 up to 1
 * @property {() => string} newId
 * @property {Pick<LockManager, "request"> | null} locks
 * @property {(new (name: string) => BroadcastChannel) | null} BroadcastChannel
 * @property {Pick<Storage, "getItem" | "setItem" | "removeItem"> | null} storage
 * @property {(type: string, callback: (event: any) => void) => () => void} listen to the page; returns its undoing
 * @property {() => boolean} visible
 * @property {() => boolean} online what the browser believes
 * @property {() => Promise<void>} yieldToEventLoop lets everything else that waits go first
 * @property {(error: unknown) => void} report an error of the application's, without stopping anything
 */

/**
 * The browser's own globals, with some replaced.
 *
 * @param {Partial<Adapters>} [replaced]
 * @returns {Adapters}
 */
export function adapters(replaced = {}) {
  return {
    fetch: (url, init) => globalThis.fetch(url, init),
    now: () => Date.now(),
    elapsed: () => performance.now(),
    setTimeout: (callback, ms) => globalThis.setTimeout(callback, ms),
    clearTimeout: (timer) => globalThis.clearTimeout(timer),
    random: () => Math.random(),
    newId,
    locks: globalThis.navigator?.locks ?? null,
    BroadcastChannel: globalThis.BroadcastChannel ?? null,
    storage: localStorageOrNull(),
    listen,
    visible: () => globalThis.document?.visibilityState !== "hidden",
    online: () => globalThis.navigator?.onLine !== false,
    yieldToEventLoop,
    report: (error) => (typeof reportError === "function" ? reportError(error) : console.error(error)),
    ...replaced
  }
}

// randomUUID exists in secure contexts only; an intranet on plain HTTP has none.
function newId() {
  const random = () => Math.random().toString(36).slice(2)
  return globalThis.crypto?.randomUUID?.() ?? random() + random()
}

// Where cookies are blocked, merely reading the property throws.
function localStorageOrNull() {
  try {
    return globalThis.localStorage ?? null
  } catch {
    return null
  }
}

// Timers of hidden tabs are throttled to one a second, messages are not. (scheduler.yield() would come back before the
// other tabs' messages.)
function yieldToEventLoop() {
  return /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        port1.close()
        resolve()
      }
      port2.postMessage(null)
    })
  )
}

/**
 * @param {string} type
 * @param {(event: any) => void} callback
 */
function listen(type, callback) {
  const target = ["visibilitychange", "freeze", "resume"].includes(type) ? globalThis.document : globalThis
  target?.addEventListener?.(type, callback, { passive: true })
  return () => target?.removeEventListener?.(type, callback)
}
