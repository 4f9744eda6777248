// @ts-check
// Tells screen readers what has come, in one sentence for many events, without flooding them.

import { until } from "./abort.js"

// What comes with one poll is announced together, and a region that was just put into the page is known by then.
const SETTLE = 500
const UNSEEN =
  "position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap"

/**
 * Announces events in a live region that is read out when the reader pauses (`role="status"`).
 *
 * @example
 * announce(client, {
 *   events: "order.created",
 *   message: (events) => events.length === 1 ? `New order ${events[0].payload.id}` : `${events.length} new orders`
 * })
 *
 * @template {object} Events
 * @template {import("./nosocket.js").NameOf<Events>} Name
 * @param {import("./nosocket.js").NoSocketClient<Events>} client
 * @param {object} options
 * @param {Name | Name[]} options.events names
 * @param {(events: import("./nosocket.js").EventOf<Events, Name>[]) => string | null | undefined} options.message says
 *   what came since the last announcement, oldest first; empty: nothing is announced
 * @param {string} [options.channel] only events of this channel; default all
 * @param {HTMLElement} [options.element] an empty one of the page; default: one that is not seen, put into its body
 * @param {number} [options.interval] ms from one announcement to the next at least; default 5000
 * @param {AbortSignal} [options.signal] ends it when it is aborted
 * @returns {() => void} ends it
 */
export function announce(client, { events, message, channel, element, interval = 5_000, signal }) {
  return until(signal, () => {
    const region = element ?? newRegion()
    /** @type {any[]} */
    const waiting = []
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer
    let announcedAt = -Infinity

    const speak = () => {
      timer = undefined
      const text = message(waiting.splice(0))
      if (!text) return
      announcedAt = performance.now()
      // The same sentence again is news only in a new node.
      region.replaceChildren(text)
    }
    const hear = (/** @type {unknown} */ _, /** @type {any} */ event) => {
      waiting.push(event)
      timer ??= setTimeout(speak, Math.max(SETTLE, announcedAt + interval - performance.now()))
    }
    const names = Array.isArray(events) ? events : [events]
    const offs = names.map((name) => client.on(name, hear, { channel }))

    makeLive(region)
    return () => {
      clearTimeout(timer)
      for (const off of offs) off()
      if (region === element) region.replaceChildren()
      else region.remove()
    }
  })
}

function newRegion() {
  const region = document.createElement("div")
  region.style.cssText = UNSEEN
  document.body.append(region)
  return region
}

/** @param {HTMLElement} region */
function makeLive(region) {
  region.setAttribute("role", "status")
  region.setAttribute("aria-live", "polite")
  region.setAttribute("aria-atomic", "true")
}
