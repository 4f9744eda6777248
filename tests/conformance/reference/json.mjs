// A strict reader of JSON (RFC 8259) that keeps whole numbers whole and sees repeated names: objects are Maps, numbers
// without fraction and exponent are BigInts.

const DEEPEST = 128
// A string's inside is left to JSON.parse.
const TOKEN =
  /[ \t\n\r]*(?:([{}[\]:,])|("(?:[^"\\]|\\[\s\S])*")|(-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)|(true|false|null))/y

/** Reads bytes or a text; throws a SyntaxError. With `once`, no name may be repeated in an object. */
export function readJson(input, { once = false } = {}) {
  const text =
    typeof input === "string" ? input : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(input)
  let at = 0
  let taken
  const peek = () => {
    if (!taken) {
      TOKEN.lastIndex = at
      taken = TOKEN.exec(text) ?? fail()
    }
    return taken
  }
  const take = () => {
    const token = peek()
    at = TOKEN.lastIndex = at + token[0].length
    taken = undefined
    return token
  }
  const fail = () => {
    throw new SyntaxError(`the JSON is wrong at character ${at}`)
  }
  const next = (mark) => peek()[1] === mark && take()

  const value = (depth) => {
    if (depth > DEEPEST) {
      fail()
    }
    const [, mark, string, number, fraction, exponent, word] = take()
    if (mark === "{") {
      return object(depth)
    }
    if (mark === "[") {
      return list(depth)
    }
    if (string) {
      return wellFormed(JSON.parse(string)) ?? fail()
    }
    if (number) {
      // -0 is no whole number: it would lose its sign.
      return fraction || exponent || number === "-0" ? Number(number) : BigInt(number)
    }
    return word ? JSON.parse(word) : fail()
  }
  const object = (depth) => {
    const map = new Map()
    while (!next("}")) {
      map.size && (next(",") || fail())
      const name = take()[2] ?? fail()
      next(":") || fail()
      const key = wellFormed(JSON.parse(name)) ?? fail()
      once && map.has(key) && fail()
      map.set(key, value(depth + 1))
    }
    return map
  }
  const list = (depth) => {
    const values = []
    while (!next("]")) {
      values.length && (next(",") || fail())
      values.push(value(depth + 1))
    }
    return values
  }
  const read = value(0)
  return /^[ \t\n\r]*$/.test(text.slice(at)) ? read : fail()
}

/** The text, unless it holds half a surrogate pair. */
function wellFormed(text) {
  return Buffer.from(text).toString() === text ? text : undefined
}
