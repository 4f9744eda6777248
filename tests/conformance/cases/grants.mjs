// Grants: the token's form, its algorithm and its key.

import { generateKeyPairSync, sign as signWithKey } from "node:crypto"

import { claims, encode, now, sign } from "../grant.mjs"
import { assertAnswered, assertRefused } from "../expect.mjs"

const WRONG_SECRET = "a secret that is not the endpoint's, but long enough"

/** A grant that `make` makes of the endpoint; it stands in the body, where no web server looks at it first. */
const grant = (clause, name, make, status = 403, code = "grant_invalid", needs) => ({
  clause,
  name: status === 200 ? name : `${name} is ${code}`,
  needs,
  run: async (endpoint) => {
    const answer = await endpoint.poll({}, { grant: null, fields: { grant: make(endpoint) } })
    status === 200 ? assertAnswered(answer) : assertRefused(answer, status, code)
  }
})

const accepted = (clause, name, make, needs) => grant(clause, name, make, 200, undefined, needs)

const parts = (endpoint) => endpoint.grant.split(".")
const withHeader = (header, hash) => (endpoint) => endpoint.sign(claims(), header, hash)

function signedByRsa() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const input = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims())}`
  return `${input}.${signWithKey("sha256", Buffer.from(input), privateKey).toString("base64url")}`
}

/** A signature's last letter holds two bits that decoding drops; another letter with the same rest is another spelling. */
function otherSpelling(endpoint) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
  const letter = alphabet.indexOf(endpoint.grant.at(-1))
  return endpoint.grant.slice(0, -1) + alphabet[letter ^ 1]
}

export const grants = [
  ...Object.entries({
    "what is no token": () => "let-me-in",
    "a token of two segments": (endpoint) => parts(endpoint).slice(0, 2).join("."),
    "a token of four segments": (endpoint) => `${endpoint.grant}.e30`,
    "dots": () => "..",
    "a token with a space": (endpoint) => endpoint.grant.replace(".", ". "),
    "a token with a line's end": (endpoint) => `${endpoint.grant}\n`,
    "a token with padding": (endpoint) => `${endpoint.grant}=`,
    "a signature in another spelling": otherSpelling,
    "a signature in base64 instead of base64url": (endpoint) => {
      const [header, body, signature] = parts(endpoint)
      const plain = Buffer.from(signature, "base64url").toString("base64")
      return `${header}.${body}.${plain}`
    },
    "a token of 9,000 bytes": (endpoint) => endpoint.sign(claims({ jti: "j".repeat(9000) })),
    "a header that is no JSON": (endpoint) => endpoint.sign(claims(), "{"),
    "a header that is a list": (endpoint) => endpoint.sign(claims(), '["HS256"]'),
    "claims that are no JSON": (endpoint) => endpoint.sign("exp"),
    "claims that are a list": (endpoint) => endpoint.sign([claims()]),
    "an alg that is there twice": (endpoint) => endpoint.sign(claims(), '{"alg": "none", "alg": "HS256"}'),
    "an exp that is there twice": (endpoint) =>
      endpoint.sign(JSON.stringify(claims()).replace("{", `{"exp": ${now() + 60},`)),
    "an exp that is there twice, once escaped": (endpoint) =>
      endpoint.sign(JSON.stringify(claims()).replace("{", `{"\\u0065xp": ${now() + 60},`))
  }).map(([name, make]) => grant("P-40", name, make)),
  ...Object.entries({
    "a token signed with another secret": () => sign(WRONG_SECRET, claims()),
    "a token signed with an empty secret": () => sign("", claims()),
    "changed claims": (endpoint) => {
      const [header, , signature] = parts(endpoint)
      return `${header}.${encode(claims({ sub: "admin" }))}.${signature}`
    },
    "a changed header": (endpoint) => {
      const [, body, signature] = parts(endpoint)
      return `${encode({ alg: "HS256" })}.${body}.${signature}`
    },
    "a byte of the signature changed": (endpoint) => {
      const [header, body, signature] = parts(endpoint)
      return `${header}.${body}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`
    },
    "half of the signature": (endpoint) => endpoint.grant.slice(0, -22),
    "no signature": withHeader({ alg: "HS256" }, null),
    "alg none without a signature": withHeader({ alg: "none" }, null),
    "alg none with a good signature": withHeader({ alg: "none" }),
    "alg nOnE": withHeader({ alg: "nOnE" }, null),
    "alg hs256": withHeader({ alg: "hs256" }),
    "alg HS512, signed so": withHeader({ alg: "HS512" }, "sha512"),
    "alg HS384 with an HS256 signature": withHeader({ alg: "HS384" }),
    "alg RS256, signed with RSA": signedByRsa,
    "alg RS256 with an HS256 signature": withHeader({ alg: "RS256" }),
    "alg HS256 with an HS512 signature": withHeader({ alg: "HS256" }, "sha512"),
    "no alg": withHeader({ typ: "JWT" }),
    "an alg that is null": withHeader({ alg: null }),
    "an alg in a list": withHeader({ alg: ["HS256"] }),
    "crit": withHeader({ alg: "HS256", crit: ["exp"] }),
    "an empty crit": withHeader({ alg: "HS256", crit: [] }),
    "a typ of another kind": withHeader({ alg: "HS256", typ: "at+jwt" }),
    "a typ of null": withHeader({ alg: "HS256", typ: null })
  }).map(([name, make]) => grant("P-41", name, make)),
  accepted("P-41", "a header of alg alone is enough", withHeader({ alg: "HS256" })),
  accepted("P-41", "a typ in small letters is JWT", withHeader({ alg: "HS256", typ: "jwt" })),
  accepted(
    "P-42",
    "a kid that the endpoint does not know is no obstacle",
    withHeader({ alg: "HS256", kid: "elsewhere" })
  ),
  grant("P-42", "a kid of another secret does not make it good", () =>
    sign(WRONG_SECRET, claims(), { alg: "HS256", kid: "elsewhere" })
  ),
  grant("P-42", "a number as kid", withHeader({ alg: "HS256", kid: 7 })),
  grant("P-42", "a kid that points at a file", () => sign("", claims(), { alg: "HS256", kid: "../../../dev/null" })),
  ...[undefined, "elsewhere"].map((kid) =>
    accepted(
      "P-42",
      `the host's other secret is tried as well, ${kid ? "whatever kid says" : "without a kid"}`,
      ({ options }) => sign(options.otherSecret, claims(), { alg: "HS256", kid }),
      ["otherSecret"]
    )
  ),
  grant("P-50", "an expired token of another secret", () => sign(WRONG_SECRET, claims({ exp: now() - 10 }))),
  grant("P-50", "an expired token of alg none", (endpoint) =>
    endpoint.sign(claims({ exp: now() - 10 }), { alg: "none" }, null)
  )
]
