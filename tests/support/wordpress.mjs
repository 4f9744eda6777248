// A WordPress of one test: Debian's, on a private MariaDB, behind nginx and PHP-FPM, with the plugin in its folder.

import assert from "node:assert/strict"
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { assemble } from "../../packages/wordpress/build.mjs"
import { buildFolder, phpProgram, root } from "./paths.mjs"
import { runPhp } from "./php.mjs"
import { startStack } from "./stack.mjs"

const MODULES = ["mysqlnd", "mysqli", "ctype", "tokenizer", "iconv", "fileinfo"]
// Another version than Debian's may be named: an unpacked folder, for MySQL.
const UNPACKED = process.env.NOSOCKET_WORDPRESS ?? join(buildFolder, "wordpress")

export const ADMIN = { name: "admin", password: "correct horse" }

/**
 * Installs one. `network`: with several sites; `prefix`: of its tables; `plugins`: active from the start.
 * Resolves to the site; start() puts it behind a web server.
 */
export async function newWordpress(folder, database, { prefix = "wp_", network = false, constants = {} } = {}) {
  assert.ok(existsSync(join(UNPACKED, "wp-includes/version.php")), `${UNPACKED} is missing; run: make setup`)
  const site = join(folder, "site")
  cpSync(UNPACKED, site, { recursive: true })
  await assemble(join(site, "wp-content/plugins"))
  mkdirSync(join(site, "wp-content/mu-plugins"))
  for (const name of ["application.php", "application.js"]) {
    cpSync(join(root, "tests/php/wordpress", name), join(site, "wp-content/mu-plugins", name))
  }
  writeFileSync(join(site, "wp-config.php"), configuration(database, prefix, constants))
  const wordpress = {
    folder: site,
    prefix,
    /** Runs PHP inside WordPress and resolves to what the code returns. `ini`, `loaded`, `env` as for the tests' PHP. */
    evaluate: (code, { before = "", user = 0, ...php } = {}) => runInside(site, { code, before, user }, php),
    /** Serves it; may be called again, with other settings. */
    start: (options = {}) =>
      startStack(folder, {
        documentRoot: site,
        // As WordPress's handbook has it, for pretty addresses.
        locations: "location / { try_files $uri $uri/ /index.php?$args; }",
        modules: MODULES,
        ...options
      })
  }
  await wordpress.evaluate(`return install_for_test(${network});`, { before: "define('WP_INSTALLING', true);" })
  if (network) {
    writeFileSync(join(site, "wp-config.php"), configuration(database, prefix, { ...constants, ...NETWORK }))
  }
  return wordpress
}

const NETWORK = {
  MULTISITE: true,
  SUBDOMAIN_INSTALL: false,
  DOMAIN_CURRENT_SITE: "wp.test",
  PATH_CURRENT_SITE: "/",
  SITE_ID_CURRENT_SITE: 1,
  BLOG_ID_CURRENT_SITE: 1
}

async function runInside(site, input, php) {
  const options = { modules: MODULES, ...php, input: JSON.stringify({ site, ...input }) }
  const { code, stdout, stderr } = await runPhp(phpProgram("wordpress/evaluate.php"), options)
  assert.equal(code, 0, `${stderr}${stdout}`)
  assert.equal(stderr, "", "PHP complained")
  return JSON.parse(stdout)
}

/** wp-config.php as people write it; tests may put another DB_HOST and user into the environment. */
function configuration({ dsn, user, password }, prefix, constants) {
  const { host, port, dbname } = Object.fromEntries(
    dsn
      .slice("mysql:".length)
      .split(";")
      .map((pair) => pair.split("="))
  )
  const lines = {
    DB_NAME: dbname,
    DB_HOST: `${host}:${port}`,
    DB_USER: user,
    DB_PASSWORD: password,
    DB_CHARSET: "utf8mb4",
    DB_COLLATE: "",
    AUTH_KEY: "a".repeat(64),
    SECURE_AUTH_KEY: "b".repeat(64),
    LOGGED_IN_KEY: "c".repeat(64),
    NONCE_KEY: "d".repeat(64),
    AUTH_SALT: "e".repeat(64),
    SECURE_AUTH_SALT: "f".repeat(64),
    LOGGED_IN_SALT: "g".repeat(64),
    NONCE_SALT: "h".repeat(64),
    // Nothing happens by itself, and nothing leaves this machine.
    DISABLE_WP_CRON: true,
    AUTOMATIC_UPDATER_DISABLED: true,
    WP_HTTP_BLOCK_EXTERNAL: true,
    WP_DEBUG: true,
    WP_DEBUG_DISPLAY: false,
    WP_DEBUG_LOG: false,
    ...constants
  }
  const define = ([name, value]) =>
    ["DB_HOST", "DB_USER", "DB_PASSWORD"].includes(name)
      ? `define('${name}', getenv('TEST_${name}') === false ? ${literal(value)} : getenv('TEST_${name}'));`
      : `define('${name}', ${literal(value)});`
  return `<?php
${Object.entries(lines).map(define).join("\n")}
$_SERVER['HTTP_HOST'] ??= 'wp.test';
${constants.MULTISITE ? "" : "define('WP_HOME', 'http://' . $_SERVER['HTTP_HOST']);\ndefine('WP_SITEURL', WP_HOME);"}
$table_prefix = '${prefix}';
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`
}

function literal(value) {
  return typeof value === "string" ? `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'` : String(value)
}
