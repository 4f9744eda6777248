// Another process that holds a database's write lock, as a long transaction of the application would.

import { phpProgram } from "./paths.mjs"
import { startPhp } from "./php.mjs"

/** Resolves once the lock is held, to a function that ends the transaction. */
export async function holdLock(path) {
  const holder = startPhp(phpProgram("hold_lock.php"), {
    loaded: null,
    args: [path],
    stdio: ["pipe", "pipe", "inherit"]
  })
  await firstLine(holder, "locked")
  return async () => {
    holder.stdin.end()
    await holder.exited
  }
}

/** Resolves when the program has printed this line; rejects if it ends without. */
export function firstLine(child, expected) {
  return new Promise((resolve, reject) => {
    let printed = ""
    child.stdout.on("data", (chunk) => {
      printed += chunk
      if (printed.split("\n").includes(expected)) {
        resolve()
      }
    })
    child.exited.then(() => reject(new Error(`it ended before it printed "${expected}": ${printed}`)), reject)
  })
}
