// The plugin on a network of sites: each has tables, a secret and a schedule of its own, and no grant is good elsewhere.

import assert from "node:assert/strict"
import test from "node:test"

import { ownFolder } from "./support/folder.mjs"
import { poll } from "./support/http.mjs"
import { SECRET } from "./support/log.mjs"
import { startMariadb } from "./support/servers.mjs"
import { newWordpress } from "./support/wordpress.mjs"

const TABLES = ["channels", "events", "meta", "rate_limits", "revocations", "since_start"]

const folder = ownFolder("wordpress-network")
const database = await startMariadb()
const wordpress = await newWordpress(folder, database, { network: true, prefix: "net_" })
const ON_SERVER = {
  "nosocket.dsn": database.dsn,
  "nosocket.user": database.user,
  "nosocket.password": database.password,
  "nosocket.secret": `${SECRET}, an older one of more than 32 bytes`,
  "nosocket.table_prefix": "net_"
}

/** Code that runs on every site and collects what it returns. */
const onSites = (code) => `
  foreach (get_sites(['fields' => 'ids']) as $id) {
    switch_to_blog($id);
    $found[$id] = (function () { ${code} })();
    restore_current_blog();
  }
  return $found;`

const tables = () => wordpress.evaluate("return $GLOBALS['wpdb']->get_col(\"SHOW TABLES LIKE '%nosocket%'\");")
const tablesOf = (...prefixes) => prefixes.flatMap((prefix) => TABLES.map((name) => `${prefix}nosocket_${name}`)).sort()

test("network activation makes what every site needs, and a site that is added later gets it too", async () => {
  await wordpress.evaluate(
    "return wp_insert_site(['domain' => 'wp.test', 'path' => '/two/', 'title' => 'Two', 'user_id' => 1]);"
  )
  await wordpress.evaluate("return activate_plugin('nosocket/nosocket.php', '', true);")
  assert.deepEqual(await tables(), tablesOf("net_", "net_2_"))
  await wordpress.evaluate(
    "return wp_insert_site(['domain' => 'wp.test', 'path' => '/three/', 'title' => 'Three', 'user_id' => 1]);"
  )
  assert.deepEqual(await tables(), tablesOf("net_", "net_2_", "net_3_"))
  const found = await wordpress.evaluate(
    onSites(
      "return [get_option('nosocket_secret'), wp_next_scheduled('nosocket_cleanup') > 0, NoSocket\\WordPress\\Diagnosis::problem()];"
    )
  )
  assert.equal(new Set(Object.values(found).map(([secret]) => secret)).size, 3)
  assert.deepEqual(
    Object.values(found).map(([, scheduled, problem]) => [scheduled, problem]),
    Array(3).fill([true, null])
  )
})

test("a site's events are its own", async () => {
  const found = await wordpress.evaluate(
    onSites(`
    if (get_current_blog_id() === 2) { do_action('nosocket_emit', 'public:a', 'e'); }
    return nosocket()->cursors(['public:a'])['public:a']['cursor'];`)
  )
  assert.deepEqual(found, { 1: 0, 2: 1, 3: 0 })
})

for (const [where, php] of Object.entries({
  "made by the plugin": {},
  "in wp-config.php": { before: `define('NOSOCKET_SECRET', '${SECRET}');` },
  "in php.ini": { ini: ON_SERVER }
})) {
  test(`with the secret ${where}, a grant of one site is worth nothing on another`, async () => {
    const answers = await wordpress.evaluate(
      `
      $grant = nosocket()->grant(['public:a'], 'user:1');
      ${onSites(
        "try { nosocket()->poll(['public:a' => []], $GLOBALS['grant']); return 'read'; } catch (NoSocket\\GrantException $e) { return $e->getErrorCode(); }"
      ).replace("$found[$id]", "$GLOBALS['grant'] = $grant; $found[$id]")}`,
      php
    )
    assert.deepEqual(answers, { 1: "read", 2: "grant_invalid", 3: "grant_invalid" })
  })
}

test("poll.php reads the site that its address names, with grants of that site", async () => {
  const host = await wordpress.start({ ini: ON_SERVER })
  const url = (site) => `${host.url}/wp-content/plugins/nosocket/poll.php${site}`
  const grants = await wordpress.evaluate(onSites("return nosocket()->grant(['public:a'], 'user:1');"), {
    ini: ON_SERVER
  })
  const ask = async (site, grant) => {
    const { status, json } = await poll(url(site), { "public:a": { cursor: null } }, { grant })
    return [status, status === 200 ? json.cursors["public:a"] : json.code]
  }
  assert.deepEqual(await ask("?site=1", grants[1]), [200, 0])
  assert.deepEqual(await ask("?site=2", grants[2]), [200, 1])
  for (const [site, grant] of [
    ["?site=2", grants[1]],
    ["?site=1", grants[2]],
    ["", grants[1]],
    ["?site=x", grants[1]],
    ["?site[]=1", grants[1]]
  ]) {
    assert.deepEqual(await ask(site, grant), [403, "grant_invalid"], site)
  }
  assert.deepEqual(
    await wordpress.evaluate("return NoSocket\\WordPress\\ThinEndpoint::url();"),
    "http://wp.test/wp-content/plugins/nosocket/poll.php?site=1"
  )
})

test("a site that is deleted takes its tables along", async () => {
  await wordpress.evaluate("require_once ABSPATH . 'wp-admin/includes/ms.php'; wpmu_delete_blog(3, true); return 1;")
  assert.deepEqual(await tables(), tablesOf("net_", "net_2_"))
})

test("network deactivation ends every schedule, and uninstallation leaves nothing on any site", async () => {
  const scheduled = await wordpress.evaluate(
    `deactivate_plugins('nosocket/nosocket.php', false, true); ${onSites("return wp_next_scheduled('nosocket_cleanup');")}`
  )
  assert.deepEqual(scheduled, { 1: false, 2: false })
  await wordpress.evaluate(
    "require_once ABSPATH . 'wp-admin/includes/file.php'; uninstall_plugin('nosocket/nosocket.php'); return 1;"
  )
  assert.deepEqual(await tables(), [])
  const options = onSites(
    `global $wpdb; return $wpdb->get_col("SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%nosocket%'");`
  )
  assert.deepEqual(await wordpress.evaluate(options), { 1: [], 2: [] })
})
