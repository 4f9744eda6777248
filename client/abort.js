// @ts-check
// AbortSignals, as one more way to end what a function of the client began.

/**
 * @param {AbortSignal | undefined} signal
 * @param {() => void} callback called when it is aborted; at once if it has been
 * @returns {() => void} forgets the callback
 */
export function onAbort(signal, callback) {
  if (signal?.aborted) callback()
  else signal?.addEventListener("abort", callback, { once: true })
  return () => signal?.removeEventListener("abort", callback)
}

/**
 * Binds the end of something to a signal.
 *
 * @param {AbortSignal | undefined} signal
 * @param {() => () => void} begin returns its undoing; not called if the signal has been aborted
 * @returns {() => void} undoes it earlier than the signal would
 */
export function until(signal, begin) {
  if (signal?.aborted) return () => {}
  const undo = begin()
  const forget = onAbort(signal, undo)
  return () => {
    forget()
    undo()
  }
}
