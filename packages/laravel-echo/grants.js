// @ts-check
// Grants from Laravel: what a page's channels ask for together, and what the client asks for all tabs.

// A grant that a tab has asked for itself is as good as new for the client for so long.
const FRESH = 10_000

/**
 * @typedef {object} Answer
 * @property {string} [token]
 * @property {Record<string, any>} channels that may be read; what a presence channel's callback tells, or true
 * @property {string[]} forbidden
 * @property {number} [status] why, as an HTTP status; 0: no answer
 */

/**
 * @typedef {object} Batch
 * @property {Set<string>} channels
 * @property {number} at
 * @property {boolean} sent
 * @property {Promise<Answer>} answer
 */

export class Grants {
  /** @type {Batch | null} */
  #batch = null
  #context

  /**
   * @param {object} context
   * @param {string} context.url
   * @param {() => Record<string, string>} [context.headers]
   * @param {(answer: Answer) => void} [context.onAnswer]
   */
  constructor(context) {
    this.#context = context
  }

  /**
   * Whether this tab may read a channel is told to `onAnswer`. What is asked for in one go becomes one request.
   *
   * @param {string} channel
   */
  ask(channel) {
    if (!this.#batch || this.#batch.sent) this.#batch = this.#newBatch()
    this.#batch.channels.add(channel)
  }

  /**
   * The client's `tokenProvider`: one grant for the channels of all tabs.
   *
   * @param {{channels: string[], reason?: string}} request
   * @returns {Promise<string>}
   */
  async provide({ channels, reason }) {
    const batch = this.#batch
    this.#batch = null
    const suits =
      batch &&
      reason !== "forbidden" &&
      Date.now() - batch.at < FRESH &&
      channels.every((channel) => batch.channels.has(channel))
    const { token } = await (suits ? batch.answer : this.#request(channels))
    return String(token)
  }

  /** @returns {Batch} */
  #newBatch() {
    const channels = new Set()
    const batch = {
      channels,
      at: Date.now(),
      sent: false,
      answer: Promise.resolve().then(() => {
        batch.sent = true
        return this.#request([...channels])
      })
    }
    // Whoever awaits it hears of a failure; the channels have been told already.
    batch.answer.catch(() => {})
    return batch
  }

  /**
   * @param {string[]} channels
   * @returns {Promise<Answer>}
   */
  async #request(channels) {
    const { url, headers, onAnswer } = this.#context
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "Accept": "application/json",
        "Content-Type": "application/json",
        "X-Requested-With": "XMLHttpRequest",
        ...headers?.()
      },
      body: JSON.stringify({ channels }),
      credentials: "same-origin"
    }).catch(() => null)
    const status = response?.status ?? 0
    const answer = response?.ok ? await response.json().catch(() => null) : null
    if (typeof answer?.token === "string") {
      onAnswer?.(answer)
      return answer
    }
    onAnswer?.({ channels: {}, forbidden: channels, status })
    throw Object.assign(new Error(`No grant for ${channels.join(", ")}: HTTP ${status} from ${url}.`), { status })
  }
}
