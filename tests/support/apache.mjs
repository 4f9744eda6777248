// A private Apache that serves one document root and honours its .htaccess files.

import assert from "node:assert/strict"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { freePort } from "./port.mjs"
import { start, stop } from "./process.mjs"
import { waitFor } from "./wait.mjs"

const TRIES = 5

// What hosts load that matters here; autoindex would list folders.
const MODULES = ["mpm_event", "authz_core", "autoindex", "dir", "mime", "headers"]

/** Starts it on a free port and resolves to {url, stop} once it listens. Its workers are no root. */
export async function startApache(folder, { documentRoot }) {
  for (let tries = 1; ; tries++) {
    const port = await freePort()
    writeFileSync(join(folder, "apache.conf"), configuration(port, folder, documentRoot))
    const server = start("apache2", ["-d", folder, "-f", join(folder, "apache.conf"), "-D", "FOREGROUND"], {
      cwd: folder,
      stdio: "ignore"
    })
    await waitFor("Apache to start", () => server.exitCode !== null || existsSync(join(folder, "apache.pid")))
    if (server.exitCode === null) {
      return { url: `http://127.0.0.1:${port}`, stop: () => stop(server, "SIGTERM") }
    }
    // Between our look and its start somebody else may have taken the port.
    const log = existsSync(join(folder, "apache.log")) ? readFileSync(join(folder, "apache.log"), "utf8") : ""
    assert.ok(tries < TRIES, `Apache did not start: ${log}`)
  }
}

function configuration(port, folder, documentRoot) {
  const modules = MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`)
  return `
${modules.join("\n")}
ServerName localhost
Listen 127.0.0.1:${port}
PidFile ${folder}/apache.pid
ErrorLog ${folder}/apache.log
DefaultRuntimeDir ${folder}
Mutex posixsem
${process.getuid() === 0 ? "User www-data\nGroup www-data" : ""}
StartServers 1
TypesConfig /dev/null
DocumentRoot ${documentRoot}
<Directory ${documentRoot}>
  Options Indexes
  AllowOverride All
  Require all granted
</Directory>
`
}
