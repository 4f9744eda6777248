// The beacons' folder, and what may happen to it while it is in use.

import { chmodSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/** Lets nobody make or rename files in the folder; returns what lets them again. */
export function closeBeacons({ beacons }) {
  chmodSync(beacons, 0o555)
  return () => chmodSync(beacons, 0o755)
}

export function deleteBeacons({ beacons }) {
  files(beacons).forEach((path) => rmSync(path, { force: true }))
}

/** Writes anything into the files, where they are. */
export function fillBeaconsWithNoise({ beacons }, random) {
  for (const path of files(beacons)) {
    writeFileSync(
      path,
      Buffer.alloc(Math.floor(random() * 40)).map(() => random() * 256)
    )
  }
}

function files(folder) {
  return readdirSync(folder).map((name) => join(folder, name))
}
