// Who emits: PHP on the command line, which can be killed and frozen, and PHP in the web server. Each keeps a record of
// what was acknowledged, refused, or is known to nobody.

import { createInterface } from "node:readline"
import { setTimeout as pause } from "node:timers/promises"

import { root } from "../support/paths.mjs"
import { startPhp } from "../support/php.mjs"
import { kill } from "../support/process.mjs"
import { ask } from "./ask.mjs"
import { signalIfThere } from "./processes.mjs"

/** What PHP's log gets of a beacon that could not be written; the emit is well. */
const BEACON_WARNING = /^NoSocket: beacons: .* cannot be written: .*\n$/

const PAUSE_MS = 30
const BATCH = 4
const EVERY = 3
const TTL_SECONDS = 3600

/** What all kinds of emitters share: the record, and since when the last emit that succeeded was tried. */
class Emitter {
  /** @type {import("./checker.mjs").Emit[]} */
  emits = []
  lastSuccessBegan = 0

  constructor(name) {
    this.name = name
  }

  /** Notes an emit that is tried now; whoever knows more later says so by `settle`. */
  try(events) {
    const emit = { emitter: this.name, outcome: "unknown", events, began: performance.now() }
    this.emits.push(emit)
    return emit
  }

  settle(emit, { outcome, positions }) {
    emit.outcome = outcome
    if (outcome === "acknowledged") {
      emit.events.forEach((event, index) => (event.position = positions[index]))
      this.lastSuccessBegan = emit.began
    }
  }
}

/** A PHP process that emits for ever. With `expiring`, its events last a second, and it cleans up after each batch. */
export class CommandLineEmitter extends Emitter {
  complaints = []
  #lives = 0
  #child
  #read
  #replaced = Promise.resolve()

  constructor(name, { channels, log, env, expiring = false }) {
    super(name)
    const batch = expiring
      ? { batch: 20, every: 1, ttl: 1, cleanup: true, pauseUs: 150_000 }
      : { batch: BATCH, every: EVERY, ttl: TTL_SECONDS, cleanup: false, pauseUs: PAUSE_MS * 1_000 }
    this.plan = { channels, ...batch }
    this.log = log
    this.env = env
    this.#start()
  }

  #start() {
    const label = `${this.name}.${this.#lives++}`
    this.#child = startPhp(`${root}/tests/faults/php/emitter.php`, {
      args: [JSON.stringify(this.log), JSON.stringify({ ...this.plan, label })],
      stdio: ["pipe", "pipe", "pipe"],
      env: this.env
    })
    this.#child.stdin.on("error", () => {})
    this.#child.stderr.on("data", (text) => {
      if (!BEACON_WARNING.test(text)) this.complaints.push(`${label} wrote: ${text}`)
    })
    this.#read = this.#record(this.#child.stdout)
  }

  async #record(output) {
    let emit
    for await (const line of createInterface({ input: output })) {
      const said = parse(line)
      if (said?.trying) emit = this.try(said.trying)
      else if (said) this.settle(emit, said)
    }
  }

  /** Kills it wherever it is, and starts another in its place; once at a time. */
  kill() {
    this.#replaced = this.#replaced.then(async () => {
      this.#noteEnd()
      await kill(this.#child)
      await this.#read
      this.#start()
    })
    return this.#replaced
  }

  /** Stops it in the middle of what it does, until it is told to go on. */
  freeze() {
    const { pid } = this.#child
    signalIfThere(pid, "SIGSTOP")
    return () => signalIfThere(pid, "SIGCONT")
  }

  /** Lets it end what it does. */
  async stop() {
    this.#noteEnd()
    this.#child.stdin.end()
    const { code, signal } = await this.#child.exited
    await this.#read
    if (code !== 0) this.complaints.push(`the emitter ${this.name} ended with ${code ?? signal}`)
  }

  #noteEnd() {
    const how = this.#child.exitCode ?? this.#child.signalCode
    if (how !== null) this.complaints.push(`the emitter ${this.name} ended by itself with ${how}`)
  }
}

/** Emits through the web server, one request after the other. */
export class WebEmitter extends Emitter {
  complaints = []
  #stopped = false
  #done

  constructor(name, { channels, url, random }) {
    super(name)
    this.channels = channels
    this.url = url
    this.#done = this.#run(random)
  }

  async #run(random) {
    for (let n = 1; !this.#stopped; n++) {
      const events = Array.from({ length: n % EVERY === 0 ? BATCH : 1 }, (_, index) => {
        const channel = this.channels[Math.floor(random() * this.channels.length)]
        return { channel, token: `${this.name}-${n}-${index}` }
      })
      await this.#emit(events, random)
      await pause(random() * 2 * PAUSE_MS)
    }
  }

  async #emit(events, random) {
    const emit = this.try(events)
    const body = events.map((event) => ({ ...event, ttl: TTL_SECONDS, padding: Math.floor(random() * 700) }))
    try {
      const { json } = await ask(this.url, JSON.stringify(body))
      if (json?.outcome) this.settle(emit, json)
    } catch {
      // No answer: it stays unknown.
    }
  }

  stop() {
    this.#stopped = true
    return this.#done
  }
}

function parse(line) {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // The last line of a process that was killed.
  }
}
