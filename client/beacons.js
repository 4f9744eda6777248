// @ts-check
// When a poll is worth while, by the beacons: checked often, because they cost the server no PHP. They decide nothing
// else, so that a lost, late or wrong one costs time and never an event.

import { namedBeacons, readBeacon } from "./beacon.js"
import { Tokens } from "./tokens.js"
import { Trust } from "./trust.js"

// Ten files every 2 s are five requests a second; a browser that needs more is better off with one poll for all.
const MAX_FILES = 10
const CHECK_LIMIT = 5_000
// For each poll that brought nothing the checks are twice as far apart, until as much time has passed: then other
// channels in our files cause no more polls than there would be without beacons.
const FORGET_FOREIGN = 30_000
const MAX_FOREIGN = 4
// The share of the safety interval over which those browsers' polls spread that have all polled at the same event.
const SPREAD = 0.25

/**
 * What `nosocket.beacons` carries.
 *
 * @typedef {object} BeaconReport
 * @property {"off" | "trying" | "watched" | "failed"} state `off`: the server names none, or too many; `trying`:
 *   checked beside ordinary polls; `watched`: polls only on change, and at the safety interval; `failed`: ordinary
 *   polls, and another try later
 * @property {number} files
 * @property {string} reason for people; empty where there is nothing to say
 */

/**
 * What the answers of one poll say.
 *
 * @typedef {object} Round
 * @property {Map<string, string> | null} named null: not all answers name beacons
 * @property {string[]} channels that were asked for
 * @property {string[]} moved those of them in which something has happened since the poll before
 * @property {boolean} announced whether a beacon was the reason
 */

export class Beacons {
  #tokens = new Tokens()
  #watching = false
  /** A file has changed since the last poll was sent. */
  #news = false
  /** @type {Round} */
  #round = { named: null, channels: [], moved: [], announced: false }
  /** @type {string[]} channels whose beacons are known */
  #covered = []
  /** @type {unknown} */
  #timer = null
  /** @type {AbortController | null} the check under way */
  #check = null
  #checkedAt = -Infinity
  /** When the files said that there is nothing new: as good as a poll. */
  #quietAt = -Infinity
  #foreign = 0
  #foreignAt = 0
  #spread = 1
  #told = ""
  #options
  #trust
  #context

  /**
   * @param {object} context
   * @param {import("./options.js").Settings} context.settings
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {import("./storage.js").Memory} context.memory
   * @param {import("./cadence.js").Cadence} context.cadence
   * @param {() => boolean} context.paused whether no poll could follow
   * @param {() => void} context.onDue the next poll may be due at another time
   * @param {(report: BeaconReport) => void} context.onBeacons
   */
  constructor(context) {
    this.#context = context
    this.#options = context.settings.beacons
    this.#trust = new Trust(context)
  }

  /** Whether the poll under way names beacons that can be used: then another tab can't go on where this one was. */
  get offered() {
    return this.#round.named !== null && this.#trust.possible
  }

  /**
   * @param {number} polledAt
   * @returns {number} when the next poll is due, unless something else asks for one earlier
   */
  due(polledAt) {
    const { floor, interval } = this.#context.cadence
    if (this.#news) return polledAt + floor
    if (!this.#options || !this.#trust.given) return Math.max(polledAt, this.#quietAt) + interval
    return polledAt + Math.max(this.#options.safetyInterval * this.#spread, interval)
  }

  /**
   * Whether they tell of all these channels, as long as polls wait for them.
   *
   * @param {string[]} channels
   */
  cover(channels) {
    return !this.#watching || channels.every((channel) => this.#covered.includes(channel))
  }

  /** A poll is sent. */
  asking() {
    this.#round = { named: new Map(), channels: [], moved: [], announced: this.#news }
    this.#tokens.asking()
  }

  /**
   * One of the poll's answers. Of a file that several of them name the first token counts: it is the oldest.
   *
   * @param {string[]} channels that were asked for
   * @param {string[]} moved those of them in which something has happened since the last answer
   * @param {any} beacons what the answer names
   */
  answered(channels, moved, beacons) {
    const { settings, adapters } = this.#context
    const round = this.#round
    const named = this.#options ? namedBeacons(beacons, settings.endpoint, adapters.page()) : null
    round.named = named && round.named && new Map([...named, ...round.named])
    round.channels.push(...channels)
    round.moved.push(...moved)
  }

  /**
   * The poll is over.
   *
   * @param {boolean} answered it has brought all that there was
   * @param {string[]} needed channels, by now
   */
  settle(answered, needed) {
    const { named, channels, moved, announced } = this.#round
    const complete = answered && needed.every((channel) => channels.includes(channel))
    const { now, random } = this.#context.adapters
    const unannounced = this.#watching && moved.some((channel) => this.#covered.includes(channel))
    this.#news = false
    if (!complete || !named || named.size > MAX_FILES) {
      this.stop()
      const reason = named ? `${named.size} files, more than ${MAX_FILES}` : "not named"
      if (complete && (named || this.#told)) this.#tell("off", reason)
      return
    }
    if (this.#tokens.name(named, now())) this.#trust.explain()
    else if (unannounced) this.#trust.doubt()
    if (announced) this.#learn(moved.length > 0)
    this.#covered = channels
    this.#news = this.#tokens.news
    this.#spread = 1 - SPREAD * random()
    if (!this.#trust.possible) return
    if (!this.#tokens.known) this.#trust.suspend()
    this.#watching = true
    this.#checkedAt = now()
    this.#tellState()
    this.hasten()
  }

  /** The interval may have become shorter, or a pause has begun or ended. */
  hasten() {
    const { adapters, paused } = this.#context
    adapters.clearTimeout(this.#timer)
    if (paused()) return this.#endCheck()
    if (!this.#watching || this.#news || this.#check) return
    const wait = this.#checkedAt + this.#interval - adapters.now()
    this.#timer = adapters.setTimeout(() => this.#look(), Math.max(0, wait))
  }

  stop() {
    this.#watching = false
    this.#trust.suspend()
    this.#context.adapters.clearTimeout(this.#timer)
    this.#endCheck()
  }

  #endCheck() {
    const check = this.#check
    this.#check = null
    check?.abort()
  }

  /** Never longer than from one ordinary poll to the next. */
  get #interval() {
    const { settings, adapters, cadence } = this.#context
    const { interval = 0, hiddenInterval = 0 } = this.#options || {}
    const apart = (adapters.visible() ? interval : hiddenInterval) * 2 ** this.#foreignLately
    return Math.min(apart, cadence.interval) * (1 - settings.jitterRatio * adapters.random())
  }

  get #foreignLately() {
    return Math.max(0, this.#foreign - (this.#context.adapters.now() - this.#foreignAt) / FORGET_FOREIGN)
  }

  /** @param {boolean} useful whether the poll that a beacon has caused brought something */
  #learn(useful) {
    if (useful) return this.#trust.prove()
    this.#foreign = Math.min(MAX_FOREIGN, this.#foreignLately + 1)
    this.#foreignAt = this.#context.adapters.now()
  }

  async #look() {
    const { adapters, onDue } = this.#context
    const startedAt = (this.#checkedAt = adapters.now())
    const check = (this.#check = new AbortController())
    const timer = adapters.setTimeout(() => check.abort(new Error("no answer in time")), CHECK_LIMIT)
    const read = async (/** @type {string} */ url) => {
      this.#tokens.saw(url, await readBeacon(url, check.signal, adapters))
    }
    let failure = ""
    try {
      await Promise.all(this.#tokens.urls.map(read))
    } catch (error) {
      failure = String(Object(error).message)
    }
    adapters.clearTimeout(timer)
    if (this.#check !== check) return
    this.#endCheck()
    this.#judge(startedAt, failure)
    onDue()
    this.hasten()
  }

  /**
   * @param {number} startedAt
   * @param {string} failure empty: all files could be read
   */
  #judge(startedAt, failure) {
    const quiet = !this.#tokens.news
    if (!failure && !quiet) this.#trust.explain()
    const stale = !failure && !this.#trust.checked(startedAt, this.#tokens.lateSince)
    this.#news = !quiet
    if (failure || stale) return this.#fall(failure || "stale", stale)
    // One may have been named meanwhile.
    if (!this.#tokens.known) this.#trust.suspend()
    if (quiet && this.#trust.given) this.#quietAt = startedAt
    this.#tellState()
  }

  /**
   * Back to ordinary polls: the first no later than if a poll had been made instead of the last good check, and not in
   * all browsers at the same moment.
   *
   * @param {string} reason
   * @param {boolean} stale then no check was good
   */
  #fall(reason, stale) {
    const { adapters, cadence } = this.#context
    this.#quietAt -= stale ? Infinity : cadence.interval * adapters.random()
    this.stop()
    this.#trust.fall(stale)
    this.#tell("failed", reason)
  }

  #tellState() {
    this.#tell(this.#trust.given ? "watched" : "trying", "")
  }

  /**
   * @param {BeaconReport["state"]} state
   * @param {string} reason
   */
  #tell(state, reason) {
    const report = { state, files: this.#tokens.urls.length, reason }
    const told = JSON.stringify(report)
    if (told !== this.#told) this.#context.onBeacons(report)
    this.#told = told
  }
}
