// @ts-check
// The latest orders, newest first. Newer versions of an order win, in whatever order they are heard of.

import { restart } from "./animation.js"

const SHOWN = 8
/** @type {Record<string, string>} */
const NEXT_STEP = { new: "Mark paid", paid: "Ship" }

/** @typedef {{id: number, item: string, customer: string, price: number, state: string, version: number}} Order */

export class Orders {
  #list = /** @type {HTMLOListElement} */ (document.getElementById("orders"))
  #template = /** @type {HTMLTemplateElement} */ (document.getElementById("order-row"))
  #none = /** @type {HTMLElement} */ (document.getElementById("no-orders"))
  /** @type {Map<number, {order: Order, row: HTMLElement}>} */
  #shown = new Map()
  #onAdvance

  /**
   * @param {Order[]} orders as PHP rendered them
   * @param {(id: number, from: string) => void} onAdvance
   */
  constructor(orders, onAdvance) {
    this.#onAdvance = onAdvance
    this.replace(orders)
  }

  /** @param {Order} order */
  apply(order) {
    const known = this.#shown.get(order.id)
    if (known && known.order.version >= order.version) return
    const row = this.#show(order)
    if (row) restart(row, "changed")
  }

  /** @param {Order[]} orders */
  replace(orders) {
    this.#shown.clear()
    this.#list.replaceChildren()
    for (const order of [...orders].sort((a, b) => a.id - b.id)) this.#show(order)
    this.#none.hidden = this.#shown.size > 0
  }

  /**
   * @param {Order} order
   * @returns {HTMLElement | null} null: too old to be on the list
   */
  #show(order) {
    const row = this.#shown.get(order.id)?.row ?? this.#newRow(order)
    this.#shown.set(order.id, { order, row })
    fill(row, order)
    const oldest = [...this.#shown.keys()].sort((a, b) => b - a).slice(SHOWN)
    for (const id of oldest) {
      this.#shown.get(id)?.row.remove()
      this.#shown.delete(id)
    }
    this.#none.hidden = true
    return row.isConnected ? row : null
  }

  /** @param {Order} order */
  #newRow({ id }) {
    const row = /** @type {HTMLElement} */ (this.#template.content.firstElementChild?.cloneNode(true))
    row.dataset.order = String(id)
    row.querySelector("button")?.addEventListener("click", () => {
      const shown = this.#shown.get(id)
      if (shown) this.#onAdvance(id, shown.order.state)
    })
    const next = [...this.#list.children].find((other) => Number(/** @type {HTMLElement} */ (other).dataset.order) < id)
    this.#list.insertBefore(row, next ?? null)
    return row
  }
}

/**
 * @param {HTMLElement} row
 * @param {Order} order
 */
function fill(row, { id, item, customer, price, state }) {
  row.dataset.state = state
  const set = (/** @type {string} */ part, /** @type {string} */ text) => {
    const place = row.querySelector(part)
    if (place) place.textContent = text
  }
  set(".number", `#${id}`)
  set("b", item)
  set("small", `${customer} · €${(price / 100).toFixed(2)}`)
  set(".state", state)
  const button = row.querySelector("button")
  if (!button) return
  if (!NEXT_STEP[state]) return button.remove()
  button.textContent = NEXT_STEP[state]
  button.setAttribute("aria-label", `${NEXT_STEP[state]}: order ${id}`)
}
