// @ts-check
// The panel that shows what this tab sends and hears.

import { restart } from "./animation.js"

const LOG_LENGTH = 30
const PULSES = 48
/** @type {Record<string, string>} */
const STATUS = { connecting: "connecting", offline: "offline", cooldown: "waiting to retry", stopped: "stopped" }
const STORY = {
  leader: "This tab leads: it polls for every tab of this browser, and passes on what it hears.",
  follower: "Another tab leads and polls for this one too, so no polls are sent from here."
}

/** @typedef {import("../../../client/nosocket.js").NoSocketClient<any>} Client */

export class Traffic {
  #client
  #events = 0
  /** @type {{at: number, bytes: number}[]} */
  #polls = []
  #pollCount = 0
  #bytes = 0

  /** @param {Client} client */
  constructor(client) {
    this.#client = client
    element("tab-id").textContent = `tab ${client.id.slice(0, 4)}`
    client.onStateChange((state) => this.#showState(state))
    client.on("nosocket.poll", (poll) => this.#showPoll(poll))
    client.on("*", (payload, event) => this.showEvent(event))
    for (let count = 0; count < PULSES; count++) element("pulse").append(document.createElement("i"))
    this.#showState(client.state)
    setInterval(() => this.#showRate(), 1_000)
  }

  /**
   * @param {any} event
   * @param {{own?: boolean}} [options] own: of this tab's click, known from the action's answer
   */
  showEvent(event, { own = false } = {}) {
    element("no-events").hidden = true
    if (!own) {
      element("event-count").textContent = String(++this.#events)
      restart(element("wire-tabs"), "passed")
    }
    const row = line("event-log", own ? "own" : "", [
      ["id", `${event.id}`],
      ["name", event.event],
      ["detail", own ? "own click" : brief(event.payload)],
      ["time", time(Date.now())]
    ])
    row.title = `${event.channel} ${event.id}: ${JSON.stringify(event.payload)}`
    // The cursor moves when the event has been dispatched, which is after this.
    queueMicrotask(() => this.#showCursors())
  }

  /** @param {import("../../../client/nosocket.js").State} state */
  #showState({ role, status }) {
    const pill = element("role")
    pill.dataset.role = role
    pill.dataset.status = status
    const label = /** @type {HTMLElement} */ (pill.querySelector("span"))
    label.textContent = STATUS[status] ?? role
    element("role-story").textContent = STORY[role]
    const leads = role === "leader"
    element("wire-end").textContent = leads ? "other tabs" : "this tab"
    element("wire-middle").textContent = leads ? "this tab" : "leader tab"
    element("wire-end").classList.toggle("self", !leads)
    element("wire-middle").classList.toggle("self", leads)
    element("no-polls").hidden = this.#pollCount > 0
    this.#showCursors()
  }

  /** @param {import("../../../client/request.js").PollReport} poll */
  #showPoll(poll) {
    this.#polls.push(poll)
    this.#bytes += poll.bytes
    element("poll-count").textContent = String(++this.#pollCount)
    element("poll-bytes").textContent = size(this.#bytes)
    element("no-polls").hidden = true
    element("pulse").hidden = false
    restart(element("wire-poll"), "asked")
    const failed = poll.status !== 200
    const kind = failed ? "failed" : poll.events > 0 ? "busy" : "idle"
    line("poll-log", kind, [
      ["time", time(poll.at)],
      [
        "detail",
        failed
          ? `failed, ${poll.status || "no answer"}`
          : poll.events > 0
            ? plural(poll.events, "event")
            : "nothing new"
      ],
      ["ms", `${poll.ms} ms`],
      ["bytes", size(poll.bytes)]
    ])
    pulse(kind, poll.bytes)
    this.#showRate()
    this.#showCursors()
  }

  #showRate() {
    const since = Date.now() - 60_000
    this.#polls = this.#polls.filter((poll) => poll.at > since)
    element("poll-rate").textContent = String(this.#polls.length)
  }

  #showCursors() {
    const rows = Object.entries(this.#client.cursors).flatMap(([channel, { cursor, epoch }]) => {
      const [term, value] = [document.createElement("dt"), document.createElement("dd")]
      term.textContent = channel
      value.textContent = String(cursor ?? "–")
      value.dataset.channel = channel
      const life = document.createElement("small")
      life.textContent = epoch ?? "no events yet"
      value.append(" ", life)
      return [term, value]
    })
    element("cursors").replaceChildren(...rows)
  }
}

/**
 * Puts a line on top of a log.
 *
 * @param {string} id
 * @param {string} kind
 * @param {[string, string][]} cells class and text
 */
function line(id, kind, cells) {
  const row = document.createElement("li")
  row.className = kind
  for (const [name, text] of cells) {
    const cell = document.createElement("span")
    cell.className = name
    cell.textContent = text
    row.append(cell)
  }
  const log = element(id)
  log.prepend(row)
  while (log.childElementCount > LOG_LENGTH) log.lastElementChild?.remove()
  return row
}

/**
 * @param {string} kind
 * @param {number} bytes
 */
function pulse(kind, bytes) {
  const bar = document.createElement("i")
  bar.className = kind
  bar.style.setProperty("--height", `${Math.min(100, Math.round(12 * Math.log2(1 + bytes / 60)))}%`)
  element("pulse").append(bar)
  element("pulse").firstElementChild?.remove()
}

/** @param {any} payload */
function brief(payload) {
  if (payload === null || typeof payload !== "object") return String(payload)
  return "value" in payload ? `value ${payload.value}` : `#${payload.id} ${payload.state}`
}

/** @param {number} at */
function time(at) {
  return new Date(at).toLocaleTimeString([], {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23"
  })
}

/** @param {number} bytes */
function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} KB`
}

/**
 * @param {number} count
 * @param {string} word
 */
function plural(count, word) {
  return `${count} ${word}${count === 1 ? "" : "s"}`
}

/** @param {string} id */
function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id))
}
