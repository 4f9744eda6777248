// @ts-check
// A channel whose history is gone: it waits until the application has read its data again, in this tab or in another.

import { Refresh, covers } from "./refresh.js"

// How long another tab may take to refresh for all before this one does it itself.
const OTHERS_PATIENCE = 30_000

/** @typedef {import("./reader.js").Reader} Reader */
/** @typedef {import("./cursors.js").Position} Position */

/**
 * Where one tab refreshes for all (`resyncOnce`).
 *
 * @typedef {object} Delegate
 * @property {(channel: string, head: Position) => boolean} ask another tab to refresh; false: it is up to this one
 * @property {(channel: string, head: Position) => void} tell the others that it was refreshed
 */

export class Resync {
  /** @type {Delegate | null} */
  delegate = null
  #refresh
  #context

  /**
   * @param {object} context
   * @param {import("./options.js").Settings} context.settings
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {import("./listeners.js").Listeners} context.listeners
   * @param {(channel: string) => Reader | undefined} context.reader
   * @param {(name: string, channel: string) => void} context.announce
   * @param {(reader: Reader, head: Position) => void} context.onDone the reader may go on from there
   */
  constructor(context) {
    this.#context = context
    this.#refresh = new Refresh({ ...context, onDone: (channel, head) => this.#done(channel, head) })
  }

  /**
   * @param {Reader} reader paused at
   * @param {Position} head
   */
  begin(reader, head) {
    const { settings, listeners, announce, onDone } = this.#context
    const { channel } = reader
    if (settings.resyncOnce && settings.onResync && this.delegate?.ask(channel, head)) {
      return this.#refresh.wait(channel, head, OTHERS_PATIENCE)
    }
    const somebodyWillResync = settings.onResync || listeners.has("nosocket.resync_required")
    announce("nosocket.resync_required", channel)
    // A listener may have done it already.
    if (!reader.head) return
    if (!somebodyWillResync) onDone(reader, head)
    else this.refresh(channel, head)
  }

  /**
   * For this tab, or because another one has asked.
   *
   * @param {string} channel
   * @param {Position} head
   */
  refresh(channel, head) {
    if (this.#context.settings.onResync) this.#refresh.begin(channel, head)
  }

  /**
   * A refresh that began after that head was read has succeeded, here or in another tab.
   *
   * @param {string} channel
   * @param {Position} head
   */
  refreshed(channel, head) {
    const reader = this.#context.reader(channel)
    if (reader?.head && covers(head, reader.head)) this.#context.onDone(reader, reader.head)
  }

  /** @param {string} channel */
  cancel(channel) {
    this.#refresh.cancel(channel)
  }

  stop() {
    this.delegate = null
    this.#refresh.stop()
  }

  /**
   * @param {string} channel
   * @param {Position} head
   */
  #done(channel, head) {
    this.refreshed(channel, head)
    // What was refreshed for another tab may have been too old for this one.
    const own = this.#context.reader(channel)?.head
    if (own) this.#refresh.begin(channel, own)
    if (this.#context.settings.resyncOnce) this.delegate?.tell(channel, head)
  }
}
