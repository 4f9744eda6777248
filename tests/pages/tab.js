// A page with one client, made as the query parameter `setup` says. It writes down all that the client tells it, where
// the test can read it: `record`. A reload keeps the record.

const RECORD = "record of this tab"
const keep = Storage.prototype.setItem.bind(sessionStorage)

/**
 * @typedef {object} Setup
 * @property {string} name the tab's, for people
 * @property {Record<string, object>} channels what subscribe() gets for each; PHP may have rendered more, see rendered.php
 * @property {object} options of createNoSocket
 * @property {(keyof typeof without)[]} [lacks] what this browser shall not have
 * @property {boolean} [waits] the test calls start()
 * @property {number} [busyFor] milliseconds of work for each event
 * @property {boolean} [resyncs] there is an onResync
 * @property {{ttlSeconds: number, onlyFor?: string[]}} [provider] there is a tokenProvider, and what it gives
 */

/** @type {Setup} */
const setup = JSON.parse(new URLSearchParams(location.search).get("setup"))
const rendered = JSON.parse(document.querySelector("#cursors")?.textContent ?? "{}")
const record = window.record = JSON.parse(sessionStorage.getItem(RECORD)) ?? {
  events: [], states: [], polls: [], beacons: [], resyncs: [], forbidden: [], provided: [], longTasks: [],
  loads: 0, restores: 0, beats: 0
}
record.loads += 1

/** What a browser may lack, or a visitor may have forbidden. */
const without = {
  locks: () => Object.defineProperty(navigator, "locks", { value: undefined }),
  BroadcastChannel: () => Object.defineProperty(window, "BroadcastChannel", { value: undefined }),
  localStorage: () => Object.defineProperty(window, "localStorage", { get: () => fail("SecurityError") }),
  "storage space": () => { Storage.prototype.setItem = () => fail("QuotaExceededError") }
}
for (const lack of setup.lacks ?? []) without[lack]()

const { createNoSocket } = await import("/client/nosocket.js")
const client = window.client = createNoSocket({
  endpoint: "/poll.php",
  normalInterval: 1_000,
  activeInterval: 1_000,
  burstInterval: 500,
  ...setup.options,
  ...(setup.provider && { tokenProvider: provide }),
  ...(setup.resyncs && { onResync: ({ channel }) => record.resyncs.push({ channel, at: Date.now() }) })
})

client.on("*", (payload, { channel, id, event }) => {
  record.events.push({ channel, id, event, payload, at: Date.now(), beat: record.beats })
  beBusyFor(setup.busyFor ?? 0)
})
client.on("nosocket.state", (state) => record.states.push(state))
client.on("nosocket.poll", (poll) => record.polls.push(poll))
client.on("nosocket.beacons", (report) => record.beacons.push(report))
client.on("nosocket.forbidden", (told) => record.forbidden.push(told))

for (const [channel, subscription] of Object.entries(setup.channels)) {
  client.subscribe(channel, { ...subscription, ...rendered[channel] })
}
addEventListener("pagehide", () => keep(RECORD, JSON.stringify(record)))
addEventListener("pageshow", ({ persisted }) => { record.restores += persisted ? 1 : 0 })
new PerformanceObserver((list) => record.longTasks.push(...list.getEntries().map((task) => Math.round(task.duration))))
  .observe({ type: "longtask" })
// Events that are dispatched between two beats are dispatched while the page can do nothing else.
setInterval(() => { record.beats += 1 }, 4)
setInterval(show, 200)

if (!setup.waits) client.start()
window.ready = true

async function provide({ channels, reason }) {
  const { ttlSeconds, onlyFor = channels } = setup.provider
  record.provided.push({ channels, reason, at: Date.now() })
  const response = await fetch("/grant.php", {
    method: "POST",
    body: JSON.stringify({ channels: channels.filter((name) => onlyFor.includes(name)), ttl_seconds: ttlSeconds })
  })
  return response.json()
}

function fail(name) {
  throw new DOMException("not in this browser", name)
}

function beBusyFor(ms) {
  const until = performance.now() + ms
  while (performance.now() < until);
}

/** For whoever looks at a screenshot. */
function show() {
  const last = record.events.at(-1)
  const facts = {
    tab: setup.name,
    lacks: (setup.lacks ?? []).join(", ") || "nothing",
    page: `${document.visibilityState}, ${navigator.onLine ? "online" : "offline"}`,
    client: JSON.stringify(client.state),
    cursors: JSON.stringify(client.cursors),
    events: `${record.events.length}, last ${last ? `${last.channel} ${last.id}` : "none"}`,
    polls: record.polls.length,
    states: record.states.map(({ role, status }) => `${role} ${status}`).join(" → ")
  }
  document.querySelector("#facts").replaceChildren(...Object.entries(facts).map(([name, value]) => {
    const row = document.createElement("tr")
    row.append(...[["th", name], ["td", value]].map(([tag, text]) => {
      return Object.assign(document.createElement(tag), { textContent: text })
    }))
    return row
  }))
}
