// What the application does, through an adapter: a command that reads JSON on standard input, or a URL that it is posted to.

import { spawn } from "node:child_process"

import { send } from "./http.mjs"

/** Hands this to the adapter and resolves once it is done. */
export async function perform(adapter, request) {
  const json = JSON.stringify(request)
  if (/^https?:/.test(adapter)) {
    const headers = { "Content-Type": "application/json" }
    const { status, text } = await send(adapter, { headers, body: json })
    if (status >= 300) {
      throw new Error(`the adapter answered ${status}: ${text}`)
    }
  } else {
    await runCommand(adapter, json)
  }
}

function runCommand(command, input) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { shell: true, stdio: ["pipe", "ignore", "pipe"] })
    let complaint = ""
    child.stderr.on("data", (data) => (complaint += data))
    child.stdin.on("error", () => {})
    child.once("error", reject)
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`the adapter ended with ${code}: ${complaint}`))
    )
    child.stdin.end(input)
  })
}
