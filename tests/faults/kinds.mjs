// The kinds of faults. Faults of one group follow one another, those of different groups may meet.

import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"

import { holdLock } from "../support/lock.mjs"
import { closeBeacons, deleteBeacons, fillBeaconsWithNoise } from "./beacons.mjs"
import { fillDisk, makeReadOnly } from "./disk.mjs"
import { signalIfThere } from "./processes.mjs"
import { closeSharedFolder, deleteSharedFiles, fillSharedFilesWithNoise } from "./shared_memory.mjs"
import { WITH_BEACONS } from "./stage.mjs"

const SERVERS = ["mariadb", "postgresql"]
const BETWEEN_KILLS_MS = 300
const LATE_MS = 60

/**
 * One kind of fault.
 *
 * @typedef {object} Kind
 * @property {string} group
 * @property {string[]} [databases] those that it makes sense for; by default all
 * @property {boolean} [restarts] whether the database's processes start anew
 * @property {boolean} [movesClock]
 * @property {(stage: object, workload: object, random: () => number) => any} begin begins it and returns (or resolves to)
 *   what ends it
 */

/** @type {Object<string, Kind>} */
export const KINDS = {
  "worker-killed": {
    group: "web",
    begin: (stage, _, random) => againAndAgain(random, () => killWorker(stage, random))
  },
  "worker-frozen": {
    group: "web",
    begin(stage, _, random) {
      const pid = pick(stage.workers(), random) ?? stage.fpmPid
      signalIfThere(pid, "SIGSTOP")
      return () => signalIfThere(pid, "SIGCONT")
    }
  },
  "fpm-reloaded": {
    group: "web",
    begin(stage) {
      process.kill(stage.fpmPid, "SIGUSR2")
      return nothing
    }
  },
  "emitter-killed": {
    group: "emitters",
    begin: (_, { emitters }, random) => againAndAgain(random, () => pick(emitters, random).kill())
  },
  "emitter-frozen": {
    group: "emitters",
    begin: (_, { emitters }, random) => pick(emitters, random).freeze()
  },
  "cleanup-killed": {
    group: "emitters",
    begin: (_, { cleaner }, random) => againAndAgain(random, () => cleaner.kill())
  },
  "database-killed": {
    group: "database",
    databases: SERVERS,
    restarts: true,
    async begin({ server }) {
      await server.kill()
      return () => void server.start()
    }
  },
  "database-restarted": {
    group: "database",
    databases: SERVERS,
    restarts: true,
    async begin({ server }) {
      await server.stop()
      return () => void server.start()
    }
  },
  "database-frozen": {
    group: "database",
    databases: SERVERS,
    begin: ({ server }) => server.freeze()
  },
  "out-of-connections": {
    group: "database",
    databases: SERVERS,
    async begin({ server, queries }) {
      const letGo = await server.takeAllConnections()
      // Who has a connection loses it, and finds that others were quicker.
      queries.cut()
      return letGo
    }
  },
  "rows-locked": {
    group: "database",
    async begin({ server, disk }) {
      if (!server) return holdLock(join(disk, "log.sqlite"))
      return server.hold("BEGIN", "SELECT * FROM nosocket_channels FOR UPDATE")
    }
  },
  "read-only": {
    group: "database",
    async begin(stage, workload, random) {
      const end = await makeReadOnly(stage)
      // Who has an SQLite file open does not notice: a new worker and a new emitter do.
      killWorker(stage, random)
      await pick(workload.emitters, random).kill()
      return end
    }
  },
  // A server that meets a full disk may end, and is started again.
  "disk-full": { group: "database", restarts: true, begin: fillDisk },
  ...networkKinds("queries", "queries", SERVERS),
  ...networkKinds("answers", "browsers"),
  "clock-forward": { group: "clock", movesClock: true, begin: (stage, _, random) => moveClock(stage, 1, random) },
  "clock-backward": { group: "clock", movesClock: true, begin: (stage, _, random) => moveClock(stage, -1, random) },
  "shared-memory-deleted": { group: "files", begin: (_, __, random) => againAndAgain(random, deleteSharedFiles) },
  "shared-memory-noise": {
    group: "files",
    begin: (_, __, random) => againAndAgain(random, () => fillSharedFilesWithNoise(random))
  },
  "shared-memory-unreadable": { group: "files", begin: closeSharedFolder },
  "beacons-unwritable": { group: "beacons", databases: [WITH_BEACONS], begin: closeBeacons },
  "beacons-deleted": {
    group: "beacons",
    databases: [WITH_BEACONS],
    begin: (stage, _, random) => againAndAgain(random, () => deleteBeacons(stage))
  },
  "beacons-noise": {
    group: "beacons",
    databases: [WITH_BEACONS],
    begin: (stage, _, random) => againAndAgain(random, () => fillBeaconsWithNoise(stage, random))
  }
}

/** The kinds that make sense for a database, of those asked for. */
export function kindsFor(database, wanted = Object.keys(KINDS)) {
  const unknown = wanted.filter((kind) => !KINDS[kind])
  if (unknown.length > 0) {
    throw new Error(`no such kind of fault: ${unknown.join(", ")}; there are: ${Object.keys(KINDS).join(", ")}`)
  }
  return wanted.filter((kind) => KINDS[kind].databases?.includes(database) ?? true)
}

/** What happens to the connections that pass one of the stage's proxies. */
function networkKinds(name, proxy, databases) {
  const kind = (trouble) => ({
    group: name,
    databases,
    begin(stage, _, random) {
      stage[proxy].begin({ random, ...trouble })
      return () => stage[proxy].end()
    }
  })
  return {
    [`${name}-late`]: kind({ delayMs: LATE_MS }),
    [`${name}-cut`]: kind({ cut: 0.03 }),
    [`${name}-swallowed`]: kind({ silent: 0.01 }),
    [`${name}-refused`]: kind({ down: true })
  }
}

function killWorker(stage, random) {
  const pid = pick(stage.workers(), random)
  // Between a reload's old workers and its new ones there is none.
  if (pid === undefined) return
  stage.killedWorkers.add(pid)
  signalIfThere(pid, "SIGKILL")
}

function moveClock(stage, direction, random) {
  // A correction, more than a grant's leeway, more than an event is kept.
  stage.setClock(direction * pick([5, 90, 7200], random))
  return () => stage.setClock(0)
}

/** Does something at random moments until it is told to end, and once at least. */
async function againAndAgain(random, work) {
  let running = true
  const done = (async () => {
    while (running) {
      await work()
      await pause(random() * BETWEEN_KILLS_MS)
    }
  })()
  return () => {
    running = false
    return done
  }
}

function pick(list, random) {
  return list[Math.floor(random() * list.length)]
}

function nothing() {}
