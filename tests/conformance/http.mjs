// One HTTP request with exactly these headers and this body: no header of a library's own making but Host and Content-Length.

import { request as plain } from "node:http"
import { request as encrypted } from "node:https"

const TIMEOUT_MS = 60_000

/** Resolves to {status, headers, text}; header names are in lower case. */
export function send(url, { method = "POST", headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const start = new URL(url).protocol === "https:" ? encrypted : plain
    const bytes = body === undefined ? undefined : Buffer.from(body)
    const length = bytes === undefined ? {} : { "Content-Length": bytes.length }
    const request = start(url, { method, headers: { ...headers, ...length }, agent: false, timeout: TIMEOUT_MS })
    request.once("timeout", () => request.destroy(new Error(`no answer from ${url} in ${TIMEOUT_MS / 1000} s`)))
    request.once("error", reject)
    request.once("response", async (response) => {
      try {
        const chunks = await response.toArray()
        const text = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode, headers: response.headers, text })
      } catch (error) {
        reject(error)
      }
    })
    request.end(bytes)
  })
}
