// The machine's processes: who has started whom, and signals to those that may have ended.

import { readdirSync, readFileSync } from "node:fs"

/** The processes whose parent this one is. */
export function childrenOf(pid) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === pid)
    .map(Number)
}

function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    // The name before it stands in parentheses and can hold anything.
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])
  } catch {
    return undefined // It has ended since.
  }
}

/** Sends a signal to a process that may have ended. */
export function signalIfThere(pid, signal) {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended.
  }
}
