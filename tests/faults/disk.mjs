// What becomes of a database's disk: full, or not to be written.

import { chmodSync, closeSync, existsSync, openSync, readdirSync, rmSync, statSync, writeSync } from "node:fs"
import { join } from "node:path"

/** Takes all the room that the disk has left; returns what gives it back. */
export function fillDisk({ disk }) {
  const ballast = join(disk, "ballast")
  const file = openSync(ballast, "w")
  for (let size = 2 ** 20; size >= 2 ** 9; ) {
    try {
      if (writeSync(file, Buffer.alloc(size)) < size) size /= 2
    } catch {
      size /= 2
    }
  }
  closeSync(file)
  return () => rmSync(ballast)
}

/** Lets a database be read only; returns what lets it be written again. */
export function makeReadOnly({ database, server, disk }) {
  if (server) return READ_ONLY_SERVERS[database](server)
  const files = readdirSync(disk).filter((name) => name.startsWith("log.sqlite"))
  const paths = [...files.map((name) => join(disk, name)), disk]
  const modes = paths.map((path) => statSync(path).mode)
  paths.forEach((path, index) => chmodSync(path, modes[index] & 0o555))
  return () => paths.forEach((path, index) => existsSync(path) && chmodSync(path, modes[index]))
}

const READ_ONLY_SERVERS = {
  async mariadb(server) {
    await server.administer("SET GLOBAL read_only = 1")
    return () => server.administer("SET GLOBAL read_only = 0")
  },
  async postgresql(server) {
    const set = (value) => [
      "SET default_transaction_read_only = off",
      `ALTER SYSTEM SET default_transaction_read_only = ${value}`,
      "SELECT pg_reload_conf()"
    ]
    await server.administer(...set("on"))
    return () => server.administer(...set("off"))
  }
}
