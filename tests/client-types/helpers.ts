// Uses of the helpers that must compile, and mistakes that must not.

import { createNoSocket, type State } from "@nosocket/client"
import { announce } from "@nosocket/client/announce"
import * as react from "@nosocket/client/react"
import * as vue from "@nosocket/client/vue"
import { ref, type ShallowRef } from "vue"

interface Events {
  "order.created": { id: number }
  "counter.changed": number
}

const client = createNoSocket<Events>()

const end: () => void = announce(client, {
  events: "order.created",
  message: (events) => `${events.length} new orders, the last is ${events.at(-1)?.payload.id.toFixed()}`
})
announce(client, {
  events: ["order.created", "counter.changed"],
  message: ([event]) => (event.event === "counter.changed" ? event.payload.toFixed() : null),
  interval: 1_000,
  signal: new AbortController().signal
})
// @ts-expect-error: no such event
announce(client, { events: "order.craeted", message: () => "" })
// @ts-expect-error: no such field
announce(client, { events: "order.created", message: ([event]) => event.payload.total })
// @ts-expect-error: a message is needed
announce(client, { events: "order.created" })
end()

for (const { useNoSocket } of [react]) {
  useNoSocket(client, "orders", { "order.created": ({ id }) => id.toFixed(), "*": (payload, { event }) => event })
  useNoSocket(client, null, { "nosocket.resync_required": ({ channel }) => channel }, { cursor: 7, epoch: null })
  // @ts-expect-error: no such event
  useNoSocket(client, "orders", { "order.craeted": () => {} })
  // @ts-expect-error: no such field
  useNoSocket(client, "orders", { "order.created": ({ total }) => total })
}
for (const { useNoSocket } of [vue]) {
  useNoSocket(client, ref("orders"), { "counter.changed": (value) => value.toFixed() })
  useNoSocket(client, () => null, {}, { replay: "retained" })
  // @ts-expect-error: no such event
  useNoSocket(client, "orders", { "order.craeted": () => {} })
}
const rendered: Readonly<State> = react.useNoSocketState(client)
const state: Readonly<ShallowRef<Readonly<State>>> = vue.useNoSocketState(client)
export const shown = [rendered.role, state.value.status]
