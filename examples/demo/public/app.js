// @ts-check
// The demo's page: starts from what PHP rendered, follows the two channels, and sends the visitor's clicks.

import { createNoSocket } from "./client/nosocket.js"
import { Counter } from "./counter.js"
import { Orders } from "./orders.js"
import { Server } from "./server.js"
import { Traffic } from "./traffic.js"

const page = JSON.parse(element("page").textContent ?? "")
const server = new Server(page.csrfToken)
const counter = new Counter(page.counter)
const orders = new Orders(page.orders, (id, from) => act({ action: "advance", id, from }))

const client = createNoSocket({
  endpoint: "poll.php",
  // A namespace of their own keeps two visitors of one browser apart.
  namespace: page.namespace,
  token: page.grant,
  tokenProvider: ({ channels }) => server.post("grant.php", { channels }),
  onResync: async () => show(await server.post("state.php", {})),
  normalInterval: 2_000,
  activeInterval: 2_000,
  burstInterval: 1_000
})
const traffic = new Traffic(client)

client.on("counter.changed", (payload) => counter.apply(payload))
client.on("order.placed", (payload) => orders.apply(payload))
client.on("order.changed", (payload) => orders.apply(payload))
for (const [channel, position] of Object.entries(page.cursors)) client.subscribe(channel, position)
client.start()

for (const button of document.querySelectorAll("button[data-action]")) {
  button.addEventListener("click", () => act({ action: /** @type {HTMLElement} */ (button).dataset.action }))
}
element("order-form").addEventListener("submit", (event) => {
  event.preventDefault()
  const form = new FormData(/** @type {HTMLFormElement} */ (event.target))
  act({ action: "place", item: form.get("item") })
})

/**
 * This tab shows its own click from the answer. The event goes to all others: the request names this tab's id.
 *
 * @param {Record<string, unknown>} action
 */
async function act(action) {
  try {
    const { event } = await server.post("action.php", action, { "X-Socket-ID": client.id })
    if (event.channel === "demo:counter") counter.apply(event.payload)
    else orders.apply(event.payload)
    traffic.showEvent(event, { own: true })
    notice("")
  } catch (error) {
    notice(error instanceof Error ? error.message : String(error))
  }
}

/** @param {{counter: any, orders: any[]}} state all of it, in place of what is shown */
function show(state) {
  counter.replace(state.counter)
  orders.replace(state.orders)
}

/** @param {string} text */
function notice(text) {
  const notice = element("notice")
  notice.textContent = text
  notice.hidden = text === ""
}

/** @param {string} id */
function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id))
}
