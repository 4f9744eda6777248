// @ts-check
// Connects a page that was rendered with {{ nosocket(…) }}: the browser client with everything that Symfony knows.

/**
 * @typedef {object} Page what the template's function renders
 * @property {string} endpoint
 * @property {string} grantUrl
 * @property {string | null} csrfToken
 * @property {string} namespace
 * @property {string | null} token
 * @property {Record<string, {cursor: number, epoch: string | null}>} subscriptions
 * @property {string[]} denied channels that the voters refused
 */

/**
 * Makes a client, follows the page's channels from where the page's data ends, and starts.
 *
 * @template Client
 * @param {(options: any) => Client} createNoSocket from `@nosocket/client`
 * @param {Record<string, any>} [options] of createNoSocket, over what the page says
 * @param {string} [id] of the element that nosocket() rendered
 * @returns {Client}
 */
export function connect(createNoSocket, options = {}, id = "nosocket") {
  const page = readPage(id)
  const client = createNoSocket({
    endpoint: page.endpoint,
    namespace: page.namespace,
    token: page.token ?? undefined,
    csrfToken: page.csrfToken ?? undefined,
    tokenProvider: grantProvider(page),
    onResync: () => location.reload(),
    ...options
  })
  const { subscribe, start } = /** @type {any} */ (client)
  for (const [channel, position] of Object.entries(page.subscriptions)) subscribe.call(client, channel, position)
  start.call(client)
  return client
}

/**
 * @param {string} [id]
 * @returns {Page}
 */
export function readPage(id = "nosocket") {
  const element = document.getElementById(id)
  if (!element) throw new Error(`There is no element with the id "${id}": render {{ nosocket(…) }} into the page.`)
  return JSON.parse(element.textContent ?? "")
}

/**
 * A `tokenProvider` that asks the route nosocket_grant.
 *
 * @param {Pick<Page, "grantUrl" | "csrfToken">} page
 * @returns {(request: {channels: string[]}) => Promise<string>}
 */
export function grantProvider({ grantUrl, csrfToken }) {
  return async ({ channels }) => {
    const response = await fetch(grantUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(csrfToken ? { "X-CSRF-Token": csrfToken } : {}) },
      body: JSON.stringify({ channels }),
      credentials: "same-origin"
    })
    const answer = await response.json().catch(() => ({}))
    if (!response.ok) throw new Error(`No grant: HTTP ${response.status}, ${answer.error ?? "no reason given"}`)
    return answer.token
  }
}
