// @ts-check
// Small JSON values that outlive the page, in a storage that may be full, blocked or absent.

export class Memory {
  #storage
  #prefix

  /**
   * @param {import("./adapters.js").Adapters["storage"]} storage
   * @param {string} namespace
   */
  constructor(storage, namespace) {
    this.#storage = storage
    this.#prefix = `nosocket:${namespace}:`
  }

  /**
   * @param {string} key
   * @returns {string} the name that storage events know it by
   */
  nameOf(key) {
    return this.#prefix + key
  }

  /**
   * @param {string} key
   * @returns {any} null if there is none, or none that can be read
   */
  read(key) {
    try {
      return JSON.parse(this.#storage?.getItem(this.#prefix + key) ?? "null")
    } catch {
      return null
    }
  }

  /**
   * What can't be kept is forgotten: the page goes on from what it holds itself.
   *
   * @param {string} key
   * @param {unknown} value
   */
  write(key, value) {
    try {
      this.#storage?.setItem(this.#prefix + key, JSON.stringify(value))
    } catch {
      // Full or blocked.
    }
  }

  /** @param {string} key */
  remove(key) {
    try {
      this.#storage?.removeItem(this.#prefix + key)
    } catch {
      // Blocked.
    }
  }
}
