// @ts-check
// The list of messages. Each is there once, however often and in whatever order this page hears of it.

/** @typedef {{id: number, from: string, to: string | null, text: string}} Message */

export class Messages {
  #list

  /**
   * @param {HTMLElement} list
   * @param {Message[]} messages
   */
  constructor(list, messages) {
    this.#list = list
    this.replace(messages)
  }

  /** @param {Message[]} messages newest first */
  replace(messages) {
    this.#list.replaceChildren(...messages.map(row))
  }

  /** @param {Message} message */
  add(message) {
    const rows = /** @type {HTMLElement[]} */ ([...this.#list.children])
    if (rows.some(({ dataset }) => Number(dataset.id) === message.id)) return
    const older = rows.find(({ dataset }) => Number(dataset.id) < message.id)
    this.#list.insertBefore(row(message), older ?? null)
  }
}

/** @param {Message} message */
function row({ id, from, to, text }) {
  const item = document.createElement("li")
  item.dataset.id = String(id)
  const who = document.createElement("b")
  who.textContent = to === null ? from : `${from} to ${to} only`
  item.classList.toggle("private", to !== null)
  // As text, never as HTML: other people wrote it.
  item.append(who, " ", text)
  return item
}
