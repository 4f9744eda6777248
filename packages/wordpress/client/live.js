// Elements that follow a channel. What comes from events becomes text and nothing else.

const FIELD = /\{([\w-]+(?:\.[\w-]+)*)\}/g
const SELECTOR = ".nosocket-live[data-nosocket-channel]"

/**
 * @param {import("../../../client/nosocket.js").NoSocketClient} client
 * @param {ParentNode} [root]
 */
export function follow(client, root = document) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(SELECTOR))) {
    const { nosocketChannel: channel, nosocketEvent: event, nosocketCursor, nosocketEpoch } = element.dataset
    const position = nosocketCursor === undefined ? {} : { cursor: Number(nosocketCursor), epoch: nosocketEpoch }
    client.subscribe(channel, position)
    client.on(event, (payload) => show(element, payload), { channel })
  }
}

/**
 * @param {HTMLElement} element
 * @param {unknown} payload
 */
export function show(element, payload) {
  const { nosocketMode: mode, nosocketMax: max, nosocketField: field = "" } = element.dataset
  const template = element.querySelector(":scope > template")
  const item = document.createElement("div")
  item.className = "nosocket-live-item"
  if (template instanceof HTMLTemplateElement) {
    item.append(filled(template, payload))
  } else {
    item.textContent = text(payload, field)
  }
  const shown = [...element.children].filter((child) => child.classList.contains("nosocket-live-item"))
  if (mode === "replace" || shown.length === 0) {
    element.replaceChildren(...(template ? [template] : []), item)
  } else if (mode === "prepend") {
    shown[0].before(item)
    shown.slice(Number(max) - 1).forEach((child) => child.remove())
  } else {
    element.append(item)
    shown.slice(0, Math.max(0, shown.length + 1 - Number(max))).forEach((child) => child.remove())
  }
}

/**
 * Shows what PHP would show now: after a resync, when events are missing.
 *
 * @param {string} channel
 */
export async function refresh(channel) {
  const elements = [...document.querySelectorAll(SELECTOR)]
  if (!elements.some((element) => element.dataset.nosocketChannel === channel)) return
  const response = await fetch(location.href, { cache: "no-store" })
  if (!response.ok) throw new Error(`NoSocket: the page could not be read again, HTTP ${response.status}.`)
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelectorAll(SELECTOR)
  elements.forEach((element, index) => {
    const same = fresh[index]?.dataset.nosocketChannel === channel && element.dataset.nosocketChannel === channel
    if (same) element.replaceChildren(...fresh[index].childNodes)
  })
}

/**
 * @param {HTMLTemplateElement} template
 * @param {unknown} payload
 */
function filled(template, payload) {
  const content = document.importNode(template.content, true)
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    walker.currentNode.nodeValue = walker.currentNode.nodeValue.replace(FIELD, (_, field) => text(payload, field))
  }
  return content
}

/**
 * @param {any} payload
 * @param {string} field
 */
function text(payload, field) {
  let value = payload
  for (const name of field === "" ? [] : field.split(".")) {
    value = value !== null && typeof value === "object" && Object.hasOwn(value, name) ? value[name] : undefined
  }
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : ""
}
