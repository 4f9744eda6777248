// Whether an SPDX licence expression can be met with the licences that the project accepts.

/** Licences without duties beyond keeping their text. */
export const ACCEPTED = new Set([
  "0BSD",
  "Apache-2.0",
  "Apache-2.0 WITH LLVM-exception",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BSL-1.0",
  "CDLA-Permissive-2.0",
  "ISC",
  "MIT",
  "Unicode-3.0",
  "Unlicense",
  "Zlib"
])

/** What crates say that have a file in the place of a name, after it was read. */
const READ = new Map([["webpki", "ISC AND BSD-3-Clause"]])

/** The SPDX expression for a crate that names none. */
export function licenceOf(name, license, license_file) {
  return license ?? READ.get(name) ?? `the file ${license_file}`
}

/** `OR` is a choice, `AND` is both; an old crate's `/` is `OR`. */
export function isAccepted(expression) {
  const tokens =
    expression.replaceAll("/", " OR ").match(/[()]|\b(?:OR|AND)\b|(?!OR\b|AND\b)[^\s()]+(?: WITH [^\s()]+)?/g) ?? []
  let at = 0
  const either = () => {
    let met = both()
    while (tokens[at] === "OR") {
      at++
      met = both() || met
    }
    return met
  }
  const both = () => {
    let met = one()
    while (tokens[at] === "AND") {
      at++
      met = one() && met
    }
    return met
  }
  const one = () => {
    if (tokens[at] !== "(") {
      return ACCEPTED.has(tokens[at++])
    }
    at++
    const met = either()
    at++
    return met
  }
  return tokens.length > 0 && either() && at === tokens.length
}
