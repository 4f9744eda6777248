// Bounded load on a page that emits, and what must be true of its answers: nothing lost, nothing twice.

import assert from "node:assert/strict"
import { get } from "node:http"

/**
 * Emits through tests/pages/host/emit.php: so many requests, so many of them at a time, each on a connection of its own.
 * Resolves to the answers, {id, pid}. `during` is called once when half of them have been answered.
 */
export async function emitThrough(url, { requests, atOnce, during = () => {} }) {
  const answers = []
  let sent = 0
  const client = async () => {
    while (sent < requests) {
      const n = sent++
      answers.push(await emitOnce(`${url}/emit.php?n=${n}`))
      if (answers.length === Math.ceil(requests / 2)) {
        during()
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, client))
  return answers
}

/** One request to tests/pages/host/emit.php: {id, pid}. Anything but an answer rejects. */
export async function emitOnce(url) {
  const { status, text } = await fetchOnce(url)
  assert.equal(status, 200, `${url}: ${text}`)
  return JSON.parse(text)
}

/** A GET request on a connection of its own, which no server can close between two requests: {status, text}. */
export function fetchOnce(url) {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, headers: { Connection: "close" } }, (response) => {
      let text = ""
      response.setEncoding("utf8")
      response.on("data", (chunk) => (text += chunk))
      response.once("end", () => resolve({ status: response.statusCode, text }))
      response.once("error", reject)
    })
    request.once("error", reject)
  })
}

/** Each answer has a position of its own, and together they leave none out. */
export function assertNoneLost(answers, first = 1) {
  const ids = answers.map(({ id }) => id).sort((a, b) => a - b)
  assert.deepEqual(
    ids,
    Array.from(ids, (_, n) => first + n)
  )
}

/** The processes that answered. */
export function processes(answers) {
  return new Set(answers.map(({ pid }) => pid))
}
