import Echo from "laravel-echo"

import { NoSocketConnector } from "@nosocket/echo"

import { intervals, log, shipped, show } from "./page.js"

const echo = (window.echo = new Echo({ broadcaster: NoSocketConnector, nosocket: intervals }))
const user = document.querySelector('[data-testid="user"]').textContent === "Ada" ? 1 : 2

for (const order of [1, 2]) {
  echo
    .private(`orders.${order}`)
    .subscribed(() => log(`order ${order}: granted`))
    .error(({ status }) => log(`order ${order}: refused (${status})`))
    .listen("OrderShipped", ({ order, carrier }) => {
      log(`order ${order.id} shipped ${carrier}`)
      shipped(order.id)
    })
}
echo.private(`App.Models.User.${user}`).notification(({ number }) => log(`invoice ${number} is paid`))
echo.join("team").here((members) => log(`team: ${members.map(({ name }) => name)}`))
echo.channel("prices").listen(".price.changed", ({ cents }) => log(`price ${cents}`))

show(echo.connector.client, new URLSearchParams(location.search).get("client") ?? "laravel-echo-2.5")
