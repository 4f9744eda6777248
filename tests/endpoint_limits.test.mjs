// The poll endpoint, through nginx and PHP-FPM: the rate limit, kept in memory and in the database.

import assert from "node:assert/strict"
import test from "node:test"
import { setTimeout as pause } from "node:timers/promises"

import { assertAnswered, assertNothingLeaked, assertRefused, startEndpoint } from "./support/endpoint.mjs"
import { ownFolder } from "./support/folder.mjs"
import { poll } from "./support/http.mjs"
import { claims, signToken } from "./support/token.mjs"

const LIMIT = 3
const WINDOW_SECONDS = 60

for (const limiter of ["memory", "database"]) {
  test(`${limiter}: a client may poll so often, then is refused with a time to wait`, async () => {
    const endpoint = await startLimited(limiter, LIMIT, WINDOW_SECONDS)
    await spend(() => endpoint.poll({}))
    const refused = await endpoint.poll({})
    assertRefused(refused, 429, "rate_limited")
    // One poll is regained each WINDOW / LIMIT seconds, so nobody waits longer than that.
    const wait = retryAfter(refused)
    assert.ok(wait >= 1 && wait <= WINDOW_SECONDS / LIMIT, `Retry-After: ${wait}`)
    assertNothingLeaked(endpoint)
  })

  test(`${limiter}: another subject has a limit of its own`, async () => {
    const endpoint = await startLimited(limiter, LIMIT, WINDOW_SECONDS)
    const pollAs = (sub) => poll(endpoint.url, {}, { grant: signToken(claims({ sub })) })
    await spend(() => pollAs("alice"))
    assertRefused(await pollAs("alice"), 429, "rate_limited")
    assertAnswered(await pollAs("bob"))
  })

  test(`${limiter}: requests without a good grant are limited by address, and leave good ones alone`, async () => {
    const endpoint = await startLimited(limiter, LIMIT, WINDOW_SECONDS)
    for (let n = 0; n < LIMIT; n++) {
      assertRefused(
        await poll(endpoint.url, {}, { grant: signToken(claims(), { secret: `guess ${n}` }) }),
        403,
        "grant_invalid"
      )
    }
    assertRefused(await poll(endpoint.url, {}), 429, "rate_limited")
    assertAnswered(await endpoint.poll({}))
  })

  test(`${limiter}: malformed requests count as well`, async () => {
    const endpoint = await startLimited(limiter, LIMIT, WINDOW_SECONDS)
    for (let n = 0; n < LIMIT; n++) {
      assertRefused(await endpoint.post("{}"), 400, "invalid_request")
    }
    assertRefused(await endpoint.post("{}"), 429, "rate_limited")
  })

  test(`${limiter}: who waits as long as told gets in, once`, async () => {
    const endpoint = await startLimited(limiter, 1, 2)
    assertAnswered(await endpoint.poll({}))
    const refused = await endpoint.poll({})
    assertRefused(refused, 429, "rate_limited")
    // The contract itself: this wait, and no longer one, is enough.
    await pause(retryAfter(refused) * 1000)
    assertAnswered(await endpoint.poll({}))
  })
}

function startLimited(limiter, limit, window) {
  return startEndpoint(ownFolder("limits"), { rate_limiter: limiter, rate_limit: limit, rate_window: window })
}

/** Uses up the whole limit. */
async function spend(pollOnce) {
  for (let n = 0; n < LIMIT; n++) {
    assertAnswered(await pollOnce())
  }
}

function retryAfter(answer) {
  assert.match(answer.headers.get("retry-after") ?? "", /^\d+$/)
  return Number(answer.headers.get("retry-after"))
}
