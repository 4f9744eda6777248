// The plugin inside Debian's WordPress, without a browser: what it costs, where its settings come from, what it answers,
// and what it leaves behind.

import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import test from "node:test"

import { ownFolder } from "./support/folder.mjs"
import { poll, post, request } from "./support/http.mjs"
import { SECRET } from "./support/log.mjs"
import { root } from "./support/paths.mjs"
import { comparePollTimes } from "./support/poll_times.mjs"
import { startMariadb } from "./support/servers.mjs"
import { newWordpress } from "./support/wordpress.mjs"

const folder = ownFolder("wordpress-site")
const database = await startMariadb()
const wordpress = await newWordpress(folder, database)
const host = await wordpress.start({ workers: 1 })
const ON_SERVER = {
  "nosocket.dsn": database.dsn,
  "nosocket.user": database.user,
  "nosocket.password": database.password,
  "nosocket.secret": SECRET,
  "nosocket.table_prefix": "wp_",
  "nosocket.rate_limiter": "off"
}

/** A page's queries, and the connections that the server has seen because of it. */
async function costOf(path) {
  const before = await connections()
  const { status, text } = await request(`${host.url}${path}`)
  assert.equal(status, 200)
  // One connection is the question's own.
  const opened = (await connections()) - before - 1
  return { queries: Number(/<!-- queries: (\d+) -->/.exec(text)[1]), opened }
}

async function connections() {
  const code = `return (int) $GLOBALS['wpdb']->get_row("SHOW GLOBAL STATUS LIKE 'Connections'", ARRAY_N)[1];`
  return wordpress.evaluate(code, { loaded: null })
}

const activate = () => wordpress.evaluate("activate_plugin('nosocket/nosocket.php'); return wp_load_alloptions();")

test("a page that uses none of it costs no query and no connection more; one that shows live content opens one", async () => {
  await costOf("/")
  const without = await costOf("/")
  const autoloaded = Object.keys(await activate()).filter((name) => name.includes("nosocket"))
  assert.deepEqual(autoloaded, ["nosocket"])
  await costOf("/")
  assert.deepEqual(await costOf("/"), without)
  assert.equal(without.opened, 1)
  await wordpress.evaluate(`return wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Live',
    'post_name' => 'live', 'post_content' => '[nosocket_live channel="public:a"]-[/nosocket_live]']);`)
  assert.equal((await costOf("/live/")).opened, 2)
  assert.equal((await costOf("/live/")).opened, 2, "nor is it kept when the page is done")
})

test("a second activation, and an upgrade, change nothing that is there", async () => {
  const once = await wordpress.evaluate(
    `nosocket_emit('public:kept', 'e'); return [get_option('nosocket_secret'), wp_next_scheduled('nosocket_cleanup')];`
  )
  const again = await wordpress.evaluate(`
    deactivate_plugins('nosocket/nosocket.php');
    $unscheduled = wp_next_scheduled('nosocket_cleanup');
    activate_plugin('nosocket/nosocket.php');
    NoSocket\\WordPress\\Preferences::set('installed', '0.0.1/0.0.1');
    NoSocket\\WordPress\\Lifecycle::upgrade();
    return [$unscheduled, get_option('nosocket_secret'), get_option('nosocket')['installed'], nosocket()->cursors(['public:kept'])['public:kept']['cursor']];`)
  assert.deepEqual(again, [false, once[0], "0.1.0/0.1.0", 1])
  assert.match(once[0], /^[0-9a-f]{64}$/)
})

const HOSTS = {
  "db.example.org": "mysql:host=db.example.org;dbname=app",
  "db.example.org:3307": "mysql:host=db.example.org;port=3307;dbname=app",
  "127.0.0.1:3307": "mysql:host=127.0.0.1;port=3307;dbname=app",
  "localhost:/run/my.sock": "mysql:unix_socket=/run/my.sock;dbname=app",
  ":/run/my.sock": "mysql:unix_socket=/run/my.sock;dbname=app",
  "localhost": "mysql:unix_socket=/default.sock;dbname=app",
  "localhost:3307": "mysql:unix_socket=/default.sock;dbname=app",
  "[::1]:3307": "mysql:host=::1;port=3307;dbname=app",
  "::1": "mysql:host=::1;dbname=app"
}

for (const [name, dsn] of Object.entries(HOSTS)) {
  test(`DB_HOST ${name} is read as WordPress reads it`, async () => {
    // The database that WordPress itself uses is another one here; only the address is read.
    const code = `return (new ReflectionMethod('NoSocket\\WordPress\\Settings', 'dsnOf'))->invoke(null, '${name}', 'app');`
    assert.equal(await wordpress.evaluate(code, { ini: { "mysqli.default_socket": "/default.sock" } }), dsn)
  })
}

test("it connects to where WordPress does, also by a socket", async () => {
  const socket = await wordpress.evaluate("return $GLOBALS['wpdb']->get_var('SELECT @@socket');")
  const env = { ...process.env, TEST_DB_HOST: `localhost:${socket}`, TEST_DB_USER: "root", TEST_DB_PASSWORD: "" }
  const answer = await wordpress.evaluate(
    "return [NoSocket\\WordPress\\Settings::dsn(), nosocket_emit('public:socket', 'e')->id, NoSocket\\WordPress\\Settings::sharesDatabase()];",
    { env }
  )
  assert.deepEqual(answer, [`mysql:unix_socket=${socket};dbname=app`, 1, true])
})

test("what php.ini has goes before wp-config.php, and NOSOCKET_SECRET before the plugin's own secret", async () => {
  const code = `$options = NoSocket\\WordPress\\Settings::options();
    return [array_keys($options), NoSocket\\WordPress\\Secret::all() === [get_option('nosocket_secret')]];`
  assert.deepEqual(await wordpress.evaluate(code), [
    ["secret", "dsn", "user", "password", "persistent", "table_prefix"],
    true
  ])
  assert.deepEqual((await wordpress.evaluate(code, { ini: ON_SERVER }))[0], [])
  const before = `define('NOSOCKET_SECRET', '${SECRET},${SECRET}2');`
  const secrets = await wordpress.evaluate("return NoSocket\\WordPress\\Secret::all();", { before })
  assert.deepEqual(secrets, [SECRET, `${SECRET}2`])
})

test("the REST route answers polls as poll.php does, byte for byte", async () => {
  const thin = await wordpress.start({ ini: ON_SERVER })
  const [through, beside] = [`${thin.url}/wp-json/nosocket/v1/poll`, `${thin.url}/wp-content/plugins/nosocket/poll.php`]
  const { json } = await post(`${thin.url}/wp-json/nosocket/v1/grant`, '{"channels":["public:a"]}')
  const grant = json.token
  await wordpress.evaluate("return nosocket_emit('public:a', 'e', ['x' => 1.0])->id;")
  const attempts = [
    (url) => poll(url, { "public:a": { cursor: 0, replay: "retained" } }, { grant }),
    (url) => poll(url, { "public:a": { cursor: null, replay: "retained" } }, { grant }),
    (url) => poll(url, { "private": { cursor: null } }, { grant }),
    (url) => poll(url, { "public:a": { cursor: null } }),
    (url) => poll(url, { "public:a": { cursor: null } }, { grant: "nonsense" }),
    (url) => post(url, "{", { grant }),
    (url) => post(url, "[]", { grant }),
    (url) => post(url, `{"subscriptions": {"public:a": {"cursor": "x"}}}`, { grant }),
    (url) => post(url, " ".repeat(70000), { grant }),
    (url) => request(url),
    (url) => request(url, { method: "PUT", body: "{}" }),
    (url) => request(url, { method: "DELETE" })
  ]
  for (const attempt of attempts) {
    const [expected, actual] = [await attempt(beside), await attempt(through)]
    const face = ({ status, text, headers }) => [
      status,
      text,
      ...["content-type", "cache-control", "allow", "retry-after"].map((name) => headers.get(name))
    ]
    assert.deepEqual(face(actual), face(expected))
  }
})

test("a site that closes its REST API to visitors closes this route as well", async () => {
  const answer = await wordpress.evaluate(`
    add_filter('rest_authentication_errors', fn () => new WP_Error('closed', 'Members only.', ['status' => 401]));
    $_SERVER['REQUEST_METHOD'] = 'POST';
    ob_start();
    rest_get_server()->serve_request('/nosocket/v1/poll');
    return json_decode(ob_get_clean(), true)['code'];`)
  assert.equal(answer, "closed")
})

test("an idle poll through poll.php and through the REST route", async (t) => {
  const { url } = await wordpress.start({ ini: ON_SERVER })
  const { json } = await post(`${url}/wp-json/nosocket/v1/grant`, '{"channels":["public:a"]}')
  await comparePollTimes(t, {
    framework: "WordPress",
    thin: `${url}/wp-content/plugins/nosocket/poll.php`,
    route: `${url}/wp-json/nosocket/v1/poll`,
    subscriptions: { "public:a": { cursor: null } },
    grant: json.token
  })
})

test("a grant covers what was asked for and allowed, and says so", async () => {
  const ask = (body, headers) => post(`${host.url}/wp-json/nosocket/v1/grant`, JSON.stringify(body), { headers })
  const channels = ["public:a", "editors", "*", "public:*", "a b", "user:1"]
  const { status, json, headers } = await ask({ channels })
  assert.equal(status, 200)
  assert.deepEqual(json.channels, ["public:a"])
  assert.equal(headers.get("cache-control"), "no-store")
  const claims = JSON.parse(Buffer.from(json.token.split(".")[1], "base64url"))
  assert.match(claims.sub, /^visitor:[0-9a-f]{16}$/)
  assert.deepEqual([claims.channels, claims.exp - claims.iat], [["public:*"], 3600])
  assert.equal((await ask({ channels: "editors" })).json.channels.length, 0)
  assert.equal((await ask({ channels: [[1]] })).status, 400)
  assert.equal((await ask({ channels: Array(101).fill("public:a") })).status, 400)
  assert.equal((await ask({ channels }, { "X-WP-Nonce": "0123456789" })).status, 403)
  assert.equal((await request(`${host.url}/wp-json/nosocket/v1/grant`)).status, 404)
})

test("a filter opens channels by name or prefix, and only those that were asked for; no filter can break the route", async () => {
  const grant = `
    $request = new WP_REST_Request('POST', '/nosocket/v1/grant');
    $request->set_body_params(['channels' => ['team:1', 'board', 'board:x']]);
    return rest_do_request($request)->get_data()['channels'] ?? null;`
  const allow = (list) => `add_filter('nosocket_authorized_channels', fn ($authorized) => ${list});`
  assert.deepEqual(await wordpress.evaluate(grant), [])
  assert.deepEqual(await wordpress.evaluate(`${allow("[...$authorized, 'team:*', 'other']")} ${grant}`), ["team:1"])
  assert.deepEqual(await wordpress.evaluate(`${allow("[...$authorized, 'board']")} ${grant}`), ["board"])
  assert.deepEqual(await wordpress.evaluate(`${allow("null")} ${grant}`), [])
  assert.equal(await wordpress.evaluate(`add_filter('nosocket_visitors', '__return_false'); ${grant}`), null)
})

test("an emit by an action never harms who does it; the function says what was wrong", async () => {
  const answer = await wordpress.evaluate(`
    ini_set('error_log', '/dev/null');
    $faults = $emitted = [];
    add_action('nosocket_fault', function ($fault, $what) use (&$faults) { $faults[] = $what; }, 10, 2);
    add_action('nosocket_emitted', function ($event) use (&$emitted) { $emitted[] = [$event->channel, $event->payload, $event->except]; });
    $_SERVER['HTTP_X_SOCKET_ID'] = 'tab-1';
    do_action('nosocket_emit', 'public:x', 'e');
    do_action('nosocket_emit', 'public:x', 'e', ['a' => 1], 60, nosocket_tab(), true);
    do_action('nosocket_emit', 'with space', 'e');
    do_action('nosocket_emit', ['array'], 'e');
    do_action('nosocket_emit');
    $_SERVER['HTTP_X_SOCKET_ID'] = "tab 1";
    $error = nosocket_emit('with space', 'e');
    return [$emitted, count($faults), $error->get_error_code(), nosocket_tab()];`)
  assert.deepEqual(answer, [
    [
      ["public:x", null, null],
      ["public:x", { a: 1 }, "tab-1"]
    ],
    4,
    "nosocket_invalid_request",
    null
  ])
})

test("WP-Cron removes expired events", async () => {
  const before = await wordpress.evaluate(`
    nosocket_emit('public:cron', 'e', null, 1);
    return nosocket()->diagnostics()['log']['events'];`)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  const after = await wordpress.evaluate(`
    $next = wp_get_scheduled_event('nosocket_cleanup');
    do_action_ref_array($next->hook, $next->args);
    return [nosocket()->diagnostics()['log'], $next->schedule];`)
  assert.equal(after[1], "hourly")
  assert.ok(after[0].events < before && after[0].expired === 0)
})

test("WooCommerce's orders and stock are emitted to who may know", async () => {
  const answer = await wordpress.evaluate(`
    $order = new class { function get_status() { return 'processing'; } function get_customer_id() { return 7; } };
    $product = new class { function get_id() { return 5; } function get_stock_status() { return 'instock'; }
      function get_availability() { return ['availability' => '<b>3</b> in stock', 'class' => 'in-stock']; } };
    $emitted = [];
    add_action('nosocket_emitted', function ($event) use (&$emitted) { $emitted[] = [$event->channel, $event->event, $event->payload]; });
    do_action('woocommerce_new_order', 12, $order);
    do_action('woocommerce_order_status_changed', 12, 'pending', 'processing', $order);
    do_action('woocommerce_product_set_stock', $product);
    NoSocket\\WordPress\\Preferences::set('woocommerce', false);
    do_action('woocommerce_product_set_stock', $product);
    NoSocket\\WordPress\\Preferences::set('woocommerce', true);
    $customer = new WP_User((object) ['ID' => 7]);
    $manager = new WP_User((object) ['ID' => 8]);
    $manager->allcaps['edit_shop_orders'] = true;
    $read = fn ($user) => NoSocket\\WordPress\\Channels::authorized(['woocommerce:orders', 'woocommerce:customer:7', 'public:woocommerce:product:5'], $user);
    return [$emitted, $read($customer), $read($manager), $read(new WP_User())];`)
  const created = { id: 12, status: "processing" }
  const changed = { ...created, from: "pending", to: "processing" }
  const product = "public:woocommerce:product:5"
  assert.deepEqual(answer, [
    [
      ["woocommerce:orders", "order.created", created],
      ["woocommerce:customer:7", "order.created", created],
      ["woocommerce:orders", "order.status_changed", changed],
      ["woocommerce:customer:7", "order.status_changed", changed],
      [product, "stock.changed", { product_id: 5, status: "instock", availability: "3 in stock" }]
    ],
    ["woocommerce:customer:7", product],
    ["woocommerce:orders", product],
    [product]
  ])
})

test("the block shows what the shortcode does, and only to who may read", async () => {
  const answer = await wordpress.evaluate(`
    nosocket_emit('public:block', 'e', ['t' => '<i>']);
    return [
      do_blocks('<!-- wp:nosocket/live {"channel":"public:block","field":"t"} /-->'),
      do_blocks('<!-- wp:nosocket/live {"channel":"editors","content":"secret"} /-->'),
      do_shortcode('[nosocket_live channel="public:block"]<script>alert(1)</script><a href="javascript:x" title="{t}">{t}</a>[/nosocket_live]'),
      do_shortcode('[nosocket_live channel="a b"]x[/nosocket_live]'),
    ];`)
  assert.match(
    answer[0],
    /data-nosocket-cursor="1" data-nosocket-epoch="[0-9a-z]+"><div class="nosocket-live-item">&lt;i&gt;<\/div>/
  )
  assert.equal(answer[1], "")
  assert.match(answer[2], /<template>alert\(1\)<a href="x" title="\{t\}">\{t\}<\/a><\/template>/)
  assert.match(answer[2], /title="\{t\}">&lt;i&gt;<\/a>/)
  assert.equal(answer[3], "")
})

test("from WordPress 6.5 the client is a script module too", async () => {
  // Where WordPress is older, doubles stand in for its functions.
  const before = `
    require $input['site'] . '/wp-includes/version.php';
    if (version_compare($wp_version, '6.5', '<')) {
      function wp_register_script_module($id, $src) { $GLOBALS['modules'][$id] = $src; }
      function wp_enqueue_script_module($id) { add_action('wp_footer', fn () => printf('<script type="module" src="%s"></script>', $GLOBALS['modules'][$id])); }
    }`
  const page = await wordpress.evaluate(
    `add_action('wp_enqueue_scripts', 'nosocket_enqueue_module'); ob_start();
    do_action('wp_head'); do_action('wp_footer'); return ob_get_clean();`,
    { before, ini: { error_reporting: "0" } }
  )
  assert.match(page, /<script type="module"[^>]* src="[^"]*\/nosocket\/assets\/nosocket\.module\.min\.js/)
  assert.equal(page.match(/id="nosocket-configuration"/g).length, 1)
})

test("with the README's action for logouts, a grant from before one is worth nothing", async () => {
  const code = await wordpress.evaluate(`
    add_action('wp_logout', fn ($user) => nosocket()->revoke("user:$user"));
    wp_set_current_user(1);
    $grant = nosocket()->grant(['public:a'], 'user:1');
    nosocket()->poll(['public:a' => []], $grant);
    wp_logout();
    try {
      nosocket()->poll(['public:a' => []], $grant);
    } catch (NoSocket\\GrantException $refusal) {
      return $refusal->getErrorCode();
    }`)
  assert.equal(code, "grant_revoked")
})

test("WP-CLI's commands say how things are", async () => {
  const before = `
    define('WP_CLI', true);
    class WP_CLI { static $out = []; static $command;
      static function add_command($name, $class) { self::$command = new $class; }
      static function line($line) { self::$out[] = $line; } static function success($line) { self::$out[] = "ok $line"; }
      static function error($line) { self::$out[] = "error $line"; } }`
  const code = `WP_CLI::$command->doctor(); WP_CLI::$command->install(); WP_CLI::$command->emit(['public:cli', 'e', '{"a":1}']);
    WP_CLI::$command->cleanup(); return WP_CLI::$out;`
  const out = await wordpress.evaluate(code, { before })
  assert.equal(out[0], "Live events: Everything works.")
  assert.deepEqual(out.slice(-4), [
    "ok NoSocket works.",
    "ok Schema version 2.",
    "ok public:cli 1.",
    "ok 0 events removed."
  ])
})

test("an extension that is too old or broken settings are told in one sentence", async () => {
  const old = await wordpress.evaluate(
    "return [NoSocket\\WordPress\\Extension::problem(), nosocket_emit('public:a', 'e')->get_error_code(), get_option('nosocket')['installed']];",
    {
      loaded: null,
      before: "ini_set('error_log', '/dev/null'); final class NoSocket { const VERSION = '0.0.9'; }"
    }
  )
  assert.match(old[0], /is version 0\.0\.9, and this plugin needs 0\.1\.0 or newer\. Update/)
  assert.deepEqual(old.slice(1), ["nosocket_unavailable", "0.1.0/0.1.0"])
  const problem = "return NoSocket\\WordPress\\Diagnosis::problem();"
  assert.match(await wordpress.evaluate(problem, { ini: { "nosocket.secret": "short" } }), /secret/)
  assert.match(
    await wordpress.evaluate(problem, { ini: { "nosocket.dsn": "mysql:host=127.0.0.1;port=1;dbname=x" } }),
    /./
  )
  assert.match(
    await wordpress.evaluate(`NoSocket\\WordPress\\Tables::drop(); ${problem}`),
    /tables are missing.*activate it again/
  )
  await wordpress.evaluate("NoSocket\\WordPress\\Lifecycle::activate(false); return 1;")
  assert.equal(await wordpress.evaluate(problem), null)
})

test("tables of the same names that are another plugin's are noticed", async () => {
  const problem = await wordpress.evaluate(`
    NoSocket\\WordPress\\Tables::drop();
    $GLOBALS['wpdb']->query('CREATE TABLE wp_nosocket_events (id BIGINT, channel VARCHAR(128), expires_at DATETIME)');
    NoSocket\\WordPress\\Lifecycle::activate(false);
    $problem = NoSocket\\WordPress\\Diagnosis::problem();
    NoSocket\\WordPress\\Tables::drop();
    NoSocket\\WordPress\\Lifecycle::activate(false);
    return [$problem, NoSocket\\WordPress\\Diagnosis::problem()];`)
  assert.match(problem[0], /some of these names have other columns.*begin with wp_nosocket_,/)
  assert.equal(problem[1], null)
})

test("no file does anything when it is called directly", async () => {
  const files = await wordpress.evaluate(
    `return array_map(fn ($f) => substr($f, strlen(WP_PLUGIN_DIR)), [...glob(WP_PLUGIN_DIR . '/nosocket/*.php'), ...glob(WP_PLUGIN_DIR . '/nosocket/includes/*.php')]);`
  )
  assert.ok(files.length > 20)
  for (const file of files.filter((name) => name !== "/nosocket/poll.php")) {
    const { status, text } = await request(`${host.url}/wp-content/plugins${file}`)
    assert.deepEqual([status, text], [200, ""], file)
  }
})

test("uninstalled, nothing of it is left", async () => {
  const left = await wordpress.evaluate(`
    set_transient('nosocket_install_failure', 'x', 60);
    deactivate_plugins('nosocket/nosocket.php');
    require_once ABSPATH . 'wp-admin/includes/file.php';
    uninstall_plugin('nosocket/nosocket.php');
    return [
      $GLOBALS['wpdb']->get_col("SHOW TABLES LIKE '%nosocket%'"),
      $GLOBALS['wpdb']->get_col("SELECT option_name FROM wp_options WHERE option_name LIKE '%nosocket%'"),
      wp_next_scheduled('nosocket_cleanup'),
    ];`)
  assert.deepEqual(left, [[], [], false])
})

test("the version is the same wherever it stands", () => {
  const read = (name) => readFileSync(join(root, "packages/wordpress", name), "utf8")
  const [, header] = /Version: +(\S+)/.exec(read("nosocket/nosocket.php"))
  const [, constant] = /const VERSION = '(.+)'/.exec(read("nosocket/nosocket.php"))
  const [, stable] = /Stable tag: (\S+)/.exec(read("nosocket/readme.txt"))
  assert.deepEqual([constant, stable], [header, header])
})
