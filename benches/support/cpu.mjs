// Processor time of the servers of a run, from /proc.

import { readdirSync, readFileSync, readlinkSync } from "node:fs"

// Linux tells its ticks in hundredths of a second, whatever its clock.
const TICKS = 100

/**
 * Seconds that these processes have used so far, by the beginning of their names.
 *
 * @param {string} folder that their masters were started in
 * @param {string[]} names
 * @returns {Record<string, number>}
 */
export function cpuSeconds(folder, names) {
  const all = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap(processOf)
  const masters = all.filter(({ pid }) => folderOf(pid).startsWith(folder)).map(({ pid }) => pid)
  const ours = all.filter(({ pid, parent }) => masters.includes(pid) || masters.includes(parent))
  const used = (name) => ours.filter((each) => each.name.startsWith(name)).reduce((sum, { ticks }) => sum + ticks, 0)
  return Object.fromEntries(names.map((name) => [name, used(name) / TICKS]))
}

function processOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1")
    const name = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"))
    // After the name: state, parent, …, the times in user and in system mode at places 12 and 13.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    return [{ pid, name, parent: fields[1], ticks: Number(fields[11]) + Number(fields[12]) }]
  } catch {
    // It has ended meanwhile.
    return []
  }
}

function folderOf(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ""
  }
}
