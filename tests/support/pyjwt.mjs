// PyJWT, an implementation of JSON Web Tokens that shares nothing with ours.

import assert from "node:assert/strict"
import { join } from "node:path"

import { root } from "./paths.mjs"
import { run } from "./process.mjs"

// Debian's own: another Python that comes first in PATH has no PyJWT.
const PYTHON = "/usr/bin/python3"

/** Resolves to a token with these claims. */
export async function issueWithPyJwt(claims, secret, headers) {
  return (await pyJwt({ claims, secret, headers })).token
}

/** Resolves to {claims, header}, or to {refused} with the name of PyJWT's exception. */
export function decodeWithPyJwt(token, secret) {
  return pyJwt({ token, secret })
}

/** What PyJWT says of each of these tokens: "accepted", or the name of its exception. */
export function judgeWithPyJwt(tokens, secret) {
  return pyJwt({ tokens, secret })
}

async function pyJwt(request) {
  const { code, stdout, stderr } = await run(PYTHON, [join(root, "tests/support/pyjwt.py")], {
    input: JSON.stringify(request)
  })
  assert.equal(code, 0, stderr)
  return JSON.parse(stdout)
}
