// Requests over a few connections that stay open, with as little work for each as possible: one process has to make
// thousands a second. What it can read is what nginx sends.

import { connect } from "node:net"

const HEAD_END = "\r\n\r\n"

export class Connections {
  #waiting = []
  #idle = []
  #open = 0
  #address
  #most

  /**
   * @param {string} url of the server
   * @param {number} most connections at once
   */
  constructor(url, most) {
    const { hostname, port } = new URL(url)
    this.#address = { host: hostname, port: Number(port), noDelay: true }
    this.#most = most
  }

  /**
   * As the browser's fetch(), with what the client needs of it.
   *
   * @param {string} path
   * @param {{method?: string, headers?: Record<string, string>, body?: string}} init
   */
  fetch(path, { method = "GET", headers = {}, body = "" }) {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    const length = method === "POST" ? `Content-Length: ${Buffer.byteLength(body)}\r\n` : ""
    const text = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${lines.join("")}${length}\r\n${body}`
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text, resolve, reject })
      this.#next()
    })
  }

  close() {
    for (const socket of this.#idle) socket.destroy()
  }

  #next() {
    if (this.#waiting.length === 0) return
    const socket = this.#idle.pop() ?? (this.#open < this.#most ? this.#connect() : null)
    if (!socket) return
    socket.request = this.#waiting.shift()
    socket.received = ""
    socket.write(socket.request.text)
  }

  #connect() {
    this.#open += 1
    const socket = connect(this.#address)
    socket.setEncoding("latin1")
    socket.on("data", (data) => this.#receive(socket, data))
    socket.on("error", () => {})
    socket.on("close", () => {
      this.#open -= 1
      this.#idle = this.#idle.filter((other) => other !== socket)
      socket.request?.reject(new TypeError("The connection was closed."))
      this.#next()
    })
    return socket
  }

  #receive(socket, data) {
    socket.received += data
    const response = parse(socket.received)
    if (!response) return
    const { resolve } = socket.request
    socket.request = null
    if (response.closes) socket.end()
    else this.#idle.push(socket)
    resolve(response)
    this.#next()
  }
}

/** The response, once it is complete. */
function parse(received) {
  const end = received.indexOf(HEAD_END)
  if (end < 0) return null
  const head = received.slice(0, end)
  const rest = received.slice(end + HEAD_END.length)
  const body = /^content-length:/im.test(head) ? sized(head, rest) : chunks(rest)
  if (body === null) return null
  const status = Number(head.slice(9, 12))
  return {
    status,
    ok: status >= 200 && status < 300,
    closes: /^connection: close/im.test(head),
    headers: { get: (name) => new RegExp(`^${name}: (.*)$`, "im").exec(head)?.[1] ?? null },
    text: async () => body
  }
}

function sized(head, rest) {
  const length = Number(/^content-length: (\d+)/im.exec(head)[1])
  return rest.length >= length ? rest.slice(0, length) : null
}

function chunks(rest) {
  let body = ""
  for (let at = 0; ; ) {
    const line = rest.indexOf("\r\n", at)
    if (line < 0) return null
    const length = Number.parseInt(rest.slice(at, line), 16)
    const next = line + 2 + length + 2
    if (rest.length < next) return null
    if (length === 0) return body
    body += rest.slice(line + 2, line + 2 + length)
    at = next
  }
}
