// @ts-check
// When a poll is worth while, by the beacons: checked often, because they cost the server no PHP. They decide nothing
// else, so that a lost, late or wrong one costs time and never an event.

import { namedBeacons, readBeacon } from "./beacon.js"
import { BEACONS } from "./options.js"
import { Tokens } from "./tokens.js"
import { Trust } from "./trust.js"

// Ten files every 2 s are five requests a second; a browser that needs more is better off with one poll for all.
const MAX_FILES = 10
// For each poll that brought nothing the checks are twice as far apart, until as much time has passed: then other
// channels in our files cause no more polls than there would be without beacons.
const FORGET_FOREIGN = 30_000
const MAX_FOREIGN = 120_000
// The share of the safety interval over which those browsers' polls spread that have all polled at the same event.
const SPREAD = 0.25

/**
 * What `nosocket.beacons` carries.
 *
 * @typedef {object} BeaconReport
 * @property {boolean} watched polls come only on change, and at the safety interval
 * @property {number} files
 * @property {string} reason why they are not watched, for people
 */

/** @typedef {import("./page.js").Page} Page */

/**
 * What the answers of one poll say.
 *
 * @typedef {object} Round
 * @property {Map<string, string> | null} named null: not all answers name beacons
 * @property {string[]} channels that were asked for
 * @property {Page[]} moved of those in which something has happened since the poll before
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
  #covers = (/** @type {{channel: string}} */ { channel }) => this.#covered.includes(channel)
  /** @type {unknown} */
  #timer = null
  /** @type {AbortController | null} the check under way */
  #check = null
  #checkedAt = -Infinity
  /** When the files said that there is nothing new: as good as a poll. */
  #quietAt = -Infinity
  /** Until when other channels' changes keep the checks apart. */
  #foreignUntil = 0
  #spread = 1
  #told = ""
  #adapters
  #options
  #trust
  #context

  /**
   * @param {object} context
   * @param {import("./options.js").Settings} context.settings
   * @param {import("./adapters.js").Adapters} context.adapters
   * @param {import("./storage.js").Memory} context.memory
   * @param {import("./cadence.js").Cadence} context.cadence
   * @param {() => import("./merge.js").Need[]} context.needs of all tabs
   * @param {() => boolean} context.paused whether no poll could follow
   * @param {() => void} context.onDue the next poll may be due at another time
   * @param {(report: BeaconReport) => void} context.onBeacons
   */
  constructor(context) {
    this.#context = context
    this.#adapters = context.adapters
    this.#options = context.settings.beacons || BEACONS
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
    const { cadence, needs } = this.#context
    const { floor, interval } = cadence
    if (this.#news) return polledAt + floor
    if (!this.#watching) return Math.max(polledAt, this.#quietAt) + interval
    if (!needs().every(this.#covers) || !this.#trust.given) return polledAt + interval
    return polledAt + Math.max(this.#options.safetyInterval * this.#spread, interval)
  }

  /** A poll is sent. */
  asking() {
    this.#round = { named: new Map(), channels: [], moved: [], announced: this.#news }
    this.#tokens.asking()
  }

  /**
   * One of the poll's answers. Of a file that several of them name the first token counts: it is the oldest.
   *
   * @param {Page[]} pages
   * @param {Page[]} moved those of channels in which something has happened since the last answer
   * @param {any} beacons what the answer names
   */
  answered(pages, moved, beacons) {
    const { settings } = this.#context
    const round = this.#round
    const named = settings.beacons && namedBeacons(beacons, settings.endpoint)
    round.named = named && round.named ? new Map([...named, ...round.named]) : null
    round.channels.push(...pages.map(({ channel }) => channel))
    round.moved.push(...moved)
  }

  /** The poll has brought all that there was. */
  settle() {
    const { named, channels, moved, announced } = this.#round
    const now = this.#adapters.now()
    if (!named || named.size > MAX_FILES) {
      this.stop()
      if (named || this.#told) this.#tell(named ? "too many" : "not named")
      return
    }
    const unannounced = this.#watching && moved.some(this.#covers)
    this.#trust.answered(this.#tokens.name(named), unannounced)
    this.#covered = channels
    this.#spread = 1 - SPREAD * this.#adapters.random()
    if (announced && moved[0]) this.#trust.prove()
    else if (announced) {
      this.#foreignUntil = Math.min(Math.max(now, this.#foreignUntil) + FORGET_FOREIGN, now + MAX_FOREIGN)
    }
    this.#news = this.#tokens.shown.has("new")
    if (!this.#trust.possible) return
    this.#watching = true
    this.#checkedAt = now
    this.#tell()
    this.hasten()
  }

  /** The interval may have become shorter, or a pause has begun or ended. */
  hasten() {
    if (this.#context.paused()) return this.#rest()
    if (!this.#watching || this.#news || this.#check) return
    this.#adapters.clearTimeout(this.#timer)
    const due = this.#checkedAt + this.#interval
    this.#timer = this.#adapters.setTimeout(() => this.#look(), due - this.#adapters.now())
  }

  /** Nothing is known until the next settle(). */
  stop() {
    this.#news = false
    this.#watching = false
    this.#trust.suspend()
    this.#rest()
  }

  #rest() {
    const check = this.#check
    this.#check = null
    check?.abort()
    this.#adapters.clearTimeout(this.#timer)
  }

  /** Never longer than from one ordinary poll to the next. */
  get #interval() {
    const { settings, cadence } = this.#context
    const { interval, hiddenInterval } = this.#options
    const foreign = Math.max(0, this.#foreignUntil - this.#adapters.now()) / FORGET_FOREIGN
    const apart = (this.#adapters.visible() ? interval : hiddenInterval) * 2 ** foreign
    return Math.min(apart, cadence.interval) * (1 - settings.jitterRatio * this.#adapters.random())
  }

  async #look() {
    const adapters = this.#adapters
    const { settings, onDue } = this.#context
    const at = (this.#checkedAt = adapters.now())
    const check = (this.#check = new AbortController())
    this.#timer = adapters.setTimeout(() => check.abort(), settings.requestTimeout)
    const read = async (/** @type {string} */ url) => {
      this.#tokens.saw(url, await readBeacon(url, check.signal, adapters))
    }
    let failure = ""
    try {
      await Promise.all(this.#tokens.urls.map(read))
    } catch (error) {
      failure = String(error)
    }
    if (this.#check !== check) return
    this.#rest()
    this.#judge(at, failure)
    onDue()
    this.hasten()
  }

  /**
   * A failure means ordinary polls again: the first no later than if a poll had been made instead of the last good
   * check, and not in all browsers at the same moment.
   *
   * @param {number} at when the check began
   * @param {string} failure empty: all files could be read
   */
  #judge(at, failure) {
    const { shown } = this.#tokens
    const stale = !failure && !this.#trust.checked(at, shown)
    if (failure || stale) {
      this.#quietAt -= stale ? Infinity : this.#context.cadence.interval * this.#adapters.random()
      this.stop()
      this.#trust.fall(stale)
    }
    this.#news = shown.has("new")
    if (!this.#news && this.#trust.given) this.#quietAt = at
    this.#tell(stale ? "stale" : failure || undefined)
  }

  /** @param {string} [reason] why they are not watched */
  #tell(reason = this.#trust.given ? "" : "trying") {
    const report = { watched: reason === "", files: this.#tokens.urls.length, reason }
    const told = JSON.stringify(report)
    if (told !== this.#told) this.#context.onBeacons(report)
    this.#told = told
  }
}
