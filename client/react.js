// @ts-check
// React hooks. React is the application's; the core of the client does not know it.

import { useCallback, useEffect, useRef, useSyncExternalStore } from "react"

/**
 * @template {object} Events
 * @typedef {{[Name in import("./nosocket.js").Listenable<Events>]?: import("./nosocket.js").Callback<Events, Name>}}
 *   Handlers
 */

/**
 * Follows a channel while the component is mounted. The handlers may be new functions at every rendering; the last ones
 * are called. The client is the application's to make, start and stop, outside of components.
 *
 * @template {object} Events
 * @param {import("./nosocket.js").NoSocketClient<Events>} client
 * @param {string | null | undefined} channel none: nothing is followed
 * @param {Handlers<Events>} handlers by the event's name; only this channel's events
 * @param {Omit<import("./nosocket.js").Subscription, "signal">} [options] `replay`, `cursor`, `epoch`
 */
export function useNoSocket(client, channel, handlers, { replay, cursor, epoch } = {}) {
  const latest = useRef(/** @type {any} */ (handlers))
  useEffect(() => {
    latest.current = handlers
  })
  // Names hold no spaces.
  const names = Object.keys(handlers).sort().join(" ")
  useEffect(() => {
    if (!channel) return
    const end = new AbortController()
    const { signal } = end
    for (const name of names.split(" ").filter(Boolean)) {
      const call = (/** @type {any[]} */ ...event) => latest.current[name]?.(...event)
      client.on(/** @type {any} */ (name), call, { channel, signal })
    }
    client.subscribe(channel, { replay, cursor, epoch, signal })
    return () => end.abort()
  }, [client, channel, names, replay, cursor, epoch])
}

/**
 * The client's state, rendered anew when it changes.
 *
 * @param {import("./nosocket.js").NoSocketClient<any>} client
 * @returns {Readonly<import("./nosocket.js").State>}
 */
export function useNoSocketState(client) {
  const subscribe = useCallback((/** @type {() => void} */ changed) => client.onStateChange(changed), [client])
  const read = () => client.state
  return useSyncExternalStore(subscribe, read, read)
}
