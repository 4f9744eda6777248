// What is asked of a run on its command line.

import { parseArgs } from "node:util"

/**
 * {sections: names, quick, full, renew, docs: flags, polls: the soak's number of polls}. An unknown option or section is
 * an error that lists what there is.
 */
export function parseOptions(args, known) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      full: { type: "boolean", default: false },
      renew: { type: "boolean", default: false },
      docs: { type: "boolean", default: false },
      polls: { type: "string", default: "1000000" }
    }
  })
  const unknown = positionals.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`no section ${unknown.join(", ")}; there are ${known.join(", ")}`)
  const polls = Number(values.polls)
  if (!(Number.isInteger(polls) && polls >= 1000)) throw new Error(`--polls=${values.polls}: give a number from 1000`)
  return { ...values, polls, sections: positionals.length > 0 ? positionals : known }
}
