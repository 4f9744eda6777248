// What the suite prints: TAP, with the clause before each case's name.

/** One line for a case, and why it failed. */
export function report({ clause, name, missing, failure }, number) {
  const verdict = failure === undefined ? "ok" : "not ok"
  const reason = missing ? ` # SKIP not run: needs ${missing.map(option).join(" and ")}` : ""
  console.log(`${verdict} ${number} - ${clause} ${name}${reason}`)
  if (failure !== undefined) {
    console.log(failure.replace(/^/gm, "  # "))
  }
}

/** The numbers, and the exit code. */
export function summarise(results) {
  const failed = results.filter(({ failure }) => failure !== undefined)
  const notRun = results.filter(({ missing }) => missing)
  const clauses = new Set(results.filter(({ missing }) => !missing).map(({ clause }) => clause))
  console.log(`1..${results.length}`)
  if (failed.length) {
    console.log(`# broken: ${[...new Set(failed.map(({ clause }) => clause))].join(" ")}`)
  }
  const passed = results.length - failed.length - notRun.length
  console.log(
    `# ${passed} passed, ${failed.length} failed, ${notRun.length} not run; ${clauses.size} clauses were tried`
  )
  return failed.length || results.length === 0 ? 1 : 0
}

function option(name) {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
