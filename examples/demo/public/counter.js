// @ts-check
// The shared counter. Newer versions win, in whatever order they are heard of.

import { restart } from "./animation.js"

/** @typedef {{value: number, version: number}} State */

export class Counter {
  #output = /** @type {HTMLElement} */ (document.getElementById("counter"))
  #version

  /** @param {State} state as PHP rendered it */
  constructor({ version }) {
    this.#version = version
  }

  /** @param {State} state */
  apply(state) {
    if (state.version > this.#version) this.replace(state)
  }

  /** @param {State} state */
  replace({ value, version }) {
    this.#version = version
    this.#output.textContent = value < 0 ? `−${-value}` : String(value)
    restart(this.#output, "changed")
  }
}
