// A request whose answer may never come: after a while it is given up. Unlike support/http.mjs this remembers nothing and
// is light, for there are very many.

import { Agent, request } from "node:http"

/** How long a browser or a script waits for an answer. */
const ANSWER_WITHIN_MS = 20_000

const agent = new Agent({ keepAlive: true })

/** Sends a request, a POST if it has a body, and resolves to {status, text, json}; `json` is undefined if it is none. */
export function ask(url, body) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: body === undefined ? "GET" : "POST" }, (answer) => {
      let text = ""
      answer.setEncoding("utf8")
      answer.on("data", (part) => (text += part))
      answer.on("end", () => resolve({ status: answer.statusCode, text, json: parse(text) }))
      answer.on("close", () => end(new Error("the answer was cut")))
    })
    const end = (error) => {
      clearTimeout(timer)
      reject(error)
    }
    const timer = setTimeout(() => sent.destroy(new Error("no answer in time")), ANSWER_WITHIN_MS)
    sent.on("error", end)
    sent.end(body)
  })
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
