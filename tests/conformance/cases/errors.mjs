// Errors: their bodies, and what a host says when it cannot or will not answer.

import assert from "node:assert/strict"
import { setTimeout as pause } from "node:timers/promises"

import { claims, now, sign } from "../grant.mjs"
import { assertAnswered, assertRefused } from "../expect.mjs"

const INNARDS =
  /(\/(var|srv|home|tmp|etc|usr|work|opt)\/|\.php|\.sqlite|sqlstate|select |insert |127\.0\.0\.1|localhost|password)/i

const shape = (name, ask) => ({
  clause: "P-90",
  name: `${name} is told in a sentence, with a code`,
  run: async (endpoint) => {
    const { status, json, text } = await ask(endpoint)
    assert.ok(status >= 400, text)
    assert.ok(typeof json?.error === "string" && json.error.length > 10, `no sentence: ${text}`)
    assert.match(json.code ?? "", /^[a-z_]+$/)
    assert.ok(!("events" in json), text)
  }
})

/** Polls until the endpoint refuses, and resolves to the refusal. */
async function spend(endpoint, options) {
  for (let polls = 0; polls <= endpoint.options.rateLimit; polls++) {
    const answer = await endpoint.poll({}, options)
    if (answer.status !== 200) {
      return answer
    }
  }
  assert.fail(`${endpoint.options.rateLimit + 1} polls in a row were answered`)
}

/** Whom only this case is, so that it has a limit of its own. */
const somebody = (endpoint) => ({ grant: endpoint.sign(claims({ sub: endpoint.run })) })

function retryAfter({ headers }) {
  assert.match(headers["retry-after"] ?? "", /^[1-9]\d*$/, "Retry-After is no whole number of seconds above 0")
  return Number(headers["retry-after"])
}

const limited = (name, run) => ({ clause: "P-92", name, needs: ["rateLimit"], run })

const failing = (clause, name, option, run) => ({
  clause,
  name,
  needs: [option],
  run: async (endpoint) =>
    run(await endpoint.poll({ [endpoint.channel("fault")]: { cursor: 0 } }, { url: endpoint.options[option] }))
})

export const errors = [
  shape("a bad body", (endpoint) => endpoint.send("nonsense")),
  shape("a poll without a grant", (endpoint) => endpoint.poll({}, { grant: null })),
  shape("a forged grant", (endpoint) => endpoint.poll({}, { grant: sign("x".repeat(40), claims()) })),
  shape("an expired grant", (endpoint) => endpoint.poll({}, { grant: endpoint.sign(claims({ exp: now() - 1 })) })),
  shape("a forbidden channel", (endpoint) =>
    endpoint.poll({ yours: {} }, { grant: endpoint.sign(claims({ channels: ["mine"] })) })
  ),
  shape("another method", (endpoint) => endpoint.send(undefined, { method: "GET" })),
  shape("a large body", (endpoint) => endpoint.send("x".repeat(endpoint.options.maxBody + 1))),
  limited("too many polls are refused, with a time to wait", async (endpoint) => {
    const refused = await spend(endpoint, somebody(endpoint))
    assertRefused(refused, 429, "rate_limited")
    retryAfter(refused)
  }),
  limited("after that time a poll is answered again", async (endpoint) => {
    const options = somebody(endpoint)
    await pause(retryAfter(await spend(endpoint, options)) * 1000)
    assertAnswered(await endpoint.poll({}, options))
  }),
  failing("P-93", "while the database is away, a poll is 503 with a time to wait", "unavailable", (answer) => {
    assertRefused(answer, 503, "unavailable")
    retryAfter(answer)
    assert.equal(answer.headers["cache-control"], "no-store")
  }),
  failing("P-94", "another fault is 500, and no time is named", "broken", (answer) => {
    assertRefused(answer, 500, "internal")
    assert.equal(answer.headers["retry-after"], undefined)
    assert.equal(answer.headers["cache-control"], "no-store")
  }),
  ...["unavailable", "broken"].map((option) =>
    failing("P-94", `what is wrong stays on the host: ${option}`, option, ({ text }) =>
      assert.doesNotMatch(text, INNARDS)
    )
  )
]
