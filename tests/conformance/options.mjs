// The command line: which endpoint, and what the suite is given to try it with.

import { parseArgs } from "node:util"

export const usage = `Usage: node tests/conformance/run.mjs --url URL --secret SECRET [option …]

  --url URL            the poll endpoint
  --secret SECRET      a secret that it verifies grants with
  --emit COMMAND|URL   emits: gets {"events": […]} on standard input, or as a POST
  --revoke COMMAND|URL takes a subject's grants back: gets {"subject": "…"} in the same way
  --other-secret S     a second secret that it verifies grants with
  --max-channels N     channels in one poll (100)
  --max-body N         bytes of a request (65536)
  --poll-limit N       events in one answer (100)
  --rate-limit N       polls after which the endpoint refuses; without it, it should have no limit
  --unavailable URL    the same endpoint while its database is away
  --broken URL         the same endpoint with a fault that waiting does not mend
  --patience SECONDS   how long to wait for events to expire (60)
  --only P-10,P-11     only the cases of these clauses

Cases that need an option which is not given are not run. Exit code: 0 all that ran passed, 1 some failed, 2 wrong usage.`

const numbers = { "max-channels": 100, "max-body": 65_536, "poll-limit": 100, patience: 60, "rate-limit": undefined }
const texts = ["url", "secret", "emit", "revoke", "other-secret", "unavailable", "broken", "only"]

/** The options in camel case, or {fault} with what is wrong about them. */
export function readOptions(args) {
  let values
  try {
    const options = Object.fromEntries([...texts, ...Object.keys(numbers)].map((name) => [name, { type: "string" }]))
    values = parseArgs({ args, options: { ...options, help: { type: "boolean" } } }).values
  } catch (error) {
    return { fault: `${error.message}\n\n${usage}` }
  }
  if (values.help) {
    return values
  }
  for (const [name, unless] of Object.entries(numbers)) {
    values[name] = values[name] === undefined ? unless : Number(values[name])
    if (unless !== undefined && !(Number.isInteger(values[name]) && values[name] > 0)) {
      return { fault: `--${name} must be a whole number above 0` }
    }
  }
  if (!URL.canParse(values.url ?? "") || !values.secret) {
    return { fault: `--url and --secret are needed\n\n${usage}` }
  }
  const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
  const options = Object.fromEntries(Object.entries(values).map(([name, value]) => [camel(name), value]))
  return { ...options, only: values.only?.split(",") }
}
