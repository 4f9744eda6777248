// public/poll.php behind nginx and PHP-FPM, over a log of the test's own.

import assert from "node:assert/strict"
import { join } from "node:path"

import { answers, poll, post } from "./http.mjs"
import { asIni, call, newLog } from "./log.mjs"
import { phpLocation } from "./nginx.mjs"
import { root } from "./paths.mjs"
import { startStack } from "./stack.mjs"
import { claims, signToken } from "./token.mjs"

const POLL_PHP = join(root, "public/poll.php")

/** Starts it; `options` are settings of NoSocket, on top of those of newLog(). */
export async function startEndpoint(folder, options = {}) {
  const log = newLog(folder, options)
  const stack = await startStack(folder, {
    documentRoot: join(root, "public"),
    // A host that strips the header and hands it on under the name that rewriting servers give it.
    locations: phpLocation(
      "/rewritten/poll.php",
      POLL_PHP,
      'fastcgi_param HTTP_AUTHORIZATION ""; fastcgi_param REDIRECT_HTTP_AUTHORIZATION $http_authorization;'
    ),
    ini: asIni(log)
  })
  const url = `${stack.url}/poll.php`
  const grant = signToken(claims())
  return {
    ...stack,
    log,
    url,
    grant,
    rewrittenUrl: `${stack.url}/rewritten/poll.php`,
    /** Polls with a good grant for all channels. */
    poll: (subscriptions, options) => poll(url, subscriptions, { grant, ...options }),
    /** Posts a body as it is, with a good grant. */
    post: (body, options) => post(url, body, { grant, ...options }),
    emit: (...event) => call(log, "emit", ...event)
  }
}

/** An answer with this status and code, a sentence for people, what else is told, and the headers of every answer. */
export function assertRefused(answer, status, code, more = {}) {
  assert.deepEqual([answer.status, answer.json?.code], [status, code], answer.text)
  const { error, ...rest } = answer.json
  assert.deepEqual(rest, { code, ...more })
  assert.ok(error.length > 10, "the error is a sentence")
  assertNotStored(answer)
}

/** An answer to a poll. */
export function assertAnswered(answer) {
  assert.equal(answer.status, 200, answer.text)
  assertNotStored(answer)
}

function assertNotStored({ headers }) {
  assert.equal(headers.get("cache-control"), "no-store")
  assert.match(headers.get("content-type"), /^application\/json\b/)
}

/** No answer and no log of the servers holds a secret or a grant, and no worker died. */
export function assertNothingLeaked(endpoint, ...grants) {
  const logs = endpoint.allLogs()
  for (const hidden of [endpoint.log.secret, endpoint.grant, ...grants]) {
    assert.ok(!logs.includes(hidden), "a log holds a secret or a grant")
    assert.ok(!answers.some((answer) => answer.includes(hidden)), "an answer holds a secret or a grant")
  }
  assert.doesNotMatch(logs, /exited on signal/)
}
