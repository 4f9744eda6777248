// The application's page as a script module.

import { nosocket } from "nosocket"

window.seen = []
nosocket.subscribe(new URLSearchParams(location.search).get("application"))
nosocket.on("*", (payload, { channel, event }) => window.seen.push(`${channel} ${event} ${JSON.stringify(payload)}`))
