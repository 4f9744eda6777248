// The package for CodeIgniter in the real framework, by its README from zero, in Chromium. CodeIgniter is in no registry
// that the tests reach, so `make test` runs this only where NOSOCKET_CODEIGNITER names a checkout of it.

import assert from "node:assert/strict"
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import test from "node:test"

import { openTab, screenshot, startBrowser } from "../support/browser.mjs"
import { ownFolder } from "../support/folder.mjs"
import { poll, request } from "../support/http.mjs"
import { root } from "../support/paths.mjs"
import { runPhp } from "../support/php.mjs"
import { codeBlock } from "../support/readme.mjs"
import { startMariadb, startPostgresql } from "../support/servers.mjs"
import { startStack } from "../support/stack.mjs"
import { waitFor } from "../support/wait.mjs"

const checkout = process.env.NOSOCKET_CODEIGNITER
assert.ok(checkout, "NOSOCKET_CODEIGNITER must name a checkout of CodeIgniter 4")
const GRANT_TTL_SECONDS = 6
const MODULES = ["intl", "mbstring", "sqlite3", "mysqlnd", "mysqli", "pgsql", "tokenizer", "ctype"]
const readme = join(root, "packages/codeigniter4/README.md")

const folder = join(ownFolder("codeigniter"), "app")
followReadme()
const stack = await startStack(folder, {
  documentRoot: join(folder, "public"),
  locations: "location / { try_files $uri $uri/ /index.php$is_args$args; }",
  modules: MODULES
})
append(".env", `app.baseURL = '${stack.url}/'`)
const installed = await spark("nosocket:install", "--client", join(root, "client"))
assert.match(installed.stdout, /Tables: version \d+/, installed.stdout + installed.stderr)
const browser = await startBrowser()
const ada = await logIn("ada")
const second = await openTab(ada.page.context(), `${stack.url}/orders`)
const grace = await logIn("grace")

test("the doctor is content, and Spark lists the commands", async () => {
  const { code, stdout } = await spark("nosocket:doctor")
  assert.equal(code, 0, stdout)
  assert.match(stdout, /database: sqlite .*group default/)
  const list = await spark("list")
  for (const name of ["install", "cleanup", "doctor"]) assert.ok(list.stdout.includes(`nosocket:${name}`), list.stdout)
})

test("what one tab orders all others hear of, each once", async () => {
  const tabs = [ada, second, grace]
  const told = tabs.map(positionsTold)
  await ada.page.getByRole("button").click()
  await Promise.all(tabs.map((tab) => shows(tab, 1)))
  await grace.page.getByRole("button").click()
  await Promise.all(tabs.map((tab) => shows(tab, 2)))
  await waitFor("all to be told", () => told.flat().length >= 4)
  assert.deepEqual(told, [[2], [1, 2], [1]])
  await screenshot(grace, "codeigniter")
  for (const { faults } of tabs) assert.deepEqual(faults, [])
  assert.ok(
    [ada, second].some(({ polls }) => polls.length > 0),
    "by the thin endpoint"
  )
})

test("nobody is granted what they may not read, and who is nobody sees nothing", async () => {
  assert.equal((await grantFor(ada, ["orders", "user:ada"])).status, 200)
  assert.equal((await grantFor(ada, ["orders", "user:grace"])).status, 403)
  assert.equal((await grantFor(ada, ["*"])).status, 403)
  assert.equal((await request(`${stack.url}/orders`)).status, 403)
  const { json } = await grantFor(ada, ["orders"])
  for (const url of ["nosocket/poll", "nosocket/poll.php"]) {
    const answer = await poll(`${stack.url}/${url}`, { "user:grace": {} }, { grant: json.token })
    assert.deepEqual([answer.status, answer.json.code], [403, "forbidden"], url)
  }
})

test("the route answers as the thin endpoint does", async () => {
  const { json } = await grantFor(ada, ["orders"])
  const ask = (path, subscriptions, grant) => poll(`${stack.url}/nosocket/${path}`, subscriptions, { grant })
  for (const [subscriptions, grant, status] of [
    [{ orders: { cursor: 0, replay: "retained" } }, json.token, 200],
    [{ orders: { cursor: null } }, "nonsense", 403],
    [{ orders: { cursor: "many" } }, json.token, 400]
  ]) {
    const [thin, route] = [await ask("poll.php", subscriptions, grant), await ask("poll", subscriptions, grant)]
    assert.deepEqual([thin.status, route.status, route.json], [status, status, thin.json])
    assert.match(route.headers.get("cache-control"), /no-store/)
    assert.match(route.headers.get("content-type"), /^application\/json/)
  }
})

test("a limit's Retry-After comes through the route as well", async () => {
  append(".env", "nosocket.rateLimit = 1")
  const { json } = await grantFor(grace, ["orders"])
  const answers = []
  for (let polls = 0; polls < 3; polls++) {
    answers.push(await poll(`${stack.url}/nosocket/poll`, { orders: {} }, { grant: json.token }))
  }
  const { status, headers } = answers.at(-1)
  assert.equal(status, 429)
  assert.match(headers.get("retry-after"), /^\d+$/)
  const doctor = await spark("nosocket:doctor")
  assert.match(doctor.stdout, /poll\.php works with other settings/)
  writeFileSync(
    join(folder, ".env"),
    readFileSync(join(folder, ".env"), "utf8").replace("nosocket.rateLimit = 1\n", "")
  )
})

test("after a logout no grant is given, and the last one ends at its time", async () => {
  const { json } = await grantFor(ada, ["orders"])
  await request(`${stack.url}/logout`, { headers: { Cookie: await cookieOf(ada) } })
  assert.equal((await grantFor(ada, ["orders"])).status, 403)
  const answer = () => poll(`${stack.url}/nosocket/poll.php`, { orders: {} }, { grant: json.token })
  assert.equal((await answer()).status, 200)
  await waitFor("the grant's end", async () => (await answer()).json.code === "grant_expired")
})

test("nothing was complained about", () => {
  assert.equal(stack.phpErrors(), "")
})

test("the migration goes there and back", async () => {
  const { stdout, stderr } = await spark("migrate", "-n", "NoSocket\\CodeIgniter")
  assert.match(stdout, /CreateNoSocketTables|Migrations complete/, stdout + stderr)
  await spark("migrate:rollback", "-f")
  assert.match((await spark("migrate:status")).stdout, /CreateNoSocketTables/)
  const { stdout: cleaned } = await spark("nosocket:cleanup")
  assert.match(cleaned, /Removed 0 expired events/, "SQLite makes its tables anew")
})

for (const [name, driver, start] of [
  ["MariaDB", "MySQLi", startMariadb],
  ["PostgreSQL", "Postgre", startPostgresql]
]) {
  test(`the log lives in the application's ${name}`, async () => {
    const { dsn, user, password } = await withPlainPassword(await start())
    const { host, port, dbname } = Object.fromEntries(
      dsn
        .slice(dsn.indexOf(":") + 1)
        .split(";")
        .map((pair) => pair.split("="))
    )
    const charset = driver === "MySQLi" ? { charset: "utf8mb4", DBCollat: "utf8mb4_general_ci" } : { charset: "utf8" }
    const group = {
      ...charset,
      DBDriver: driver,
      hostname: host,
      port,
      database: dbname,
      username: user,
      password,
      DBPrefix: "shop_"
    }
    // Of two lines for one key CodeIgniter takes the first.
    write(".env", readFileSync(join(folder, ".env"), "utf8").replace(/^database\..*\n/gm, ""))
    for (const [key, value] of Object.entries(group)) append(".env", `database.default.${key} = "${value}"`)
    const migrated = await spark("migrate", "-n", "NoSocket\\CodeIgniter")
    assert.match(migrated.stdout, /Migrations complete/, migrated.stdout + migrated.stderr)
    const doctor = await spark("nosocket:doctor")
    assert.match(doctor.stdout, /\[ok\] database: (mysql|pgsql) .*group default/)
    assert.match(doctor.stdout, /\[ok\] log: 0 channels/)
    assert.match(doctor.stdout, /\[!\] endpoint: poll\.php works with other settings/)
    assert.equal((await spark("nosocket:install")).code, 0)
    assert.equal((await spark("nosocket:doctor")).code, 0)
    await spark("migrate:rollback", "-f")
    assert.match((await spark("nosocket:doctor")).stdout, /\[!\] database: .*install/)
  })
}

/** Makes CodeIgniter's skeleton an application, by the README's own code. */
function followReadme() {
  mkdirSync(folder, { recursive: true })
  for (const part of ["app", "public", "writable", "spark"])
    cpSync(join(checkout, part), join(folder, part), { recursive: true })
  edit("app/Config/Paths.php", "__DIR__ . '/../../system'", `'${join(checkout, "system")}'`)
  const line = codeBlock(readme, "php", "'NoSocket\\CodeIgniter' =>").trim()
  edit("app/Config/Autoload.php", "=> APPPATH,", `=> APPPATH,\n${line}`)
  cpSync(join(root, "packages/codeigniter4"), join(folder, "packages/codeigniter4"), { recursive: true })
  write("app/Libraries/Channels.php", codeBlock(readme, "php", "implements Authorizer"))
  write("app/Config/NoSocket.php", codeBlock(readme, "php", "class NoSocket extends"))
  write("app/Controllers/Orders.php", codeBlock(readme, "php", "class Orders"))
  // As the README says, and faster, so that nobody waits.
  const view = codeBlock(readme, "php", "<!doctype html>")
  assert.ok(view.includes("connect()"))
  const intervals = "{ debug: true, normalInterval: 500, activeInterval: 500, burstInterval: 500 }"
  write("app/Views/orders.php", view.replace("connect()", `connect(${intervals})`))
  // The application's own login, for which the test needs no password.
  const login = `
$routes->get('login/(:segment)', static function (string $name) { session()->regenerate(true); session()->set('user', $name); return 'ok'; });
$routes->get('logout', static function () { session()->destroy(); return 'ok'; });
`
  append("app/Config/Routes.php", codeBlock(readme, "php", "$routes->get('orders'") + login)
  write(".env", "CI_ENVIRONMENT = production\napp.indexPage = ''\n")
  append(
    ".env",
    "database.default.DBDriver = SQLite3\ndatabase.default.database = app.db\ndatabase.default.DBPrefix = app_"
  )
  append(".env", `session.savePath = ${join(folder, "writable/session")}`)
  append(".env", `nosocket.grantTtl = ${GRANT_TTL_SECONDS}\nnosocket.secret = ${"0123456789abcdef".repeat(4)}`)
}

/** CodeIgniter's own connection to PostgreSQL can't have a quote in its password. */
async function withPlainPassword({ dsn, user, password }) {
  if (!dsn.startsWith("pgsql:")) return { dsn, user, password }
  const plain = "a plain password"
  write(
    "set_password.php",
    `<?php (new PDO(...array_slice($argv, 1, 3)))->exec("ALTER USER $argv[2] PASSWORD '$argv[4]'");`
  )
  const args = [dsn, user, password, plain]
  const { code, stderr } = await runPhp(join(folder, "set_password.php"), { args, modules: ["pdo_pgsql"] })
  assert.equal(code, 0, stderr)
  return { dsn, user, password: plain }
}

function spark(...args) {
  return runPhp(join(folder, "spark"), { args: [...args, "--no-header"], modules: MODULES, cwd: folder })
}

async function logIn(name) {
  const context = await browser.newContext({ viewport: { width: 600, height: 300 } })
  await openTab(context, `${stack.url}/login/${name}`)
  return openTab(context, `${stack.url}/orders`)
}

function shows({ page }, count) {
  return waitFor(`${count} orders`, async () => (await page.locator("#orders li").count()) === count)
}

/** The positions of the orders that this tab's listeners are told from now on, read from its log. */
function positionsTold({ page }) {
  const positions = []
  page.on("console", (line) => {
    const [, position] = /\] orders (\d+): order\.created/.exec(line.text()) ?? []
    if (position) positions.push(Number(position))
  })
  return positions
}

async function cookieOf({ page }) {
  return (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ")
}

async function grantFor(tab, channels) {
  const headers = { "Content-Type": "application/json", "Cookie": await cookieOf(tab) }
  return request(`${stack.url}/nosocket/grant`, { method: "POST", headers, body: JSON.stringify({ channels }) })
}

function edit(file, search, replacement) {
  const text = readFileSync(join(folder, file), "utf8")
  assert.ok(text.includes(search), `${file} has no ${search}`)
  write(file, text.replace(search, replacement))
}

function append(file, text) {
  writeFileSync(join(folder, file), `${text}\n`, { flag: "a" })
}

function write(file, text) {
  mkdirSync(join(folder, file, ".."), { recursive: true })
  writeFileSync(join(folder, file), text)
}
