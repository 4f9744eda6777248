// Pages of another site that poll: who may, in Chromium, and what each answer tells the browser.

import assert from "node:assert/strict"
import test from "node:test"

import { startBrowser } from "./support/browser.mjs"
import { startEndpoint } from "./support/endpoint.mjs"
import { ownFolder } from "./support/folder.mjs"
import { post, request } from "./support/http.mjs"
import { startSite } from "./support/site.mjs"
import { assertAllArrive, openTabs } from "./support/tabs.mjs"
import { waitFor } from "./support/wait.mjs"

const LIMIT = 5
const folder = ownFolder("cors")
const pages = await startSite(ownFolder("cors-pages"))
const stranger = await startSite(ownFolder("cors-stranger"))
const browser = await startBrowser()

test("a page of an allowed origin polls with the real client", async () => {
  const site = await startSite(folder, { cors_origins: `https://app.example.org, ${pages.url}` })
  const { tabs, channel, close } = await openTabs(browser, pages, ["elsewhere"], pollingAt(site))
  await site.emit(channel, 3)
  await assertAllArrive(tabs, channel, 3)
  assert.match(site.allLogs(), /"OPTIONS \/poll\.php HTTP\/1\.1" 204 /)
  await close()
})

test("a page of another origin is kept from polling, and learns nothing", async () => {
  const site = await startSite(folder, { cors_origins: pages.url })
  const { tabs, channel, close } = await openTabs(browser, stranger, ["stranger"], pollingAt(site))
  await site.emit(channel, 3)
  await waitFor("the client to have failed", async () => (await tabs[0].record()).polls.length > 0)
  const { polls, events } = await tabs[0].record()
  assert.deepEqual([new Set(polls.map(({ status }) => status)), events], [new Set([0]), []])
  assert.match(site.allLogs(), /"OPTIONS \/poll\.php HTTP\/1\.1" 405 /)
  assert.doesNotMatch(site.allLogs(), /"POST \/poll\.php/)
  await close()
})

test("without the setting no page of another origin polls", async () => {
  const site = await startSite(folder)
  const { tabs, close } = await openTabs(browser, pages, ["elsewhere"], pollingAt(site))
  await waitFor("the client to have failed", async () => (await tabs[0].record()).polls.length > 0)
  assert.doesNotMatch(site.allLogs(), /"POST \/poll\.php/)
  await close()
})

test("refusals and the time to wait are readable from the other origin", async () => {
  const site = await startSite(folder, {
    cors_origins: "*",
    rate_limiter: "database",
    rate_limit: LIMIT,
    rate_window: 600
  })
  const page = await browser.newPage()
  await page.goto(`${pages.url}/pages/elsewhere.html`)
  const told = await page.evaluate(
    async ({ url, times }) => {
      const answers = []
      for (let n = 0; n < times; n++) {
        const answer = await fetch(url, { method: "POST", headers: { "X-NoSocket-Grant": "a.b.c" }, body: "{}" })
        answers.push({
          status: answer.status,
          code: (await answer.json()).code,
          wait: answer.headers.get("retry-after")
        })
      }
      return answers
    },
    { url: `${site.url}/poll.php`, times: LIMIT + 1 }
  )
  assert.deepEqual(
    new Set(told.slice(0, LIMIT).map(({ status, code }) => `${status} ${code}`)),
    new Set(["400 invalid_request"])
  )
  assert.deepEqual([told.at(-1).status, told.at(-1).code], [429, "rate_limited"])
  assert.ok(Number(told.at(-1).wait) >= 1)
  await page.close()
})

const ALLOWED = "https://app.example.org"

test("a preflight is answered without a grant, and says what may be sent and for how long", async () => {
  const endpoint = await startEndpoint(folder, { cors_origins: ALLOWED })
  const answer = await ask(endpoint, "OPTIONS", ALLOWED)
  assert.deepEqual([answer.status, answer.text], [204, ""])
  assert.deepEqual(corsHeaders(answer), {
    "access-control-allow-origin": ALLOWED,
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "authorization, content-type, x-nosocket-grant",
    "access-control-max-age": "7200",
    "vary": "Origin"
  })
})

test("every answer carries the headers for the allowed origin alone, and never allows credentials", async () => {
  const endpoint = await startEndpoint(folder, { cors_origins: ALLOWED })
  const expected = {
    "access-control-allow-origin": ALLOWED,
    "access-control-expose-headers": "Retry-After",
    "vary": "Origin"
  }
  const { grant } = endpoint
  for (const [status, body, options] of [
    [200, '{"subscriptions":{}}', { grant }],
    [403, '{"subscriptions":{}}', {}],
    [400, "nonsense", { grant }],
    [413, " ".repeat(70_000), { grant }]
  ]) {
    const of = (origin) => post(endpoint.url, body, { ...options, headers: { Origin: origin } })
    const answer = await of(ALLOWED)
    assert.deepEqual([answer.status, corsHeaders(answer)], [status, expected])
    for (const other of ["https://app.example.org.evil.example", "http://app.example.org", "null"]) {
      assert.deepEqual(corsHeaders(await of(other)), { vary: "Origin" }, other)
    }
  }
  const get = await ask(endpoint, "GET", ALLOWED)
  assert.deepEqual([get.status, corsHeaders(get)], [405, expected])
})

test("a star allows every origin by the star itself, and nothing varies", async () => {
  const endpoint = await startEndpoint(folder, { cors_origins: "*" })
  const answer = await endpoint.post('{"subscriptions":{}}', { headers: { Origin: "null" } })
  assert.deepEqual(corsHeaders(answer), {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Retry-After"
  })
})

test("with the setting empty no answer has such a header, and OPTIONS is no method", async () => {
  const endpoint = await startEndpoint(folder)
  const answer = await ask(endpoint, "OPTIONS", ALLOWED)
  assert.deepEqual([answer.status, answer.json.code, corsHeaders(answer)], [405, "method_not_allowed", {}])
  assert.deepEqual(corsHeaders(await endpoint.post("{}", { headers: { Origin: ALLOWED } })), {})
})

/** The page polls this site, for its channels and with its grant. */
function pollingAt(site) {
  return { options: { endpoint: `${site.url}/poll.php`, token: site.grant } }
}

function ask(endpoint, method, origin) {
  return request(endpoint.url, { method, headers: { "Origin": origin, "Access-Control-Request-Method": "POST" } })
}

function corsHeaders({ headers }) {
  return Object.fromEntries([...headers].filter(([name]) => name === "vary" || name.startsWith("access-control-")))
}
