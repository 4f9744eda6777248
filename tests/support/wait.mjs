// Waiting for a condition instead of for a time.

import { setTimeout as pause } from "node:timers/promises"

const LOOK_EVERY_MS = 20
const GIVE_UP_AFTER_MS = 60_000

/** Resolves to the condition's first truthy value; `what` completes "waited in vain for …". */
export async function waitFor(what, condition) {
  const giveUpAt = Date.now() + GIVE_UP_AFTER_MS
  for (;;) {
    const value = await condition()
    if (value) {
      return value
    }
    if (Date.now() > giveUpAt) {
      throw new Error(`waited in vain for ${what}`)
    }
    await pause(LOOK_EVERY_MS)
  }
}
