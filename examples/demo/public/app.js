// @ts-check
// The demo's page: starts from what PHP rendered, follows the two channels, and sends the visitor's clicks.

import { announce } from "./client/announce.js"
import { createNoSocket } from "./client/nosocket.js"
import { Counter } from "./counter.js"
import { Orders } from "./orders.js"
import { Server } from "./server.js"
import { Traffic } from "./traffic.js"

const page = JSON.parse(element("page").textContent ?? "")
const session = new AbortController()
const server = new Server(page.csrfToken, () => session.abort())
const counter = new Counter(page.counter)
const orders = new Orders(page.orders, (id, from) => act({ action: "advance", id, from }))

/**
 * The payload of each event.
 *
 * @typedef {{"counter.changed": import("./counter.js").State, "order.placed": import("./orders.js").Order,
 *   "order.changed": import("./orders.js").Order}} Events
 */

/** @type {import("./client/nosocket.js").NoSocketClient<Events>} */
const client = createNoSocket({
  endpoint: "poll.php",
  // A namespace of their own keeps two visitors of one browser apart.
  namespace: page.namespace,
  token: page.grant,
  tokenProvider: ({ channels }) => server.post("grant.php", { channels }),
  onResync: async () => show(await server.post("state.php", {})),
  // Without its session the page can't renew its grant.
  signal: session.signal,
  debug: new URLSearchParams(location.search).has("debug"),
  normalInterval: 2_000,
  activeInterval: 2_000,
  burstInterval: 1_000
})
const traffic = new Traffic(client)

followCounter()
client.subscribe("demo:orders", page.cursors["demo:orders"])
client.on("order.placed", (order) => orders.apply(order))
client.on("order.changed", (order) => orders.apply(order))
announce(client, {
  events: ["order.placed", "order.changed"],
  message: (events) => (events.length === 1 ? describe(events[0].payload) : `${events.length} changes of orders.`),
  element: element("announcer")
})
client.start()

for (const button of document.querySelectorAll("button[data-action]")) {
  button.addEventListener("click", () => act({ action: /** @type {HTMLElement} */ (button).dataset.action }))
}
element("order-form").addEventListener("submit", (event) => {
  event.preventDefault()
  const form = new FormData(/** @type {HTMLFormElement} */ (event.target))
  act({ action: "place", item: form.get("item") })
})

async function followCounter() {
  for await (const { event, payload } of client.events("demo:counter", page.cursors["demo:counter"])) {
    if (event === "counter.changed") counter.apply(payload)
  }
}

/**
 * This tab shows its own click from the answer. The event goes to all others: the request names this tab's id.
 *
 * @param {Record<string, unknown>} action
 */
async function act(action) {
  try {
    const { event } = await server.post("action.php", action, { "X-Socket-ID": client.id })
    if (event.channel === "demo:counter") {
      counter.apply(event.payload)
    } else {
      orders.apply(event.payload)
      element("announcer").textContent = describe(event.payload)
    }
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

/** @param {import("./orders.js").Order} order */
function describe({ id, item, state }) {
  return `Order ${id}, ${item}, is ${state}.`
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
