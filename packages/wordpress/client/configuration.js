// What PHP says about this page, and the options that createNoSocket() gets from it.

/**
 * @typedef {object} Configuration
 * @property {string} grant address of the route that issues grants
 * @property {string | null} nonce proves that a request comes from a page of this user's; null: nobody is logged in
 * @property {string} renewal address that gives a new one
 * @property {boolean} throughRest whether polls go through WordPress
 * @property {Record<string, unknown>} client options of createNoSocket()
 */

/** @returns {Configuration} */
export function configuration() {
  const element = document.getElementById("nosocket-configuration")
  if (!element) throw new Error("NoSocket: the page has no configuration; enqueue the script by its handle, nosocket.")
  return JSON.parse(element.textContent)
}

/** @param {Configuration} configuration */
export function options({ grant, nonce, renewal, throughRest, client }) {
  return {
    ...client,
    tokenProvider: tokens({ grant, nonce, renewal }),
    ...(throughRest && { fetch: withoutAuthorization })
  }
}

/**
 * Asks for grants. The page's nonce gets old; a new one is fetched with the cookie. Who has logged out goes on as a
 * visitor.
 *
 * @param {Pick<Configuration, "grant" | "nonce" | "renewal">} context
 */
function tokens({ grant, nonce, renewal }) {
  const ask = (/** @type {string[]} */ channels) => {
    const headers = { "Content-Type": "application/json", ...(nonce && { "X-WP-Nonce": nonce }) }
    return fetch(grant, { method: "POST", headers, body: JSON.stringify({ channels }), cache: "no-store" })
  }
  return async (/** @type {{channels: string[]}} */ { channels }) => {
    let response = await ask(channels)
    if (response.status === 403 && nonce) {
      nonce = await renewed(renewal)
      response = await ask(channels)
    }
    if (!response.ok) throw new Error(`NoSocket: no grant, HTTP ${response.status}.`)
    return response.json()
  }
}

/** @param {string} address */
async function renewed(address) {
  const response = await fetch(address, { cache: "no-store" })
  const text = response.ok ? (await response.text()).trim() : ""
  // WordPress says "0", or shows a page, to who is not logged in.
  return /^[0-9a-z]{10}$/.test(text) ? text : null
}

/**
 * Plugins for other kinds of tokens refuse an Authorization header that they don't know, on every route. The grant is in
 * X-NoSocket-Grant as well.
 *
 * @param {RequestInfo | URL} url
 * @param {RequestInit} [init]
 */
function withoutAuthorization(url, init) {
  const headers = new Headers(init?.headers)
  headers.delete("Authorization")
  return fetch(url, { ...init, headers })
}
