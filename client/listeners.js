// @ts-check
// Who listens to which event, and calling them so that one that throws harms no other.

/** @typedef {(payload: any, event: any) => void} Listener */

export class Listeners {
  /** @type {Map<string, Set<Listener>>} */
  #byEvent = new Map()
  #report

  /** @param {(error: unknown) => void} report */
  constructor(report) {
    this.#report = report
  }

  /**
   * @param {string} event
   * @param {Listener} listener
   * @returns {() => void} its undoing
   */
  add(event, listener) {
    const own = (/** @type {any} */ payload, /** @type {any} */ whole) => listener(payload, whole)
    const listeners = this.#byEvent.get(event) ?? new Set()
    this.#byEvent.set(event, listeners.add(own))
    return () => { listeners.delete(own) }
  }

  /** @param {string} event */
  has(event) {
    return (this.#byEvent.get(event)?.size ?? 0) > 0
  }

  /**
   * @param {string} name whose listeners are called
   * @param {any} payload
   * @param {any} event
   */
  call(name, payload, event) {
    for (const listener of [...this.#byEvent.get(name) ?? []]) {
      try {
        listener(payload, event)
      } catch (error) {
        this.#report(error)
      }
    }
  }
}
