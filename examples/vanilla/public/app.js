// @ts-check
// The board's page: starts from what PHP rendered, follows the user's channels, and sends what is written.

import { createNoSocket } from "./client/nosocket.js"
import { Messages } from "./messages.js"
import { LoggedOut, post } from "./server.js"

const page = JSON.parse(document.getElementById("page")?.textContent ?? "")
const messages = new Messages(element("messages"), page.messages)
const form = /** @type {HTMLFormElement} */ (document.getElementById("write"))
const loggedIn = new AbortController()

const client = createNoSocket({
  endpoint: "poll.php",
  // One of its own for each user: two who share a browser share no polls.
  namespace: page.namespace,
  token: page.grant,
  tokenProvider: ({ channels }) => ask("grant.php", { channels }),
  onResync: async () => messages.replace((await ask("messages.php", {})).messages),
  signal: loggedIn.signal,
  // With ?debug at the end of its address the page tells the console what happens.
  debug: new URLSearchParams(location.search).has("debug"),
  // The defaults are calmer: 30 s, 10 s and 2 s.
  normalInterval: 5_000,
  activeInterval: 2_000,
  burstInterval: 1_000
})

// From where the page's data end, not from where the first poll begins.
for (const [channel, from] of Object.entries(page.cursors)) client.subscribe(channel, from)
client.on("message.written", (message) => messages.add(message))
client.onStateChange(({ status }) => {
  element("state").textContent = status
})
client.start()

form.addEventListener("submit", async (event) => {
  event.preventDefault()
  const fields = new FormData(form)
  try {
    // This tab shows its own message from the answer. The event goes to all others: the request names this tab.
    const message = { text: fields.get("text"), to: Number(fields.get("to")) || null }
    messages.add((await ask("send.php", message, { "X-Socket-ID": client.id })).message)
    form.reset()
    notice("")
  } catch (error) {
    notice(error instanceof Error ? error.message : String(error))
  }
})

/**
 * Asks PHP; when the user is logged out, elsewhere or by time, the page says so and asks for nothing more.
 *
 * @param {string} url
 * @param {unknown} body
 * @param {Record<string, string>} [headers]
 */
async function ask(url, body, headers) {
  try {
    return await post(url, body, { "X-CSRF-Token": page.csrfToken, ...headers })
  } catch (error) {
    if (error instanceof LoggedOut) {
      loggedIn.abort()
      notice("You are logged out. Please reload the page.")
    }
    throw error
  }
}

/** @param {string} text */
function notice(text) {
  element("notice").textContent = text
  element("notice").hidden = text === ""
}

/** @param {string} name */
function element(name) {
  return /** @type {HTMLElement} */ (document.querySelector(`[data-testid="${name}"]`))
}
