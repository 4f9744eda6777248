// The folder of beacons beside an endpoint, the web server over it, and what can go wrong between commit and browser.

import { createHash } from "node:crypto"

export class BeaconFolder {
  /** How many files there are; channels share them. */
  buckets = 1_000
  prefix = "/beacons/"
  /** Whether the endpoint names them. */
  named = true
  /** What becomes of the next writes: "lost", "duplicated", or milliseconds that they are late. */
  mishaps = []
  /** What becomes of every write that has no mishap of its own. */
  mishap = null
  /** What the web server makes of a request: `{status, body}`, or "network", "hangs". */
  fault = null
  /** A CDN gives what it has for so long. */
  heldFor = 0
  requests = []
  #tokens = new Map()
  #cache = new Map()
  #written = 0
  /** A web server with a folder of its own: what it has. */
  #copy = null

  constructor(world) {
    this.world = world
  }

  /** All is well again. */
  mend() {
    Object.assign(this, { named: true, mishaps: [], mishap: null, fault: null, heldFor: 0 })
    this.rejoin()
  }

  /** @returns {string} address of the channel's file */
  of(channel) {
    const hash = createHash("sha256").update(channel).digest().readUInt32BE()
    return `${this.prefix}${hash % this.buckets}`
  }

  /** After a commit. */
  changed(channel) {
    const mishap = this.mishaps.shift() ?? this.mishap
    if (mishap === "lost") return
    this.world.setTimeout(() => this.write(this.of(channel)), Number(mishap) || 0)
    if (mishap === "duplicated") this.world.setTimeout(() => this.write(this.of(channel)), 5_000)
  }

  write(url) {
    this.#tokens.set(url, (++this.#written).toString(16).padStart(16, "0"))
  }

  /** What an answer says. */
  names(channels) {
    return this.named
      ? { beacons: Object.fromEntries(channels.map((name) => [this.of(name), this.#token(this.of(name))])) }
      : {}
  }

  /** From now on the web server serves another folder than PHP writes to. */
  part() {
    this.#copy = new Map(this.#tokens)
  }

  /** It is the same folder again. */
  rejoin() {
    this.#copy = null
  }

  /** @returns {{status: number, body: string} | "network" | "hangs"} */
  serve(url) {
    this.requests.push({ url, at: this.world.now })
    if (this.fault) return this.fault
    const held = this.#cache.get(url)
    if (held && this.world.now < held.until) return held.answer
    const answer = { status: 200, body: `${this.#token(url, this.#copy ?? this.#tokens)}\n` }
    this.#cache.set(url, { answer, until: this.world.now + this.heldFor })
    return answer
  }

  /** As all files are there from the beginning. */
  #token(url, tokens = this.#tokens) {
    return tokens.get(url) ?? "ffffffffffffffff"
  }
}
