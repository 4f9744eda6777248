// The plugin in Debian's WordPress, behind nginx and PHP-FPM, in Chromium: who hears what, and what people see.

import assert from "node:assert/strict"
import test from "node:test"

import { screenshot, startBrowser } from "./support/browser.mjs"
import { ownFolder } from "./support/folder.mjs"
import { SECRET } from "./support/log.mjs"
import { startMariadb } from "./support/servers.mjs"
import { waitFor } from "./support/wait.mjs"
import { ADMIN, newWordpress } from "./support/wordpress.mjs"

const folder = ownFolder("wordpress")
const database = await startMariadb()
const wordpress = await newWordpress(folder, database)
const [editor, reader] = await wordpress.evaluate(`return [
  wp_insert_user(['user_login' => 'ed', 'user_pass' => 'ed', 'user_email' => 'ed@example.test', 'role' => 'editor']),
  wp_insert_user(['user_login' => 'rae', 'user_pass' => 'rae', 'user_email' => 'rae@example.test', 'role' => 'subscriber']),
];`)
const host = await wordpress.start()
const browser = await startBrowser()

// The order matters for this one: the others need what it does.
test("an administrator activates the plugin on the plugins screen, and nothing is wrong then", async (t) => {
  const admin = await (await visitor(t, ADMIN)).newPage()
  await admin.goto(`${host.url}/wp-admin/plugins.php`)
  await admin.locator("#activate-nosocket").click()
  await admin.locator("#deactivate-nosocket").waitFor()
  assert.equal(await admin.locator(".notice-error").count(), 0)
})

test("a save is seen in two other tabs and by another user, but not in the tab that saved; nobody hears what is forbidden", async (t) => {
  const ed = await visitor(t, { name: "ed", password: "ed" })
  const other = await application(await visitor(t, ADMIN), "editors,board")
  const [first, second, sender] = [
    await application(ed, "editors,board"),
    await application(ed, "editors"),
    await application(ed, "editors")
  ]
  await live(first, second, sender, other)
  await emit("board", "secret", { a: 1 })
  // As WordPress's own editor saves, from a page that says which tab it is.
  const status = await sender.evaluate(async () => {
    const { nonce } = JSON.parse(document.getElementById("nosocket-configuration").textContent)
    const headers = { "Content-Type": "application/json", "X-WP-Nonce": nonce, "X-Socket-ID": nosocket.id }
    const body = JSON.stringify({ title: "Live & <well>", status: "publish" })
    return (await fetch("/wp-json/wp/v2/posts", { method: "POST", headers, body })).status
  })
  assert.equal(status, 201)
  await emit("editors", "marker")
  for (const page of [first, second, other]) {
    await sees(page, "editors marker null")
    assert.deepEqual(await seen(page), ['editors post.saved {"title":"Live & <well>"}', "editors marker null"])
  }
  await sees(sender, "editors marker null")
  assert.deepEqual(await seen(sender), ["editors marker null"])
  assert.deepEqual(await first.evaluate(() => forbidden), ["board"])
})

test("a reader hears of the own channel, not of the editors' or another user's; a visitor hears what is public", async (t) => {
  const rae = await visitor(t, { name: "rae", password: "rae" })
  const all = `user:${reader},user:${editor},editors,public:news`
  const [page, anybody] = [await application(rae, all), await application(await visitor(t), all)]
  await live(page, anybody)
  await emit("editors", "secret")
  await emit(`user:${editor}`, "secret")
  await emit(`user:${reader}`, "hello", { to: "rae" })
  await emit("public:news", "headline")
  await sees(page, `user:${reader} hello {"to":"rae"}`)
  await sees(page, "public:news headline null")
  await sees(anybody, "public:news headline null")
  assert.equal((await seen(page)).length, 2)
  assert.equal((await seen(anybody)).length, 1)
  assert.deepEqual(
    (await anybody.evaluate(() => forbidden)).sort(),
    ["editors", `user:${editor}`, `user:${reader}`].sort()
  )
})

test("who logs out reads on until the grant is over, and not a moment longer", async (t) => {
  await wordpress.evaluate("return update_option('test_grant_ttl', 4);")
  const rae = await visitor(t, { name: "rae", password: "rae" })
  const page = await application(rae, `user:${reader},public:news`)
  await live(page)
  await emit(`user:${reader}`, "before")
  await sees(page, `user:${reader} before null`)
  const leaving = await rae.newPage()
  await leaving.goto(`${host.url}/wp-login.php?action=logout`)
  await leaving.getByRole("link", { name: "log out" }).click()
  await leaving.getByText("You are now logged out.").waitFor()
  await waitFor("the grant's end", () => page.evaluate(() => forbidden.length > 0))
  await emit(`user:${reader}`, "after")
  await emit("public:news", "still")
  await sees(page, "public:news still null")
  assert.ok(!(await seen(page)).some((line) => line.includes("after")))
  await wordpress.evaluate("return delete_option('test_grant_ttl');")
})

test("a nonce that got old is renewed", async (t) => {
  const ed = await visitor(t, { name: "ed", password: "ed" })
  const renewals = []
  ed.on("request", (request) => request.url().includes("action=rest-nonce") && renewals.push(request))
  await ed.route("**/nosocket/v1/grant", (route, request) =>
    route.continue(renewals.length ? {} : { headers: { ...request.headers(), "x-wp-nonce": "0123456789" } })
  )
  const page = await application(ed, "editors")
  await live(page)
  await emit("editors", "renewed")
  await sees(page, "editors renewed null")
  assert.equal(renewals.length, 1)
})

test("the module does what the classic script does, and shares its polls", async (t) => {
  const ed = await visitor(t, { name: "ed", password: "ed" })
  const [page, classic] = [await application(ed, "editors&module"), await application(ed, "editors")]
  await live(page, classic)
  await emit("editors", "both", { a: 1 })
  await sees(page, 'editors both {"a":1}')
  await sees(classic, 'editors both {"a":1}')
  const roles = await Promise.all([page, classic].map((each) => each.evaluate(() => nosocket.state.role)))
  assert.deepEqual(roles.sort(), ["follower", "leader"])
})

test("live content shows what PHP knew, then what comes, and values stay text", async (t) => {
  const content = [
    '[nosocket_live channel="public:score" event="changed" field="score"]No score yet[/nosocket_live]',
    '[nosocket_live channel="public:feed" event="item" mode="prepend" max="2"]<strong>{title}</strong> by {by.name}[/nosocket_live]',
    '[nosocket_live channel="editors"]Editors only[/nosocket_live]'
  ].join("\\n\\n")
  const path =
    await wordpress.evaluate(`return get_permalink(wp_insert_post(['post_type' => 'page', 'post_status' => 'publish',
    'post_title' => 'Score', 'post_name' => 'score', 'post_content' => "${content.replaceAll('"', '\\"')}"]));`)
  await emit("public:feed", "item", { title: "First", by: { name: "A&B" } })
  const page = await (await visitor(t)).newPage()
  const faults = []
  page.on("pageerror", (error) => faults.push(String(error)))
  await page.goto(`${host.url}${new URL(path).pathname}`)
  const score = page.locator('[data-nosocket-channel="public:score"]')
  const items = page.locator('[data-nosocket-channel="public:feed"] .nosocket-live-item')
  assert.equal((await score.textContent()).trim(), "No score yet")
  assert.deepEqual(await items.allInnerTexts(), ["First by A&B"])
  assert.equal(await page.getByText("Editors only").count(), 0)
  await emit("public:score", "changed", { score: "<img src=x onerror=alert(1)>" })
  await emit("public:feed", "item", { title: "<b>Second</b>", by: { name: 2 } })
  await emit("public:feed", "item", { title: "Third" })
  await waitFor(
    "the third",
    async () => (await items.allInnerTexts()).length === 2 && (await items.first().innerText()) === "Third by"
  )
  assert.deepEqual(
    await items.allInnerTexts(),
    ["Third by ", "<b>Second</b> by 2"].map((text) => text.trim())
  )
  assert.equal(await score.innerText(), "<img src=x onerror=alert(1)>")
  assert.equal(await page.locator(".nosocket-live img").count(), 0)
  await screenshot({ page }, "wordpress-live")
  await page.reload()
  assert.deepEqual(await items.allInnerTexts(), ["Third by", "<b>Second</b> by 2"])
  await page.evaluate(() => {
    document.querySelectorAll(".nosocket-live-item").forEach((item) => item.append(" (old)"))
    nosocket.resync("public:feed")
  })
  await waitFor("the page's content again", async () => (await items.first().innerText()) === "Third by")
  assert.match(await score.innerText(), / \(old\)$/, "the other channel was not resynced")
  assert.deepEqual(faults, [])
})

test("the settings page shows the state, stores what is allowed, and refuses poll.php where php.ini lacks its settings", async (t) => {
  const admin = await (await visitor(t, ADMIN)).newPage()
  await admin.goto(`${host.url}/wp-admin/options-general.php?page=nosocket`)
  await admin.getByText("Everything works.").waitFor()
  await screenshot({ page: admin }, "wordpress-settings")
  await admin.locator("#nosocket_normal_interval").fill("20")
  await admin.locator("#nosocket_endpoint").selectOption("thin")
  await admin.locator("#submit").click()
  await admin.getByText("poll.php was not chosen").waitFor()
  const stored = await wordpress.evaluate("return get_option('nosocket');")
  assert.deepEqual([stored.endpoint, stored.normal_interval, stored.installed], ["rest", 20, "0.1.0/0.1.0"])
  const rae = await (await visitor(t, { name: "rae", password: "rae" })).newPage()
  assert.equal((await rae.goto(`${host.url}/wp-admin/options-general.php?page=nosocket`)).status(), 403)
})

test("Site Health says that live events are delivered", async (t) => {
  const admin = await (await visitor(t, ADMIN)).newPage()
  await admin.goto(`${host.url}/wp-admin/site-health.php`)
  await admin.locator(".site-health-view-passed").click()
  await admin.getByText("Live events are delivered").click()
  // High enough for all of it: bars that stick to the window would be in the picture's middle.
  await admin.setViewportSize({ width: 1280, height: 1900 })
  await screenshot({ page: admin }, "wordpress-site-health")
  await admin.goto(`${host.url}/wp-admin/site-health.php?tab=debug`)
  await admin.getByRole("button", { name: "NoSocket" }).click()
  await admin.getByText("Everything works.").waitFor()
})

test("with its settings in php.ini, poll.php is chosen, reads the same log, and browsers poll there", async (t) => {
  const { dsn, user, password } = database
  const thin = await wordpress.start({
    ini: {
      "nosocket.dsn": dsn,
      "nosocket.user": user,
      "nosocket.password": password,
      "nosocket.secret": SECRET,
      "nosocket.table_prefix": "wp_"
    }
  })
  const admin = await visitor(t, ADMIN, thin)
  const settings = await admin.newPage()
  await settings.goto(`${thin.url}/wp-admin/options-general.php?page=nosocket`)
  await settings.locator("#nosocket_endpoint").selectOption("thin")
  await settings.locator("#submit").click()
  await settings.getByText("Settings saved.").waitFor()
  assert.equal(await settings.locator("#nosocket_endpoint").inputValue(), "thin")
  const polls = []
  admin.on("request", (request) => request.url().includes("poll") && polls.push(new URL(request.url()).pathname))
  const page = await application(admin, "editors", thin)
  await live(page)
  await emit("editors", "thin")
  await sees(page, "editors thin null")
  assert.deepEqual([...new Set(polls)], ["/wp-content/plugins/nosocket/poll.php"])
  assert.deepEqual(complaints(thin), [])
  await wordpress.evaluate("NoSocket\\WordPress\\Preferences::set('endpoint', 'rest'); return 1;")
})

test("without the extension the site works, and administrators are told what to do", async (t) => {
  const bare = await wordpress.start({ loaded: null })
  const admin = await (await visitor(t, ADMIN, bare)).newPage()
  await admin.goto(`${bare.url}/wp-admin/plugins.php`)
  await admin.getByText("The PHP extension “nosocket” is not loaded").waitFor()
  await screenshot({ page: admin }, "wordpress-missing-extension")
  assert.equal((await admin.goto(`${bare.url}/score/`)).status(), 200)
  await admin.getByText("No score yet").waitFor()
  await admin.goto(`${bare.url}/wp-admin/options-general.php?page=nosocket`)
  await admin.goto(`${bare.url}/wp-admin/site-health.php`)
  await admin.getByText("Live events are not delivered").waitFor()
  assert.deepEqual(complaints(bare), [])
})

test("PHP has nothing to complain of in all that, and no log holds a secret", async () => {
  assert.deepEqual(complaints(host), [])
  const [own, password] = await wordpress.evaluate("return [get_option('nosocket_secret'), DB_PASSWORD];")
  for (const hidden of [own, password, SECRET]) {
    assert.ok(!host.allLogs().includes(hidden))
  }
})

/** What PHP has logged, without what WordPress 6.1 itself says on this PHP and without the network. */
function complaints({ phpErrors }) {
  const lines = phpErrors()
    .split("\n")
    .filter((line) => line !== "")
  return lines.filter(
    (line) =>
      !/PHP Deprecated: .*\/wp-(includes|admin)\/|PHP Warning: .*could not establish a secure connection/.test(line)
  )
}

/** Somebody's browser, logged in through wp-login.php if there is a user. */
async function visitor(t, user, { url } = host) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  t.after(() => context.close())
  if (user) {
    const page = await context.newPage()
    await page.goto(`${url}/wp-login.php`)
    // The page moves the focus there a moment after it was loaded, which must not come between the two.
    await page.locator("#user_login:focus").waitFor()
    await page.locator("#user_login").fill(user.name)
    await page.locator("#user_pass").fill(user.password)
    await page.locator("#wp-submit").click()
    await page.waitForURL(/wp-admin/)
    await page.close()
  }
  return context
}

/** A tab that follows channels. */
async function application(context, channels, { url } = host) {
  const page = await context.newPage()
  await page.goto(`${url}/?application=${channels}`)
  await page.waitForFunction(() => window.seen)
  return page
}

function live(...pages) {
  return Promise.all(
    pages.map((page) => waitFor("a live tab", () => page.evaluate(() => nosocket.state.status === "live")))
  )
}

function emit(channel, event, payload = null) {
  const code = `return nosocket_emit('${channel}', '${event}', json_decode('${JSON.stringify(payload)}', true))->id;`
  return wordpress.evaluate(code)
}

function seen(page) {
  return page.evaluate(() => window.seen)
}

function sees(page, line) {
  return waitFor(line, async () => (await seen(page)).includes(line))
}
