// Tabs that really are in front or behind, and that can be frozen. Playwright makes every page that it knows believe
// that it is visible. These tabs are in a window that it does not know; they are driven by the DevTools protocol alone.

import { Tab, tabUrl } from "./tabs.mjs"

// Without these, Chromium slows down and freezes hidden pages as it does for people.
export const KEEPS_HIDDEN_PAGES_AWAKE = [
  "--disable-backgrounding-occluded-windows",
  "--disable-background-timer-throttling",
  "--disable-renderer-backgrounding"
]

/** A window of its own, with storage of its own, whose last opened tab is in front. */
export async function openWindow(browser) {
  const devtools = await browser.newBrowserCDPSession()
  const { browserContextId } = await devtools.send("Target.createBrowserContext", { disposeOnDetach: true })
  return {
    open: (site, setup) => HideableTab.open(devtools, browserContextId, site, setup),
    /** Puts a page without a client in front of all. */
    cover: (site) => {
      return devtools.send("Target.createTarget", { url: `${site.url}/pages/elsewhere.html`, browserContextId })
    },
    close: () => devtools.send("Target.disposeBrowserContext", { browserContextId })
  }
}

class HideableTab extends Tab {
  #devtools
  #target
  #session
  #commands = 0
  /** @type {Map<number, {resolve: Function, reject: Function}>} */
  #waiting = new Map()

  static async open(devtools, browserContextId, site, setup) {
    const { targetId } = await devtools.send("Target.createTarget", { url: "about:blank", browserContextId })
    const { sessionId } = await devtools.send("Target.attachToTarget", { targetId, flatten: false })
    const tab = new HideableTab(devtools, targetId, sessionId, setup.name)
    for (const domain of ["Network", "Page", "Runtime"]) {
      await tab.send(`${domain}.enable`)
    }
    await tab.send("Page.navigate", { url: tabUrl(site, setup) })
    await tab.ready()
    return tab
  }

  constructor(devtools, target, session, name) {
    super(name)
    this.#devtools = devtools
    this.#target = target
    this.#session = session
    devtools.on("Target.receivedMessageFromTarget", ({ sessionId, message }) => {
      if (sessionId === session) this.#receive(JSON.parse(message))
    })
  }

  send(method, params = {}) {
    const id = ++this.#commands
    const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
    const message = JSON.stringify({ id, method, params })
    return this.#devtools.send("Target.sendMessageToTarget", { sessionId: this.#session, message }).then(() => answer)
  }

  async evaluate(program, argument) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression: `(${program})(${JSON.stringify(argument) ?? ""})`,
      awaitPromise: true,
      returnByValue: true
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  /** Brings it to the front, which hides the tab that was there. */
  show() {
    return this.#devtools.send("Target.activateTarget", { targetId: this.#target })
  }

  close() {
    return this.#devtools.send("Target.closeTarget", { targetId: this.#target })
  }

  /** Freezes it as browsers freeze hidden pages: it keeps what it holds, but nothing in it runs. */
  freeze() {
    return this.send("Page.setWebLifecycleState", { state: "frozen" })
  }

  thaw() {
    return this.send("Page.setWebLifecycleState", { state: "active" })
  }

  #receive({ id, method, params, result, error }) {
    if (id !== undefined) {
      const { resolve, reject } = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error) reject(new Error(error.message))
      else resolve(result)
    } else if (method === "Network.requestWillBeSent") {
      this.noteRequest(params.request.url, params.request.postData)
    } else if (method === "Runtime.exceptionThrown") {
      this.faults.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text)
    }
  }
}
