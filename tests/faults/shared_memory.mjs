// The files that PHP's workers share in memory, and what may happen to them while they are in use.

import { chmodSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const FOLDER = "/dev/shm"

export function deleteSharedFiles() {
  sharedFiles().forEach((path) => rmSync(path, { force: true }))
}

/** Writes over the files where they are, as somebody does who has mapped them too. */
export function fillSharedFilesWithNoise(random) {
  for (const path of sharedFiles()) {
    const { mode, size } = statSync(path)
    // An earlier fault may have closed it to everybody who has not mapped it.
    chmodSync(path, 0o600)
    writeFileSync(
      path,
      Buffer.alloc(size).map(() => random() * 256),
      { flag: "r+" }
    )
    chmodSync(path, mode)
  }
}

/** Also for those who find none and want to make one; returns what lets them again. */
export function closeSharedFolder() {
  const { mode } = statSync(FOLDER)
  sharedFiles().forEach((path) => chmodSync(path, 0))
  chmodSync(FOLDER, 0o555)
  return () => chmodSync(FOLDER, mode)
}

/** All of ours: the folder is this run's own. */
function sharedFiles() {
  return readdirSync(FOLDER)
    .filter((name) => name.startsWith("nosocket-"))
    .map((name) => join(FOLDER, name))
}
