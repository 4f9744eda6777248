// The client's face in Chromium: the bundled file, announcements, and the helpers for React and Vue, each in a real page.

import assert from "node:assert/strict"
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import test, { beforeEach } from "node:test"
import { build } from "esbuild"

import { bundle } from "../client/build.mjs"
import { setUp } from "../client/test/support/world.mjs"
import { openTab, startBrowser } from "./support/browser.mjs"
import { ownFolder } from "./support/folder.mjs"
import { root } from "./support/paths.mjs"
import { waitFor } from "./support/wait.mjs"

const ORIGIN = "https://nosocket.test"
const TYPES = { html: "text/html", js: "text/javascript", php: "application/json" }
const folder = ownFolder("client_face")
mkdirSync(join(folder, "node_modules/@nosocket"), { recursive: true })
symlinkSync(join(root, "client"), join(folder, "node_modules/@nosocket/client"))

const browser = await startBrowser()
let server, files, context

beforeEach(async () => {
  await context?.close()
  context = await browser.newContext()
  server = setUp().server
  files = new Map()
  await context.route(`${ORIGIN}/**`, answer)
})

/** The client's own files, those of the test, and polls. */
function answer(route) {
  const request = route.request()
  const name = new URL(request.url()).pathname.slice(1)
  const own = join(root, "client", name)
  if (!files.has(name) && name !== "poll.php" && !existsSync(own)) return route.fulfill({ status: 404 })
  const body =
    name === "poll.php"
      ? JSON.stringify(server.answer(request.postDataJSON().subscriptions))
      : (files.get(name) ?? readFileSync(own, "utf8"))
  return route.fulfill({
    body,
    contentType: TYPES[name.split(".").at(-1)],
    headers: { "Content-Security-Policy": "default-src 'self'" }
  })
}

/** Opens a page with this script; its client is `window.client`. */
async function open(script, { head = "" } = {}) {
  files.set("script.js", script)
  files.set(
    "page.html",
    `<!doctype html>${head}<body><div id="app"></div><script type="module" src="script.js"></script>`
  )
  files.set("favicon.ico", "")
  return openTab(context, `${ORIGIN}/page.html`)
}

/** What a bundler makes of an application that has the package installed. */
async function application(source) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: folder },
    bundle: true,
    format: "esm",
    write: false,
    define: {
      "process.env.NODE_ENV": '"development"',
      "__VUE_OPTIONS_API__": "false",
      "__VUE_PROD_DEVTOOLS__": "false",
      "__VUE_PROD_HYDRATION_MISMATCH_DETAILS__": "false"
    }
  })
  return outputFiles[0].text
}

const CLIENT = `window.client = createNoSocket({
  endpoint: "poll.php", token: "grant", normalInterval: 50, activeInterval: 50, burstInterval: 50
})`

const text = ({ page }, selector) => page.locator(selector).textContent()
const reads = (tab, selector, wanted) =>
  waitFor(`${selector} to read ${wanted}`, async () => (await text(tab, selector)) === wanted)
const channels = ({ page }) => page.evaluate(() => Object.keys(window.client.cursors).sort().join(" "))
/** Whoever follows without a cursor hears what comes after its first poll. */
const stands = (tab, channel) =>
  waitFor(`a position in ${channel}`, () => {
    return tab.page.evaluate((name) => Number.isInteger(window.client.cursors[name]?.cursor), channel)
  })

for (const file of ["nosocket.iife.js", "nosocket.iife.min.js"]) {
  test(`${file} gives pages without modules the global NoSocket`, async () => {
    for (const [name, contents] of await bundle(file.includes("min"))) files.set(name, Buffer.from(contents))
    assert.ok(files.has(`${file}.map`))
    const script = `var { createNoSocket } = NoSocket; ${CLIENT}; client.start(); (async () => {
      for await (const { id } of client.events("orders", { replay: "retained" })) app.textContent += id
    })()`
    const tab = await open(script, { head: `<script src="${file}"></script>` })
    server.emit("orders")
    server.emit("orders")
    await reads(tab, "#app", "12")
    assert.deepEqual(tab.faults, [])
  })
}

test("announcements are heard and not seen, and leave nothing behind", async () => {
  const tab = await open(`
    import { createNoSocket } from "./nosocket.js"
    import { announce } from "./announce.js"
    ${CLIENT}
    client.subscribe("orders")
    window.end = announce(client, {
      events: "placed",
      interval: 1000,
      message: (events) => events.length === 1 ? "One new order" : events.length + " new orders"
    })
    client.start()
  `)
  await stands(tab, "orders")
  const region = tab.page.getByRole("status")
  assert.equal(await region.getAttribute("aria-live"), "polite")
  const { width, height } = await region.boundingBox()
  assert.deepEqual([width, height], [1, 1])
  for (let order = 0; order < 12; order++) server.emit("orders", "placed")
  await waitFor("twelve in one sentence", async () => (await region.textContent()) === "12 new orders")
  server.emit("orders", "placed")
  await waitFor("the next", async () => (await region.textContent()) === "One new order")
  await tab.page.evaluate(() => window.end())
  assert.equal(await region.count(), 0)
  assert.deepEqual(tab.faults, [])
})

test("React: a component follows its channel once, with its last handlers, until it is gone", async () => {
  const tab = await open(
    await application(`
      import { createElement as h, StrictMode, useState } from "react"
      import { createRoot } from "react-dom/client"
      import { createNoSocket } from "@nosocket/client"
      import { useNoSocket, useNoSocketState } from "@nosocket/client/react"
      ${CLIENT}
      function Channel({ channel }) {
        const [count, setCount] = useState(0)
        const [ids, setIds] = useState([])
        const { role, status } = useNoSocketState(client)
        useNoSocket(client, channel, {
          // Closes over the count of the last rendering.
          "placed": (_, { id }) => { setCount(count + 1); setIds([...ids, channel + id]) },
          "nosocket.resync_required": () => client.resync(channel)
        })
        return h("div", null, h("p", { id: "state" }, role + " " + status), h("p", { id: "seen" }, count + ":" + ids))
      }
      const root = createRoot(app)
      window.show = (channel) => root.render(h(StrictMode, null, channel !== undefined && h(Channel, { channel })))
      show("orders")
      client.start()
    `)
  )
  await reads(tab, "#state", "leader live")
  await stands(tab, "orders")
  server.emit("orders", "placed")
  await reads(tab, "#seen", "1:orders1")
  server.emit("other", "placed")
  server.emit("orders", "placed")
  await reads(tab, "#seen", "2:orders1,orders2")
  await tab.page.evaluate(() => window.show("users"))
  await stands(tab, "users")
  assert.equal(await channels(tab), "users")
  server.emit("orders", "placed")
  server.emit("users", "placed")
  await reads(tab, "#seen", "3:orders1,orders2,users1")
  await tab.page.evaluate(() => window.show(null))
  await waitFor("no channel", async () => (await channels(tab)) === "")
  await tab.page.evaluate(() => window.show("orders"))
  await stands(tab, "orders")
  await tab.page.evaluate(() => window.show(undefined))
  await waitFor("the end", async () => (await channels(tab)) === "")
  assert.deepEqual(tab.faults, [])
})

test("Vue: a component follows its channel until it is gone", async () => {
  const tab = await open(
    await application(`
      import { createApp, h, ref } from "vue"
      import { createNoSocket } from "@nosocket/client"
      import { useNoSocket, useNoSocketState } from "@nosocket/client/vue"
      ${CLIENT}
      window.channel = ref("orders")
      const application = createApp({
        setup() {
          const ids = ref([])
          const state = useNoSocketState(client)
          useNoSocket(client, channel, { "placed": (_, { id }) => ids.value.push(channel.value + id) })
          return () => [
            h("p", { id: "state" }, state.value.role + " " + state.value.status), h("p", { id: "seen" }, String(ids.value))
          ]
        }
      })
      application.mount("#app")
      window.end = () => application.unmount()
      client.start()
    `)
  )
  await reads(tab, "#state", "leader live")
  await stands(tab, "orders")
  server.emit("orders", "placed")
  await reads(tab, "#seen", "orders1")
  await tab.page.evaluate(() => {
    window.channel.value = "users"
  })
  await waitFor("the other channel", async () => (await channels(tab)) === "users")
  await stands(tab, "users")
  server.emit("orders", "placed")
  server.emit("users", "placed")
  await reads(tab, "#seen", "orders1,users1")
  await tab.page.evaluate(() => window.end())
  assert.equal(await channels(tab), "")
  assert.deepEqual(tab.faults, [])
})

test("on a server the helpers render and follow nothing", async () => {
  const source = `
    import { createElement } from "react"
    import { renderToString } from "react-dom/server"
    import { createSSRApp, h } from "vue"
    import { renderToString as renderVue } from "vue/server-renderer"
    import { createNoSocket } from "@nosocket/client"
    import * as react from "@nosocket/client/react"
    import * as vue from "@nosocket/client/vue"
    const client = createNoSocket()
    const Orders = () => {
      react.useNoSocket(client, "orders", {})
      return react.useNoSocketState(client).status
    }
    const app = createSSRApp({
      setup() {
        vue.useNoSocket(client, "orders", {})
        const state = vue.useNoSocketState(client)
        return () => h("p", state.value.status)
      }
    })
    export default [renderToString(createElement(Orders)), await renderVue(app), Object.keys(client.cursors).length]
  `
  const outfile = join(folder, "server.mjs")
  const external = ["react", "react-dom", "vue"]
  await build({ stdin: { contents: source, resolveDir: folder }, bundle: true, format: "esm", outfile, external })
  assert.deepEqual((await import(outfile)).default, ["stopped", "<p>stopped</p>", 0])
})
