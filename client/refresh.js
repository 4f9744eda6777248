// @ts-check
// The application's onResync for a channel, called in this tab until it has succeeded.

import { backoff } from "./cadence.js"

/** @typedef {import("./cursors.js").Position} Position */

/** @typedef {{head: Position, timer: unknown}} Job */

export class Refresh {
  /** @type {Map<string, Job>} */
  #jobs = new Map()
  #context

  /**
   * @param {object} context
   * @param {import("./options.js").Settings} context.settings
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {(channel: string, head: Position) => void} context.onDone
   */
  constructor(context) {
    this.#context = context
  }

  /**
   * A refresh under way serves whoever needs one no newer.
   *
   * @param {string} channel
   * @param {Position} head read before the refresh begins
   */
  begin(channel, head) {
    const job = this.#jobs.get(channel)
    if (!job || !covers(job.head, head)) this.#run(channel, this.#replace(channel, head), 0)
  }

  /**
   * Another tab refreshes; if it dies of that, this one does.
   *
   * @param {string} channel
   * @param {Position} head
   * @param {number} ms
   */
  wait(channel, head, ms) {
    const job = this.#replace(channel, head)
    job.timer = this.#context.adapters.setTimeout(() => this.#run(channel, job, 0), ms)
  }

  /** @param {string} channel */
  cancel(channel) {
    this.#context.adapters.clearTimeout(this.#jobs.get(channel)?.timer)
    this.#jobs.delete(channel)
  }

  stop() {
    for (const channel of [...this.#jobs.keys()]) this.cancel(channel)
  }

  /**
   * @param {string} channel
   * @param {Position} head
   */
  #replace(channel, head) {
    this.cancel(channel)
    /** @type {Job} */
    const job = { head, timer: null }
    this.#jobs.set(channel, job)
    return job
  }

  /**
   * @param {string} channel
   * @param {Job} job
   * @param {number} failures
   */
  async #run(channel, job, failures) {
    const { settings, adapters, onDone } = this.#context
    const stale = () => this.#jobs.get(channel) !== job
    try {
      await settings.onResync?.({ channel })
    } catch (error) {
      adapters.report(error)
      if (stale()) return
      const again = () => this.#run(channel, job, failures + 1)
      job.timer = adapters.setTimeout(again, backoff(failures + 1, settings, adapters.random))
      return
    }
    if (stale()) return
    this.#jobs.delete(channel)
    onDone(channel, job.head)
  }
}

/**
 * Whether a refresh that began after one head was read has everything up to the other.
 *
 * @param {Position} one
 * @param {Position} other
 */
export function covers(one, other) {
  return one.epoch === other.epoch && Number(one.cursor) >= Number(other.cursor)
}
