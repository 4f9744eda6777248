// Uses of the client that must compile, and mistakes that must not.

import NoSocket, {
  createNoSocket,
  type LogEvent,
  type NoSocketClient,
  type Options,
  ResyncRequired,
  type State
} from "@nosocket/client"

interface Order {
  id: number
  state: "new" | "paid"
}

interface Events {
  "order.created": Order
  "order.deleted": { id: number }
  "counter.changed": number
}

/** Fails to compile unless both are the same type. */
function same<A, B>(..._: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? [] : [never]) {}

const client = createNoSocket<Events>()
same<typeof client, NoSocketClient<Events>>()

client.on("order.created", (order, event) => {
  same<typeof order, Order>()
  same<typeof event, LogEvent<"order.created", Order>>()
  same<typeof event.id, number>()
})
client.once("counter.changed", (value) => same<typeof value, number>())
client.on("*", (payload, event) => {
  same<typeof payload, Order | { id: number } | number>()
  if (event.event === "counter.changed") same<typeof event.payload, number>()
})
client.on("nosocket.state", (state, event) => {
  same<typeof state, Readonly<State>>()
  same<typeof event.event, "nosocket.state">()
})
client.on("nosocket.poll", ({ bytes }) => same<typeof bytes, number>())
client.on("nosocket.resync_required", ({ channel }) => same<typeof channel, string>())
client.onStateChange(({ role, status }) => {
  same<typeof role, "leader" | "follower">()
  same<typeof status, "connecting" | "live" | "offline" | "cooldown" | "stopped">()
})

const off: () => void = client.on("order.created", () => {}, {
  channel: "orders",
  signal: new AbortController().signal
})
client.off("order.created", off)

// @ts-expect-error: no such event
client.on("order.craeted", () => {})
// @ts-expect-error: no such field
client.on("order.created", ({ total }) => total)
// @ts-expect-error: the payload is a number
client.on("counter.changed", (value: string) => value)
// @ts-expect-error: a callback is needed
client.once("order.created")
// @ts-expect-error: it is the client's to change
client.state.status = "live"
// @ts-expect-error: as is this
client.id = "mine"

for await (const event of client.events("orders", { replay: "retained" })) {
  if (event.event === "order.created") same<typeof event.payload, Order>()
  // @ts-expect-error: no such event
  if (event.event === "order.craeted") break
}
for await (const event of client.events<"order.created" | "order.deleted">("orders")) {
  same<typeof event.payload, Order | { id: number }>()
}
// @ts-expect-error: no such event
client.events<"order.craeted">("orders")

try {
  client.start().stop()
} catch (error) {
  if (error instanceof ResyncRequired) client.events(error.channel, error.position)
}

client.subscribe("orders", { cursor: 7, epoch: null })
// @ts-expect-error: a cursor is a number
client.subscribe("orders", { cursor: "7" })
// @ts-expect-error: replay is live or retained
client.subscribe("orders", { replay: "all" })

// Without a map of events everything is allowed.
const untyped = createNoSocket({ endpoint: "/poll.php", debug: true })
untyped.on("anything", (payload, event) => {
  client.off("counter.changed", payload.whatever.it().holds)
  same<typeof event.channel, string>()
})
untyped.on("nosocket.poll", ({ ms }) => same<typeof ms, number>())
same<NoSocket, NoSocketClient>()

const options: Options = {
  endpoint: "/poll.php",
  namespace: "shop:user-42",
  tokenProvider: async ({ channels, reason }) => ({ token: `${channels} ${reason}`, expiresAt: Date.now() + 60_000 }),
  onResync: ({ channel }) => channel,
  signal: AbortSignal.timeout(60_000),
  debug: (line, detail) => console.log(line, detail),
  fetch: (url, init) => fetch(url, init)
}
createNoSocket<Events>(options)
// @ts-expect-error: milliseconds are a number
createNoSocket({ normalInterval: "30s" })
// @ts-expect-error: no such option
createNoSocket({ interval: 30_000 })
