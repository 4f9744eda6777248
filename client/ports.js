// @ts-check
// The ways by which a message gets to the other tabs: BroadcastChannel, or storage events where it is missing.

// Browsers keep some five million characters for all of an origin.
const MAX_LENGTH = 1_000_000

/**
 * @typedef {object} Port
 * @property {boolean} traceless
 * @property {(data: any) => boolean} send false: it did not get through
 * @property {() => void} close
 */

/**
 * @param {import("./adapters.js").Adapters} adapters
 * @param {string} name
 * @param {string} id
 * @param {(data: any) => void} hear
 * @returns {Port | null} null: this browser has no way
 */
export function openPort({ BroadcastChannel, storage, listen }, name, id, hear) {
  if (BroadcastChannel) {
    const channel = new BroadcastChannel(name)
    channel.onmessage = ({ data }) => hear(data)
    return {
      traceless: true,
      send: (data) => {
        channel.postMessage(data)
        return true
      },
      close: () => channel.close()
    }
  }
  // A key for each tab: two that write at the same time don't overwrite each other.
  const prefix = `${name}:message:`
  const key = prefix + id
  const send = (/** @type {any} */ data) => {
    try {
      const text = JSON.stringify(data)
      if (text.length > MAX_LENGTH) return false
      storage?.setItem(key, text)
      // The event carries the text; the entry itself has done its work.
      storage?.removeItem(key)
      return storage !== null
    } catch {
      return false
    }
  }
  if (!send({})) return null
  const unlisten = listen("storage", (event) => {
    if (!event.key?.startsWith(prefix) || !event.newValue) return
    const data = JSON.parse(event.newValue)
    if (data.message) hear(data)
  })
  return { traceless: false, send, close: unlisten }
}
