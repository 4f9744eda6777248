// Grants, valid and spoilt, before three readers that share nothing: ours, the reference of the conformance suite, and
// PyJWT. The first two agree in everything. PyJWT knows less of a grant, and differs where it is listed here.

import assert from "node:assert/strict"
import test from "node:test"

import { verify } from "./conformance/reference/grant.mjs"
import { ownFolder } from "./support/folder.mjs"
import { chance, runs, seed, spoil } from "./support/fuzz.mjs"
import { newLog, SECRET } from "./support/log.mjs"
import { phpProgram } from "./support/paths.mjs"
import { phpJson } from "./support/php.mjs"
import { judgeWithPyJwt } from "./support/pyjwt.mjs"
import { claims, signText } from "./support/token.mjs"

const BATCH = 2000
const HEADER = '{"alg":"HS256","typ":"JWT"}'
const DAYS_31 = 31 * 24 * 3600

/** What PyJWT refuses and we accept: it knows no leeway for clocks, wants an audience named, and knows `b64`. */
const STRICTER = ["ImmatureSignatureError", "InvalidAudienceError", "DecodeError: b64"]

/** Values for claims and header fields. Times keep away from the moments at which a verdict changes. */
const values = () => {
  const now = Math.floor(Date.now() / 1000)
  const times = [-600, -10_000, 30, 1000, 2000, DAYS_31 - 1000, DAYS_31 + 1000].map((ahead) => now + ahead)
  const numbers = [
    "0",
    "-1",
    "1e3",
    "1.5",
    "1e308",
    "-1e308",
    "1e400",
    "9223372036854775808",
    "-0",
    ...times,
    now + 600.5
  ]
  const texts = [
    '"a"',
    '""',
    '"*"',
    '"HS256"',
    '"none"',
    '"JWT"',
    `"${now + 600}"`,
    '"\\u0000"',
    '"ü😀"',
    `"${"x".repeat(256)}"`
  ]
  const channels = ['["*"]', '["orders","user:42:*"]', "[]", '[""]', '["a*b"]', '["a b"]', "[1]", '["ü"]', '["a",null]']
  return [...numbers.map(String), ...texts, ...channels, "null", "true", "false", "{}", '{"a":[1]}', "[[[[]]]]"]
}
const NAMES = [
  "sub",
  "iat",
  "iat_ms",
  "exp",
  "nbf",
  "jti",
  "channels",
  "alg",
  "typ",
  "kid",
  "crit",
  "b64",
  "aud",
  "iss",
  "x",
  "\\u0065xp"
]
const WORDS = [
  ".",
  "=",
  "A",
  "-",
  "_",
  "+",
  "/",
  " ",
  "\n",
  "e30",
  '"',
  "{",
  "}",
  ",",
  ":",
  "\\",
  "1",
  "null",
  "\ufeff"
]

/** One token: good claims and a good header with some members changed, and sometimes spoilt as a text. */
function token(chance, pool) {
  const { number, one, often } = chance
  const members = (json) => {
    const text = json.slice(1, -1).split(/,(?=")/)
    for (let changes = number(4); changes > 0; changes--) {
      const member = `"${one(NAMES)}":${one(pool)}`
      text.splice(number(text.length + 1), number(2), member)
    }
    return often(0.1) ? `${spoil(`{${text}}`, WORDS, chance, 2)}` : `{${text}}`
  }
  const header = often(0.3) ? members(HEADER) : HEADER
  const body = often(0.9) ? members(JSON.stringify(claims({ channels: ["orders"] }))) : JSON.stringify(claims())
  const secret = often(0.1) ? "another secret, as long as it has to be, but not ours" : SECRET
  const signed = signText(header, body, secret)
  const spoilt = often(0.2) ? `${spoil(signed, WORDS, chance, 2)}` : signed
  // The empty text is no grant at all.
  return spoilt || "."
}

test("ours and the reference agree on every token, and PyJWT differs only as listed", async (t) => {
  const log = newLog(ownFolder("differential"))
  const random = chance()
  const counts = {}
  const count = (what) => (counts[what] = (counts[what] ?? 0) + 1)
  for (let left = runs(6000); left > 0; left -= BATCH) {
    const pool = values()
    const tokens = Array.from({ length: Math.min(left, BATCH) }, () => token(random, pool))
    const input = JSON.stringify({ options: log, tokens })
    const [ours, theirs] = await Promise.all([
      phpJson(phpProgram("verify_grants.php"), { input }),
      judgeWithPyJwt(tokens, SECRET)
    ])
    for (const [index, token] of tokens.entries()) {
      const { verdict, why } = judgeByReference(token)
      assert.equal(ours[index], verdict, `seed ${seed}, ${token}: the reference says ${verdict} ${why}`)
      count(compare(ours[index], theirs[index], token, why))
    }
  }
  assert.ok(counts["both accept"] > 0 && counts["both refuse"] > 0, JSON.stringify(counts))
  t.diagnostic(`seed ${seed}: ${JSON.stringify(counts)}`)
})

function judgeByReference(token) {
  try {
    verify(token, { secrets: [SECRET], is: () => false })
    return { verdict: "accepted", why: "" }
  } catch (refusal) {
    return { verdict: refusal.code ?? `${refusal}`, why: refusal.message }
  }
}

/** In which way the two agree or may differ; any other way is a failure. */
function compare(ours, theirs, token, why) {
  if (ours === "accepted" && theirs === "accepted") {
    return "both accept"
  }
  if (ours !== "accepted" && theirs !== "accepted") {
    return "both refuse"
  }
  if (ours === "accepted") {
    const b64 = theirs === "DecodeError" && header(token).b64 === false
    const listed = STRICTER.includes(b64 ? "DecodeError: b64" : theirs)
    assert.ok(listed, `seed ${seed}, ${token}: accepted by us, ${theirs} by PyJWT`)
    return `PyJWT alone refuses: ${theirs}`
  }
  // The signature is never among the reasons, nor that a grant is over.
  assert.doesNotMatch(why, /signature/, `seed ${seed}, ${token}: PyJWT accepts the signature`)
  assert.notEqual(ours, "grant_expired", `seed ${seed}, ${token}: PyJWT accepts it still`)
  return `we alone refuse: ${why}`
}

function header(token) {
  return JSON.parse(Buffer.from(token.split(".")[0], "base64url"))
}
