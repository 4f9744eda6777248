// @ts-check
// Who listens to which event, and calling them so that one that throws harms no other.

/** @typedef {(payload: any, event: any) => void} Listener */

/**
 * @typedef {object} ListenerOptions
 * @property {string} [channel] only events of this channel; default all
 * @property {boolean} [once] for one event only; default false
 * @property {boolean} [quiet] only watches: not counted by has(); default false
 */

/** @typedef {ListenerOptions & {listener: Listener}} Entry */

export class Listeners {
  /** @type {Map<string, Set<Entry>>} */
  #byEvent = new Map()
  #report

  /** @param {(error: unknown) => void} report */
  constructor(report) {
    this.#report = report
  }

  /**
   * @param {string} event
   * @param {Listener} listener
   * @param {ListenerOptions} [options]
   * @returns {() => void} its undoing
   */
  add(event, listener, options = {}) {
    const entry = { ...options, listener }
    const entries = this.#byEvent.get(event) ?? new Set()
    this.#byEvent.set(event, entries.add(entry))
    return () => {
      entries.delete(entry)
    }
  }

  /**
   * @param {string} event
   * @param {Listener} listener removed as often as it was added
   */
  remove(event, listener) {
    const entries = this.#byEvent.get(event)
    for (const entry of entries ?? []) if (entry.listener === listener) entries?.delete(entry)
  }

  /** @param {string} event */
  has(event) {
    return [...(this.#byEvent.get(event) ?? [])].some((entry) => !entry.quiet)
  }

  /**
   * @param {string} name whose listeners are called
   * @param {any} payload
   * @param {any} event
   */
  call(name, payload, event) {
    const entries = this.#byEvent.get(name)
    for (const entry of [...(entries ?? [])]) {
      // One that was called before may have removed it.
      if (!entries?.has(entry) || (entry.channel ?? event.channel) !== event.channel) continue
      if (entry.once) entries.delete(entry)
      try {
        entry.listener(payload, event)
      } catch (error) {
        this.#report(error)
      }
    }
  }
}
