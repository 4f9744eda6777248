import Echo from "laravel-echo"

import { NoSocketConnector } from "@nosocket/echo"

import { intervals, log, show } from "./page.js"

const echo = new Echo({ broadcaster: NoSocketConnector, nosocket: intervals })

echo.channel("prices").listen(".price.changed", ({ cents }) => log(`price ${cents}`))
echo.private("orders.1").error(({ status }) => log(`order 1: refused (${status})`))
show(echo.connector.client, "prices")
