// A private Apache with PHP inside its own processes (mod_php, prefork), in a folder that its user can reach.

import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after } from "node:test"

import { freePort } from "./port.mjs"
import { iniFile } from "./php.mjs"
import { start, stop } from "./process.mjs"
import { waitFor } from "./wait.mjs"

const MODULES = "/usr/lib/apache2/modules"
const isRoot = process.getuid() === 0

/**
 * Starts it with a copy of these pages: {url, folder, stop, graceful, log}. `settings` gets the folder that PHP may write
 * to, and gives PHP's directives.
 */
export async function startApache(pages, settings, { requestsPerChild = 0 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "nosocket-apache-"))
  after(() => rmSync(folder, { recursive: true, force: true }))
  chmodSync(folder, 0o755)
  cpSync(pages, join(folder, "www"), { recursive: true })
  const data = join(folder, "data")
  mkdirSync(data)
  if (isRoot) {
    execFileSync("chown", ["www-data", data])
  }
  const port = await freePort()
  writeFileSync(join(folder, "php.ini"), iniFile({ ...settings(data), log_errors: "1", display_errors: "0" }))
  writeFileSync(join(folder, "httpd.conf"), configuration(folder, port, requestsPerChild))
  const server = start("apache2", ["-D", "FOREGROUND", "-f", join(folder, "httpd.conf")], {
    cwd: folder,
    stdio: "ignore",
    // Nothing of this machine's own configuration.
    env: { ...process.env, PHP_INI_SCAN_DIR: "" }
  })
  const log = () => (existsSync(join(folder, "error.log")) ? readFileSync(join(folder, "error.log"), "utf8") : "")
  after(() => stop(server))
  const starts = () => log().match(/resuming normal operations/g)?.length ?? 0
  await waitFor("Apache to start", () => server.exitCode !== null || starts() > 0)
  assert.equal(server.exitCode, null, `Apache did not start: ${log()}`)
  return {
    url: `http://127.0.0.1:${port}`,
    data,
    log,
    /** Starts all processes anew, each after its request; resolves when Apache has done its part. */
    graceful: async () => {
      const before = starts()
      server.kill("SIGUSR1")
      await waitFor("Apache's graceful restart", () => starts() > before)
    },
    stop: () => stop(server)
  }
}

function configuration(folder, port, requestsPerChild) {
  const [php] = readdirSync(MODULES).filter((name) => /^libphp.*\.so$/.test(name))
  assert.ok(php, `Apache's PHP module is not installed in ${MODULES}`)
  return `
ServerRoot ${folder}
PidFile ${folder}/pid
ErrorLog ${folder}/error.log
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
LoadModule mpm_prefork_module ${MODULES}/mod_mpm_prefork.so
LoadModule authz_core_module ${MODULES}/mod_authz_core.so
LoadModule php_module ${MODULES}/${php}
PHPIniDir ${folder}
${isRoot ? "User www-data\nGroup www-data" : ""}
StartServers 4
MinSpareServers 4
MaxRequestWorkers 8
MaxConnectionsPerChild ${requestsPerChild}
DocumentRoot ${folder}/www
<FilesMatch "\\.php$">
  SetHandler application/x-httpd-php
</FilesMatch>
`
}
