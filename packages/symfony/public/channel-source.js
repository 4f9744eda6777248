// @ts-check
// A channel in the form of an EventSource, for code that was written for Mercure and for Turbo's streams.

/**
 * Dispatches a MessageEvent for each event of one channel: `type` is the event's name, `data` its payload (as JSON,
 * unless it is a string), `lastEventId` its position.
 *
 * @example Turbo.connectStreamSource(new ChannelSource(client, "orders"))
 */
export class ChannelSource extends EventTarget {
  /** @type {((event: MessageEvent) => void) | null} hears what is called `message` */
  onmessage = null
  #stop

  /**
   * @param {any} client from `@nosocket/client`; it must follow the channel
   * @param {string} channel
   */
  constructor(client, channel) {
    super()
    const dispatch = (/** @type {unknown} */ payload, /** @type {any} */ event) => this.#dispatch(payload, event)
    this.#stop = client.on("*", dispatch, { channel })
  }

  close() {
    this.#stop()
  }

  /**
   * @param {unknown} payload
   * @param {{id: number, event: string}} event
   */
  #dispatch(payload, { id, event }) {
    const data = typeof payload === "string" ? payload : JSON.stringify(payload)
    const message = new MessageEvent(event, { data, lastEventId: String(id), origin: location.origin })
    if (event === "message") this.onmessage?.(message)
    this.dispatchEvent(message)
  }
}
