// The code of a README, so that a test follows what people will follow.

import { readFileSync } from "node:fs"

/** The blocks of this language whose text has this phrase, without their indentation; exactly one must. */
export function codeBlock(file, language, phrase) {
  const blocks = [...readFileSync(file, "utf8").matchAll(/^( *)```(\w+)\n([\s\S]*?)^ *```$/gm)]
    .filter(([, , found, text]) => found === language && text.includes(phrase))
    .map(([, indentation, , text]) => text.replaceAll(new RegExp(`^${indentation}`, "gm"), ""))
  if (blocks.length !== 1) {
    throw new Error(`${file} has ${blocks.length} blocks of ${language} with ${phrase}`)
  }
  return blocks[0]
}
