import { createNoSocket } from "@nosocket/client"
import { optionsOf, readPage } from "@nosocket/echo/page"

import { intervals, log, shipped, show } from "./page.js"

const page = readPage()
const client = (window.client = createNoSocket({ ...optionsOf(page), ...intervals }))

for (const channel of ["private-orders.1", "private-orders.2"]) client.subscribe(channel, page.cursors[channel])
client.on("App\\Events\\OrderShipped", ({ order, carrier }) => {
  log(`order ${order.id} shipped ${carrier}`)
  shipped(order.id)
})
client.on("nosocket.forbidden", ({ channel }) => log(`${channel}: refused`))
show(client.start(), "plain")
