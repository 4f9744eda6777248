// What a run was measured on.

import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { availableParallelism, cpus, release } from "node:os"

const firstLine = (command, ...args) => execFileSync(command, args, { encoding: "utf8" }).split("\n")[0].trim()

/** One line: processor, cores, kernel, PHP. */
export function machine() {
  const cores = availableParallelism?.() ?? cpus().length
  return `${cpus()[0].model.trim()}, ${cores} cores, Linux ${release()}, ${firstLine("php", "-n", "-v").replace(/ \(.*/, "")}`
}

/** How busy the machine is with other work: figures of a busy machine are worth little. */
export function load() {
  return readFileSync("/proc/loadavg", "utf8").split(" ")[0]
}
