// @ts-check
// Messages between the tabs of one browser.

/**
 * - `report` {needs}: a tab to the leader: my channels, and where I stand in each; none: I leave
 * - `hello`: a new leader to all: report
 * - `answer` {pages}: the leader to all: what a poll brought
 * - `state` {status, cooldown}: the leader to all: how it goes
 * - `wish` {wish: "poll" | "active"}: a tab to the leader: poll now, or: the user is here
 *
 * @typedef {{type: "report", needs: import("./merge.js").Need[]}
 *   | {type: "hello"}
 *   | {type: "answer", pages: import("./page.js").Page[]}
 *   | {type: "state", status: string, cooldown: {until: number, status: number}}
 *   | {type: "wish", wish: "poll" | "active"}} Message
 */

export class Bus {
  #channel
  #id

  /**
   * @param {object} context
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {string} context.name
   * @param {string} context.id
   * @param {(message: Message, from: string) => void} context.receive
   */
  constructor({ adapters, name, id, receive }) {
    this.#id = id
    this.#channel = adapters.BroadcastChannel ? new adapters.BroadcastChannel(name) : null
    if (this.#channel) this.#channel.onmessage = ({ data }) => receive(data.message, data.from)
  }

  /** @param {Message} message */
  post(message) {
    this.#channel?.postMessage({ from: this.#id, message })
  }

  close() {
    this.#channel?.close()
    this.#channel = null
  }
}
