// @ts-check
// A channel's events as an async iterator: what `for await` reads.

import { onAbort } from "./abort.js"

const RESYNC = "nosocket.resync_required"

/** History is gone: the application has to read the channel's data again. Thrown out of `for await`. */
export class ResyncRequired extends Error {
  /**
   * @param {string} channel
   * @param {import("./cursors.js").Position} position
   */
  constructor(channel, position) {
    super(`The history of ${channel} is gone. Read its data again, then go on from this error's position.`)
    this.name = "ResyncRequired"
    this.channel = channel
    /** From where to go on after the data were read again: the second argument of another `events()`. */
    this.position = position
  }
}

/**
 * Events wait in a queue without a limit until they are asked for, so that a slow loop loses none. The queue is emptied
 * when the application resyncs: what it then reads is newer.
 *
 * @param {object} context
 * @param {string} context.channel
 * @param {(AbortSignal | undefined)[]} context.signals any of them ends the iteration
 * @param {import("./listeners.js").Listeners} context.listeners
 * @param {() => () => void} context.subscribe returns its undoing
 * @param {() => import("./cursors.js").Position} context.position of this tab in the channel
 * @param {boolean} context.resyncs whether the application has an `onResync`
 * @returns {AsyncGenerator<any, void, void>}
 */
export async function* stream({ channel, signals, listeners, subscribe, position, resyncs }) {
  /** @type {any[]} */
  const queue = []
  /** @type {ResyncRequired | null} */
  let failure = null
  let failing = false
  let ended = false
  let wake = () => {}

  const end = () => {
    ended = true
    for (const undo of undoing.splice(0)) undo()
    wake()
  }
  const push = (/** @type {any} */ event) => {
    queue.push(event)
    wake()
  }
  // What is read again is newer than what waits.
  const drop = () => {
    if (!failing) queue.length = 0
  }
  const resync = () => {
    failing = !resyncs && !listeners.has(RESYNC)
    drop()
    // With nobody to wait for, the channel goes on from its head as soon as all have been told.
    if (failing) queueMicrotask(fail)
  }
  const fail = () => {
    if (ended) return
    failure = new ResyncRequired(channel, position())
    end()
  }

  /** @type {(() => void)[]} */
  const undoing = [
    subscribe(),
    listeners.add("*", (_, event) => push(event), { channel }),
    listeners.add(RESYNC, resync, { channel, quiet: true }),
    listeners.add("nosocket.resynced", drop, { channel, quiet: true })
  ]
  const abort = () => {
    queue.length = 0
    end()
  }
  for (const signal of signals) undoing.push(onAbort(signal, abort))
  try {
    for (;;) {
      while (queue.length > 0) yield queue.shift()
      if (failure) throw failure
      if (ended) return
      await new Promise((resolve) => {
        wake = () => resolve(undefined)
      })
    }
  } finally {
    end()
  }
}
