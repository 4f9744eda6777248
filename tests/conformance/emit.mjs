// Emitting through the adapter: a command that reads JSON on standard input, or a URL that it is posted to.

import { spawn } from "node:child_process"

import { send } from "./http.mjs"

/** Emits one batch and resolves once it is committed. */
export async function emit(adapter, events) {
  const json = JSON.stringify({ events })
  if (/^https?:/.test(adapter)) {
    const headers = { "Content-Type": "application/json" }
    const { status, text } = await send(adapter, { headers, body: json })
    if (status >= 300) {
      throw new Error(`the emit adapter answered ${status}: ${text}`)
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
      code === 0 ? resolve() : reject(new Error(`the emit adapter ended with ${code}: ${complaint}`))
    )
    child.stdin.end(input)
  })
}
