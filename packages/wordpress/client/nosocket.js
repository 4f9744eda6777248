// The page's client: configured by PHP, it follows what the page says and what scripts subscribe to.

import { createNoSocket } from "../../../client/nosocket.js"
import { configuration, options } from "./configuration.js"
import { follow, refresh } from "./live.js"

export { createNoSocket }

/** One for the page, also when the classic script and the module are both on it. */
export const nosocket = globalThis.nosocket ?? make()
globalThis.nosocket = nosocket

function make() {
  const client = createNoSocket({ onResync: ({ channel }) => refresh(channel), ...options(configuration()) })
  const begin = () => {
    follow(client)
    client.start()
    tellTab(client)
  }
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin, { once: true })
  } else {
    begin()
  }
  return client
}

// What WordPress's own scripts send to the REST API says which tab it comes from, for nosocket_tab() in PHP.
function tellTab({ id }) {
  globalThis.wp?.apiFetch?.use?.((request, next) =>
    next({ ...request, headers: { ...request.headers, "X-Socket-ID": id } })
  )
}
