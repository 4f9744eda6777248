// @ts-check
// Connects a page to CodeIgniter: reads what the helper nosocket_page() has rendered and follows its channels.

import { createNoSocket } from "./client/nosocket.js"

/**
 * @param {Partial<import("./client/nosocket.js").Options>} [options] any of the client's, over those of the page
 */
export function connect(options = {}) {
  const page = JSON.parse(document.getElementById("nosocket")?.textContent ?? "null")
  if (!page) throw new Error("This page has no nosocket_page().")
  const client = createNoSocket({
    endpoint: page.endpoint,
    namespace: page.namespace,
    token: page.token,
    tokenProvider: page.grantUrl ? ({ channels }) => grant(page.grantUrl, channels) : undefined,
    onResync: async () => location.reload(),
    ...options
  })
  for (const [channel, from] of Object.entries(page.positions)) client.subscribe(channel, from)
  return client
}

/**
 * @param {string} url
 * @param {string[]} channels
 */
async function grant(url, channels) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Requested-With": "XMLHttpRequest" },
    body: JSON.stringify({ channels })
  })
  if (!response.ok) throw new Error(`No grant: the server answered ${response.status}.`)
  return response.json()
}
