// A database server of one stage: it can be killed, stopped, frozen and started again on the same port and data, and is
// started again when it ends by itself, as a machine's service manager does.

import { execFileSync } from "node:child_process"
import { chmodSync, mkdirSync, openSync } from "node:fs"
import { setTimeout as pause } from "node:timers/promises"

import { firstLine } from "../support/lock.mjs"
import { root } from "../support/paths.mjs"
import { PHP, phpArguments } from "../support/php.mjs"
import { freePort } from "../support/port.mjs"
import { run, start } from "../support/process.mjs"
import { waitFor } from "../support/wait.mjs"
import { childrenOf, signalIfThere } from "./processes.mjs"
import { SERVER_KINDS, USER } from "./server_kinds.mjs"

const START_AGAIN_AFTER_MS = 100

/** Makes and starts one with its data in this folder, and resolves once it serves. */
export async function startDatabaseServer(database, folder, logFile) {
  const server = new DatabaseServer(SERVER_KINDS[database], folder, logFile, await freePort())
  await server.make()
  return server
}

class DatabaseServer {
  user = USER
  #kind
  #folder
  #logFile
  #command
  #process
  #shallRun = false

  constructor(kind, folder, logFile, port) {
    this.#kind = kind
    this.#folder = folder
    this.#logFile = logFile
    this.port = port
  }

  async make() {
    mkdirSync(this.#folder, { recursive: true })
    chmodSync(this.#folder, 0o755)
    if (this.#kind.user) execFileSync("chown", [this.#kind.user, this.#folder])
    this.#command = this.#asUser(this.#kind.run())
    const [program, ...args] = this.#asUser(this.#kind.make())
    const made = await run(program, args, { cwd: this.#folder })
    if (made.code !== 0) throw new Error(`a database could not be made: ${made.stdout}${made.stderr}`)
    this.start()
    await waitFor(`the server in ${this.#folder}`, () => this.#tryStatements(this.#kind.prepare))
  }

  #asUser(command) {
    const filled = command.map((part) => this.#fill(part))
    const { user } = this.#kind
    return user ? ["setpriv", `--reuid=${user}`, `--regid=${user}`, "--clear-groups", ...filled] : filled
  }

  #fill(text) {
    return text.replaceAll("{port}", this.port).replaceAll("{folder}", this.#folder)
  }

  /** The DSN, with this port in place of the server's own where a proxy stands before it. */
  dsn(port = this.port) {
    return this.#kind.dsn.replace("{port}", port)
  }

  /** Keeps it running from now on. */
  async start() {
    this.#shallRun = true
    while (this.#shallRun) {
      const log = openSync(this.#logFile, "a")
      const [program, ...args] = this.#command
      this.#process = start(program, args, { cwd: this.#folder, stdio: ["ignore", log, log] })
      await this.#process.exited
      await pause(START_AGAIN_AFTER_MS)
    }
  }

  /** Ends it as `kill -9` does. */
  kill() {
    return this.#end("SIGKILL")
  }

  /** Ends it in good order. */
  stop() {
    return this.#end(this.#kind.stopSignal)
  }

  #end(signal) {
    this.#shallRun = false
    this.#process.kill(signal)
    return this.#process.exited
  }

  /** Stops all its processes in what they do, and returns what lets them go on. */
  freeze() {
    const frozen = [this.#process.pid, ...childrenOf(this.#process.pid)]
    frozen.forEach((pid) => signalIfThere(pid, "SIGSTOP"))
    return () => frozen.forEach((pid) => signalIfThere(pid, "SIGCONT"))
  }

  /** Carries out an administrator's statements, and resolves to whether they could be. */
  async #tryStatements(statements) {
    const ended = await run(PHP, [...this.#php("hold.php"), ...this.#as(this.#kind.administrator), ...statements])
    return ended.code === 0
  }

  /** Carries out an administrator's statements as soon as the server can. */
  administer(...statements) {
    return waitFor(`the server to carry out ${statements}`, () => this.#tryStatements(statements))
  }

  /** Carries out the application's statements and keeps the connection; returns what closes it. */
  hold(...statements) {
    return this.#keep("hold.php", statements)
  }

  /** Takes all connections that an application can have; returns what lets them go. */
  takeAllConnections() {
    return this.#keep("hold_connections.php", [])
  }

  async #keep(program, statements) {
    const owner = this.#as({ user: USER, dsn: this.#kind.dsn })
    const holder = start(PHP, [...this.#php(program), ...owner, ...statements], { stdio: ["pipe", "pipe", "ignore"] })
    await firstLine(holder, "held").catch(() => {}) // The server is not there: there is nothing to hold.
    return () => {
      holder.stdin.on("error", () => {}).end()
      return holder.exited
    }
  }

  #php(program) {
    return [...phpArguments({}, null, this.#kind.modules), `${root}/tests/faults/php/${program}`]
  }

  #as({ user, dsn }) {
    return [this.#fill(dsn), user]
  }
}
