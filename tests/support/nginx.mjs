// A private nginx that serves one document root and hands PHP files to the PHP-FPM beside it.

import assert from "node:assert/strict"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { SOCKET } from "./fpm.mjs"
import { freePort } from "./port.mjs"
import { start, stop } from "./process.mjs"
import { waitFor } from "./wait.mjs"

const TRIES = 5

/** Starts it on a free port and resolves to {url, stop} once it listens. */
export async function startNginx(folder, options) {
  for (let tries = 1; ; tries++) {
    const port = await freePort()
    const server = await startOn(port, folder, options)
    if (server.exitCode === null) {
      return { url: `http://127.0.0.1:${port}`, stop: () => stop(server, "SIGQUIT") }
    }
    // Between our look and its start somebody else may have taken the port.
    const log = readFileSync(join(folder, "nginx.log"), "utf8")
    assert.ok(log.includes("Address already in use") && tries < TRIES, `nginx did not start: ${log}`)
  }
}

/** Resolves when it listens or has ended. */
async function startOn(port, folder, { documentRoot, locations = "" }) {
  writeFileSync(join(folder, "nginx.conf"), configuration(port, documentRoot, locations))
  const server = start("nginx", ["-p", `${folder}/`, "-c", "nginx.conf", "-e", "nginx.log"], {
    cwd: folder,
    stdio: "ignore"
  })
  // It writes its process id once it has the port; somebody else's server on that port is not mistaken for it.
  await waitFor("nginx to start", () => server.exitCode !== null || existsSync(join(folder, "nginx.pid")))
  return server
}

/** A location that runs one PHP file, with further parameters or directives. */
export function phpLocation(path, file, directives = "") {
  return `
    location = ${path} {
      fastcgi_param SCRIPT_FILENAME ${file};
      fastcgi_param SCRIPT_NAME ${path};
      ${directives}
      ${FASTCGI}
    }`
}

const FASTCGI = `
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param REQUEST_URI $request_uri;
      fastcgi_param DOCUMENT_ROOT $document_root;
      fastcgi_param SERVER_PROTOCOL $server_protocol;
      fastcgi_param REMOTE_ADDR $remote_addr;
      fastcgi_param SERVER_NAME $server_name;
      fastcgi_param SERVER_PORT $server_port;
      fastcgi_pass unix:${SOCKET};`

function configuration(port, documentRoot, locations) {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${name}_temp;`
  )
  return `
daemon off;
pid nginx.pid;
worker_processes 1;
${process.getuid() === 0 ? "user root;" : ""}
events { worker_connections 256; }
http {
  ${temporary.join("\n  ")}
  access_log access.log;
  client_max_body_size 8m;
  types {
    text/html html;
    text/css css;
    text/javascript js mjs;
    application/json json;
    image/svg+xml svg;
  }
  server {
    listen 127.0.0.1:${port};
    root ${documentRoot};
    index index.php index.html;
    ${locations}
    location ~ \\.php$ {
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
      fastcgi_param SCRIPT_NAME $fastcgi_script_name;
      ${FASTCGI}
    }
  }
}
`
}
