// @ts-check
// Vue composables. Vue is the application's; the core of the client does not know it.

import { getCurrentInstance, onMounted, onScopeDispose, readonly, shallowRef, toValue, watch } from "vue"

/**
 * @template {object} Events
 * @typedef {{[Name in import("./nosocket.js").Listenable<Events>]?: import("./nosocket.js").Callback<Events, Name>}}
 *   Handlers
 */

/**
 * Follows a channel until the component is unmounted, or the effect scope ends. The client is the application's to
 * make, start and stop.
 *
 * @template {object} Events
 * @param {import("./nosocket.js").NoSocketClient<Events>} client
 * @param {import("vue").MaybeRefOrGetter<string | null | undefined>} channel none: nothing is followed
 * @param {Handlers<Events>} handlers by the event's name; only this channel's events
 * @param {Omit<import("./nosocket.js").Subscription, "signal">} [options] `replay`, `cursor`, `epoch`
 */
export function useNoSocket(client, channel, handlers, options) {
  const follow = () => watch(() => toValue(channel), begin, { immediate: true })
  /** @type {import("vue").WatchCallback<string | null | undefined, any>} */
  const begin = (name, _, onCleanup) => {
    if (!name) return
    const end = new AbortController()
    const { signal } = end
    for (const [event, handler] of Object.entries(handlers)) {
      client.on(/** @type {any} */ (event), /** @type {any} */ (handler), { channel: name, signal })
    }
    client.subscribe(name, { ...options, signal })
    onCleanup(() => end.abort())
  }
  whenMounted(follow)
}

/**
 * The client's state, as a ref.
 *
 * @param {import("./nosocket.js").NoSocketClient<any>} client
 * @returns {Readonly<import("vue").ShallowRef<Readonly<import("./nosocket.js").State>>>}
 */
export function useNoSocketState(client) {
  const state = shallowRef(client.state)
  const end = new AbortController()
  const show = () => {
    state.value = client.state
  }
  whenMounted(() => {
    show()
    client.onStateChange(show, { signal: end.signal })
  })
  onScopeDispose(() => end.abort())
  return readonly(state)
}

/**
 * On a server nothing is mounted, and so nothing followed.
 *
 * @param {() => void} callback
 */
function whenMounted(callback) {
  if (getCurrentInstance()) onMounted(callback)
  else callback()
}
