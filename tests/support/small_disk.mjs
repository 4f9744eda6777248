// A disk of a megabyte that only one program sees: a tmpfs in a mount namespace of its own.

import { run } from "./process.mjs"

/** Runs a command with this folder being the small disk; what is written there is gone afterwards. */
export function runOnSmallDisk(folder, command, args) {
  // Who is not root becomes so in a user namespace, which mounting needs.
  const namespace = process.getuid() === 0 ? ["--mount"] : ["--mount", "--user", "--map-root-user"]
  const mounted = 'mount -t tmpfs -o size=1m tmpfs "$0" && exec "$@"'
  return run("unshare", [...namespace, "sh", "-c", mounted, folder, command, ...args])
}
