// A private nginx that serves one document root and hands PHP files to the PHP-FPM beside it.

import assert from "node:assert/strict"
import { readFileSync, writeFileSync } from "node:fs"
import { connect } from "node:net"
import { join } from "node:path"

import { SOCKET } from "./fpm.mjs"
import { freePort } from "./port.mjs"
import { start, stop } from "./process.mjs"
import { waitFor } from "./wait.mjs"

/** Starts it on a free port and resolves to {url, stop, log} once it listens. */
export async function startNginx(folder, { documentRoot, locations = "" }) {
  const port = await freePort()
  writeFileSync(join(folder, "nginx.conf"), configuration(port, documentRoot, locations))
  const server = start("nginx", ["-p", `${folder}/`, "-c", "nginx.conf", "-e", "nginx.log"], { cwd: folder, stdio: "ignore" })
  await waitFor("nginx's port", () => server.exitCode !== null || accepts(port))
  const log = () => readFileSync(join(folder, "nginx.log"), "utf8")
  assert.equal(server.exitCode, null, `nginx did not start: ${log()}`)
  return { url: `http://127.0.0.1:${port}`, log, stop: () => stop(server, "SIGQUIT") }
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
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${name}_temp;`)
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

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false))
    socket.once("connect", () => socket.destroy())
  })
}
