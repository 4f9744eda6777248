// @ts-check
// What the leader knows of the other tabs: what each of them needs, told by themselves.

import { placeIn } from "./page.js"

// A tab that has gone silently costs polls for its channels until it is forgotten. A living one reports more often,
// and one that was frozen reports when it wakes.
const FORGET_AFTER = 300_000

export class Peers {
  /** @type {Map<string, {needs: import("./merge.js").Need[], heardAt: number}>} */
  #byTab = new Map()
  #now

  /** @param {() => number} now */
  constructor(now) {
    this.#now = now
  }

  /** @returns {import("./merge.js").Need[]} */
  get needs() {
    const since = this.#now() - FORGET_AFTER
    for (const [id, { heardAt }] of this.#byTab) if (heardAt < since) this.#byTab.delete(id)
    return [...this.#byTab.values()].flatMap((peer) => peer.needs)
  }

  /**
   * @param {string} tab
   * @param {import("./merge.js").Need[]} needs none: it has left
   * @returns {boolean} whether it is new
   */
  report(tab, needs) {
    const known = this.#byTab.has(tab)
    if (needs.length > 0) this.#byTab.set(tab, { needs, heardAt: this.#now() })
    else this.#byTab.delete(tab)
    return !known
  }

  /** @param {string[]} channels nobody may have; a tab that wants one again says so */
  drop(channels) {
    for (const peer of this.#byTab.values()) {
      peer.needs = peer.needs.filter((need) => !channels.includes(need.channel))
    }
  }

  /**
   * Takes it that every tab has read what it was told. One that has not notices the gap by its own cursor and reports
   * again, so nothing depends on this guess.
   *
   * @param {import("./page.js").Page[]} pages
   */
  assumeTold(pages) {
    const byChannel = new Map(pages.map((page) => [page.channel, page]))
    for (const peer of this.#byTab.values()) {
      peer.needs = peer.needs.flatMap((need) => {
        const page = byChannel.get(need.channel)
        const place = page && placeIn(need, page)
        if (!place) return [need]
        // It asks again when its application has refreshed.
        if (place.resync) return []
        const cursor = Math.max(Number(place.from), page.cursor ?? 0)
        return [{ ...need, cursor, epoch: page.epoch ?? need.epoch }]
      })
    }
  }
}
