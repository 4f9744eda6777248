// The page follows its channels. Turbo renders what comes as a stream, whether as a form's answer or as an event.

import * as Turbo from "@hotwired/turbo"
import { createNoSocket } from "@nosocket/client"
import { ChannelSource } from "@nosocket/symfony/channel-source.js"
import { connect } from "@nosocket/symfony/connect.js"

const client = connect(createNoSocket, { normalInterval: 1000, activeInterval: 1000, burstInterval: 500 })

// Streams that PHP renders and emits.
client.on("turbo-stream", (stream) => Turbo.renderStreamMessage(stream))

// This tab sees an order as the answer to its own form; PHP leaves it out of the event.
addEventListener("turbo:before-fetch-request", (event) => {
  event.detail.fetchOptions.headers["X-Socket-ID"] = client.id
})

// Written for Mercure: where `new EventSource(url)` stood.
const stock = new ChannelSource(client, "stock")
stock.onmessage = (event) => {
  document.getElementById("stock").textContent = JSON.parse(event.data).left
}

client.onStateChange(({ status }) => {
  document.getElementById("status").textContent = status
})

// For a look by the console, and for the tests.
Object.assign(window, { client })
