// @ts-check
// What this tab has taken and not yet dispatched, told in slices, so that a burst doesn't freeze the page and a slow
// listener keeps no other tab waiting.

const SLICE = 8
// Then the tab takes nothing more until it has caught up.
const FULL = 5_000

/**
 * @template Item
 */
export class Inbox {
  /** @type {Item[]} */
  #items = []
  #telling = false
  #full = false
  #context

  /**
   * @param {object} context
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {(item: Item) => void} context.tell
   * @param {() => void} context.onRest after each slice
   * @param {() => void} context.onRoom what was full has been told
   */
  constructor(context) {
    this.#context = context
  }

  get full() {
    return this.#full
  }

  /** @param {Item} item */
  put(item) {
    this.#items.push(item)
    if (this.#items.length >= FULL) this.#full = true
  }

  /** @param {(item: Item) => boolean} which */
  discard(which) {
    this.#items = this.#items.filter((item) => !which(item))
  }

  /** Begins at once; what doesn't fit into a slice follows after other work. */
  async tell() {
    if (this.#telling) return
    this.#telling = true
    try {
      while (this.#items.length > 0) {
        this.#slice()
        this.#context.onRest()
        if (this.#items.length > 0) await this.#context.adapters.yieldToEventLoop()
      }
    } finally {
      this.#telling = false
    }
    if (!this.#full) return
    this.#full = false
    this.#context.onRoom()
  }

  #slice() {
    const { elapsed } = this.#context.adapters
    const end = elapsed() + SLICE
    do {
      const item = this.#items.shift()
      if (item) this.#context.tell(item)
    } while (this.#items.length > 0 && elapsed() < end)
  }
}
