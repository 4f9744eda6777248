// Child processes that never outlive the test: each leads a group of its own, and the whole group is killed at the end.

import { spawn } from "node:child_process"
import { text } from "node:stream/consumers"
import { after } from "node:test"

const groups = new Set()

// After the file's last test, also a failed one; and when the file itself is ended.
after(() => groups.forEach(killGroup))
process.on("exit", () => groups.forEach(killGroup))
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => process.exit(1))
}

/** Starts a program. `exited` resolves to {code, signal} when it has ended. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { detached: true, ...options })
  const exited = new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("close", (code, signal) => {
      groups.delete(child.pid)
      resolve({ code, signal })
    })
  })
  // Whoever awaits it sees the error; who does not must not be killed by it.
  exited.catch(() => {})
  groups.add(child.pid)
  return Object.assign(child, { exited })
}

/** Runs a program to its end and resolves to {code, signal, stdout, stderr}. */
export async function run(command, args, { input = "", ...options } = {}) {
  const child = start(command, args, options)
  // A program that ends without reading its input is no fault of the test.
  child.stdin.on("error", () => {})
  child.stdin.end(input)
  const [ended, stdout, stderr] = await Promise.all([child.exited, text(child.stdout), text(child.stderr)])
  return { ...ended, stdout, stderr }
}

/** Asks a program to end, and resolves when it has. */
export async function stop(child, signal = "SIGTERM") {
  child.kill(signal)
  return child.exited
}

/** Kills a program and its children at once, as `kill -9` does. */
export async function kill(child) {
  killGroup(child.pid)
  return child.exited
}

function killGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL")
  } catch {
    // It has ended already.
  }
}
