// A TCP proxy that does to connections what bad networks do: it delays and splits what it passes, so that connections
// overtake one another; it cuts them in the middle; it keeps them and swallows what they carry; it lets nobody in.

import { connect, createServer } from "node:net"
import { setTimeout as pause } from "node:timers/promises"

/**
 * What a network does; chances are for each piece of bytes.
 *
 * @typedef {{delayMs?: number, cut?: number, silent?: number, down?: boolean, random: () => number}} Trouble
 */

/** Starts a proxy on a free port of 127.0.0.1 to this port, and resolves to it once it listens. */
export function startProxy(targetPort) {
  return new Promise((resolve, reject) => {
    const pairs = new Set()
    /** @type {Trouble|null} */
    let trouble = null
    const server = createServer((client) => {
      if (trouble?.down) {
        client.destroy()
        return
      }
      const target = connect(targetPort, "127.0.0.1")
      const pair = { silent: false, sockets: [client, target] }
      pairs.add(pair)
      const end = () => {
        pairs.delete(pair)
        pair.sockets.forEach((socket) => socket.destroy())
      }
      for (const [from, to] of [pair.sockets, [target, client]]) {
        from.setNoDelay(true)
        from.on("error", end)
        from.on("close", end)
        pass(from, to, pair, () => trouble)
      }
    })
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const cut = () => pairs.forEach(({ sockets }) => sockets.forEach((socket) => socket.destroy()))
      resolve({
        port: server.address().port,
        /** Closes all connections. */
        cut,
        /** From now on this happens; a network that goes down cuts what there is. */
        begin(next) {
          trouble = next
          if (next.down) cut()
        },
        /** All is well for new connections; those that fell silent stay so until somebody gives them up. */
        end: () => (trouble = null)
      })
    })
  })
}

/** Passes bytes on, piece after piece, in their order. */
function pass(from, to, pair, trouble) {
  let before = Promise.resolve()
  from.on("data", (bytes) => {
    before = before.then(() => deliver(bytes, to, pair, trouble()))
  })
  from.on("end", () => before.then(() => to.end()))
}

async function deliver(bytes, to, pair, trouble) {
  if (trouble === null) {
    if (!pair.silent) to.write(bytes)
    return
  }
  const { delayMs = 0, cut = 0, silent = 0, random } = trouble
  const middle = Math.floor(random() * bytes.length)
  for (const piece of [bytes.subarray(0, middle), bytes.subarray(middle)]) {
    if (delayMs > 0) await pause(random() * delayMs)
    pair.silent ||= random() < silent
    if (pair.silent || to.destroyed) return
    if (random() < cut) {
      pair.sockets.forEach((socket) => socket.destroy())
      return
    }
    if (piece.length > 0) to.write(piece)
  }
}
