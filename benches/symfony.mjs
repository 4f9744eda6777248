// How long a poll takes through poll.php and through the Symfony bundle's route: `node benches/symfony.mjs`.
// One client, nginx and PHP-FPM with the opcode cache, environment prod, SQLite, nothing new to deliver.

import { mkdirSync } from "node:fs"
import { join } from "node:path"
import test from "node:test"

import { ownFolder } from "../tests/support/folder.mjs"
import { poll } from "../tests/support/http.mjs"
import { asIni, call, newLog } from "../tests/support/log.mjs"
import { phpLocation } from "../tests/support/nginx.mjs"
import { root } from "../tests/support/paths.mjs"
import { startStack } from "../tests/support/stack.mjs"

const POLLS = 500
const MODULES = "ctype iconv intl mbstring tokenizer xml dom simplexml".split(" ")
const application = join(root, "examples/symfony/public")

test("polls", async () => {
  const folder = ownFolder("bench-symfony")
  const log = newLog(folder)
  mkdirSync(join(folder, "sessions"))
  const index = join(application, "index.php")
  const variables = `fastcgi_param APP_ENV prod; fastcgi_param APP_VAR "${join(folder, "var")}";`
  const { url } = await startStack(folder, {
    documentRoot: application,
    locations: `location / { try_files $uri /index.php$is_args$args; } ${phpLocation("/index.php", index, variables)}`,
    ini: { ...asIni(log), "session.save_path": join(folder, "sessions"), "opcache.validate_timestamps": 0 },
    modules: MODULES
  })
  await call(log, "emit", "orders", "order.created")
  const grant = await call(log, "grant", ["orders"], "user:1")
  for (const address of ["poll.php", "nosocket/poll"]) {
    const times = []
    for (let sent = 0; sent < POLLS + 50; sent++) {
      const began = performance.now()
      const { status } = await poll(`${url}/${address}`, { orders: { cursor: 1 } }, { grant })
      if (status !== 200) throw new Error(`${address} answered ${status}`)
      if (sent >= 50) times.push(performance.now() - began)
    }
    times.sort((one, other) => one - other)
    const [median, late] = [0.5, 0.95].map((share) => times[Math.floor(times.length * share)].toFixed(2))
    console.log(`${address.padEnd(14)} median ${median} ms, 95 % ${late} ms`)
  }
})
