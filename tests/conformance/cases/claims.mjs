// Grants: what the claims say, and which channels they cover.

import assert from "node:assert/strict"

import { claims, now } from "../grant.mjs"
import { assertAnswered, assertRefused } from "../expect.mjs"

const DAYS_31 = 31 * 24 * 3600

/** Polls with these claims, which may be a function of the channel asked for. */
const refused = (clause, name, changes, code = "grant_invalid") => ({
  clause,
  name: `${name} is ${code}`,
  run: async (endpoint) =>
    assertRefused(await endpoint.poll({}, { grant: endpoint.sign(claims(changes())) }), 403, code)
})

const accepted = (clause, name, changes) => ({
  clause,
  name,
  run: async (endpoint) => assertAnswered(await endpoint.poll({}, { grant: endpoint.sign(claims(changes())) }))
})

/** Which names these patterns of a grant cover, and which not. */
const covering = (name, patterns, covered, outside) => ({
  clause: "P-48",
  name,
  run: async (endpoint) => {
    const grant = endpoint.sign(claims({ channels: patterns }))
    for (const channel of covered) {
      const answer = await endpoint.poll({ [channel]: {} }, { grant })
      assert.equal(answer.status, 200, `${channel} should be covered: ${answer.text}`)
    }
    for (const channel of outside) {
      const answer = await endpoint.poll({ [channel]: {} }, { grant })
      assert.equal(answer.status, 403, `${channel} should not be covered`)
      assertRefused(answer, 403, "forbidden")
    }
  }
})

/** Takes back the grants of a subject of its own, and polls with these claims. */
const revoking = (clause, name, changes, status) => ({
  clause,
  name: `${name} is ${status === 200 ? "good" : "grant_revoked"} after a revocation`,
  needs: ["revoke"],
  run: async (endpoint) => {
    const subject = endpoint.channel("subject")
    const grant = endpoint.sign(claims(changes(subject)))
    assertAnswered(await endpoint.poll({}, { grant }))
    await endpoint.revoke(subject)
    const answer = await endpoint.poll({}, { grant })
    status === 200 ? assertAnswered(answer) : assertRefused(answer, 403, "grant_revoked")
  }
})

const forbidden = async (endpoint, subscriptions, outside) => {
  const grant = endpoint.sign(claims({ channels: ["mine"] }))
  const answer = await endpoint.poll(subscriptions, { grant })
  assertRefused(answer, 403, "forbidden")
  assert.ok(!answer.json.events && !answer.json.cursors, "a forbidden poll tells nothing")
  answer.json.channels === undefined || assert.deepEqual([...answer.json.channels].sort(), outside)
}

export const claimsCases = [
  ...Object.entries({
    "no sub": undefined,
    "a sub of null": null,
    "a number as sub": 42,
    "an empty sub": "",
    "a sub of 256 bytes": "s".repeat(256),
    "a sub with a NUL": "a\0",
    "a sub with a line's end": "a\nb"
  }).map(([name, sub]) => refused("P-43", name, () => ({ sub }))),
  accepted("P-43", "a sub of 255 bytes is good", () => ({ sub: "s".repeat(255) })),
  accepted("P-43", "a sub beyond ASCII is good", () => ({ sub: "Zoë 😀" })),
  ...Object.entries({
    "no exp": () => undefined,
    "an exp of null": () => null,
    "a string as exp": () => String(now() + 60),
    "an exp in milliseconds": () => (now() + 60) * 1000,
    "an exp of true": () => true
  }).map(([name, exp]) => refused("P-44", name, () => ({ exp: exp() }))),
  refused("P-44", "a grant that ended a moment ago", () => ({ iat: now() - 600, exp: now() - 1 }), "grant_expired"),
  refused("P-44", "a grant of 1970", () => ({ iat: 0, exp: 1 }), "grant_expired"),
  refused("P-44", "a negative exp", () => ({ iat: undefined, exp: -1 }), "grant_expired"),
  accepted("P-44", "an exp with a fraction is good", () => ({ exp: now() + 60.25 })),
  refused("P-45", "an iat five minutes ahead", () => ({ iat: now() + 300 })),
  refused("P-45", "an nbf five minutes ahead", () => ({ nbf: now() + 300 })),
  refused("P-45", "a string as iat", () => ({ iat: String(now()) })),
  refused("P-45", "a string as nbf", () => ({ nbf: "0" })),
  accepted("P-45", "an iat half a minute ahead is good", () => ({ iat: now() + 30 })),
  accepted("P-45", "an nbf that has passed is good", () => ({ nbf: now() - 5 })),
  accepted("P-45", "neither is needed", () => ({ iat: undefined, nbf: undefined })),
  refused("P-46", "more than 31 days from iat on", () => ({ iat: now() - 60, exp: now() + DAYS_31 })),
  refused("P-46", "more than 31 days from now on, without iat", () => ({ iat: undefined, exp: now() + DAYS_31 + 600 })),
  refused("P-46", "a grant of ten years in its last minutes", () => ({ iat: now() - 315_360_000, exp: now() + 60 })),
  accepted("P-46", "31 days from iat on are good", () => ({ iat: now(), exp: now() + DAYS_31 })),
  ...Object.entries({
    "no channels": undefined,
    "channels of null": null,
    "an empty list": [],
    "a string": "*",
    "an object": { orders: true },
    "a number in the list": ["orders", 42],
    "a null in the list": [null],
    "an empty name": [""],
    "a star in the middle": ["a*b"],
    "a star at the front": ["*a"],
    "two stars": ["a**"],
    "a space": ["my orders"],
    "a space before the star": ["orders *"],
    "a letter beyond ASCII": ["für:*"],
    "a NUL": ["a\0"],
    "a name of 129 bytes": ["c".repeat(129)],
    "a prefix of 128 bytes": [`${"c".repeat(128)}*`],
    "one bad name among good ones": ["orders", "a b"],
    "1,001 names": Array.from({ length: 1001 }, (_, n) => `${n}`)
  }).map(([name, channels]) => refused("P-47", name, () => ({ channels }))),
  accepted("P-47", "a name of 128 bytes is good", () => ({ channels: ["c".repeat(128)] })),
  accepted("P-47", "a prefix of 127 bytes is good", () => ({ channels: [`${"c".repeat(127)}*`] })),
  accepted("P-47", "1,000 names are good", () => ({ channels: Array.from({ length: 1000 }, (_, n) => `${n}`) })),
  covering(
    "a name covers that channel and no other",
    ["orders"],
    ["orders"],
    ["order", "orders2", "orders:1", "Orders", "x"]
  ),
  covering(
    "a prefix covers what begins with it, itself too",
    ["user:42:*"],
    ["user:42:", "user:42:mail", "user:42:a:b", "user:42::"],
    ["user:42", "user:421:mail", "user:4", "User:42:mail", "xuser:42:a", "user:43:a"]
  ),
  covering("a prefix need not end at a separator", ["ord*"], ["ord", "orders", "ord1"], ["or", "xord"]),
  covering("a star alone covers everything", ["*"], ["a", "nosocket", "~"], []),
  covering(
    "what is special elsewhere is not special here",
    ["a.c", "a[bc]*", "%*", "b_"],
    ["a.c", "a[bc]d", "%x", "b_"],
    ["abc", "ab", "xy", "bb"]
  ),
  covering("several patterns add up", ["0", "1", "a:*"], ["0", "1", "a:1"], ["2", "00", "a"]),
  {
    clause: "P-49",
    name: "one channel outside the grant refuses the whole poll",
    run: (endpoint) => forbidden(endpoint, { mine: {}, yours: {} }, ["yours"])
  },
  {
    clause: "P-49",
    name: "a cursor, an epoch or a replay changes nothing about it",
    run: (endpoint) =>
      forbidden(endpoint, { yours: { cursor: 1, epoch: "x" }, theirs: { replay: "retained" } }, ["theirs", "yours"])
  },
  ...[-1, 1000, 1.5, "5", null].map((milliseconds) =>
    refused("P-52", `an iat_ms of ${JSON.stringify(milliseconds)}`, () => ({ iat_ms: milliseconds }))
  ),
  ...[0, 999].map((milliseconds) =>
    accepted("P-52", `an iat_ms of ${milliseconds} is good`, () => ({ iat_ms: milliseconds }))
  ),
  revoking("P-53", "a grant from before", (sub) => ({ sub, iat: now() - 30 }), 403),
  revoking("P-53", "a grant from before, to the millisecond", (sub) => ({ sub, iat: now() - 30, iat_ms: 999 }), 403),
  revoking("P-53", "a grant without iat", (sub) => ({ sub, iat: undefined }), 403),
  revoking("P-54", "a grant issued later", (sub) => ({ sub, iat: now() + 30 }), 200),
  revoking("P-54", "a grant of somebody whose name begins so", (sub) => ({ sub: `${sub}:2`, iat: now() - 30 }), 200),
  revoking("P-54", "a grant of somebody else without iat", (sub) => ({ sub: `not ${sub}`, iat: undefined }), 200),
  refused("P-51", "a number as jti", () => ({ jti: 5 })),
  accepted("P-51", "no jti is needed", () => ({ jti: undefined })),
  accepted("P-51", "other claims are ignored", () => ({ aud: ["x"], iss: 5, admin: true, subscribe: { a: [1] } })),
  {
    clause: "P-51",
    name: "other header fields are ignored",
    run: async (endpoint) => {
      const header = {
        alg: "HS256",
        typ: "JWT",
        jku: "https://example.com/keys",
        jwk: { kty: "oct", k: "AA" },
        x5u: "x"
      }
      assertAnswered(await endpoint.poll({}, { grant: endpoint.sign(claims(), header) }))
    }
  }
]
