// @ts-check
// Messages between the tabs of one browser.

import { openPort } from "./ports.js"

/**
 * - `report` {needs}: a tab to the leader: my channels, and where I stand in each; none: I need nothing. It is answered
 *   with a state, so it asks as well: are you there?
 * - `hello`: a new leader to all: report
 * - `answer` {pages, polledAt, floor}: the leader to all: what a poll brought, and when the next one is due
 * - `state` {status, cooldown, visible}: the leader to all: how it goes
 * - `wish` {wish: "poll" | "active"}: a tab to the leader: poll now, or: the user is here
 * - `grants` {grants, covers}: to all: use these, and what the newest covers
 * - `forbidden` {channels}: the leader to all: no grant covers these
 * - `resync` {channel, head}: a tab to the leader: refresh this for all of us
 * - `resynced` {channel, head}: to all: it was refreshed, after this head
 *
 * @typedef {{type: "report", needs: import("./merge.js").Need[]}
 *   | {type: "hello"}
 *   | {type: "answer", pages: import("./page.js").Page[], polledAt: number, floor: number}
 *   | {type: "state", status: import("./session.js").Status, cooldown: {until: number, status: number}, visible: boolean}
 *   | {type: "wish", wish: "poll" | "active"}
 *   | {type: "grants", grants: import("./grant.js").Grant[], covers: string[] | null}
 *   | {type: "forbidden", channels: string[]}
 *   | {type: "resync" | "resynced", channel: string, head: import("./cursors.js").Position}} Message
 */

export class Bus {
  #id
  #port
  #onBroken

  /**
   * @param {object} context
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {string} context.name
   * @param {string} context.id
   * @param {(message: Message, from: string) => void} context.receive
   * @param {() => void} context.onBroken a message could not be sent: the other tabs can't be relied upon
   */
  constructor({ adapters, name, id, receive, onBroken }) {
    this.#id = id
    this.#onBroken = onBroken
    this.#port = openPort(adapters, name, id, ({ from, message }) => receive(message, from))
  }

  /** Whether there are other tabs to be reached at all. */
  get shared() {
    return this.#port !== null
  }

  /** Whether a message leaves no trace on the disk, not even for a moment. */
  get traceless() {
    return this.#port?.traceless ?? false
  }

  /** @param {Message} message */
  post(message) {
    if (this.#port?.send({ from: this.#id, message }) === false) {
      this.close()
      this.#onBroken()
    }
  }

  close() {
    this.#port?.close()
    this.#port = null
  }
}
