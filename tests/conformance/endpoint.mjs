// The endpoint under test as a case sees it: polls with a good grant unless told otherwise, emits, and channels that
// nobody else uses.

import assert from "node:assert/strict"
import { randomBytes } from "node:crypto"
import { setTimeout as pause } from "node:timers/promises"

import { perform } from "./adapter.mjs"
import { claims, sign } from "./grant.mjs"
import { send } from "./http.mjs"

const LOOK_EVERY_MS = 200

export class Endpoint {
  constructor(options) {
    this.options = options
    this.grant = this.sign(claims())
    this.run = randomBytes(6).toString("hex")
  }

  /** The name of a channel of this case alone. */
  channel(name) {
    return `conformance:${this.run}:${name}`
  }

  /** A token signed with the endpoint's secret; see grant.mjs. */
  sign(...args) {
    return sign(this.options.secret, ...args)
  }

  /** Sends a body as it is; `grant` goes into X-NoSocket-Grant, which no host strips. Resolves to {status, headers, text, json}. */
  async send(body, { grant = this.grant, headers = {}, method, url = this.options.url } = {}) {
    const own = grant === null ? {} : { "X-NoSocket-Grant": grant }
    const all = { "Content-Type": "application/json", ...own, ...headers }
    const answer = await send(url, { method, headers: all, body })
    return { ...answer, json: parsed(answer.text) }
  }

  /** Polls these subscriptions; `fields` stand beside them in the body. */
  poll(subscriptions, { fields = {}, ...options } = {}) {
    return this.send(JSON.stringify({ subscriptions, ...fields }), options)
  }

  /** Polls and resolves to the answer's JSON; anything but an answer is a failure. */
  async read(subscriptions, options) {
    const answer = await this.poll(subscriptions, options)
    assert.equal(answer.status, 200, `the poll was answered with ${answer.status}: ${answer.text}`)
    assert.ok(answer.json, `the answer is not JSON: ${answer.text}`)
    return answer.json
  }

  /** Emits events, as one batch, each {channel, event, payload, …}. */
  emit(...events) {
    const own = events.map((event) => ({ event: "conformance", payload: null, ...event }))
    return perform(this.options.emit, { events: own })
  }

  /** Takes this subject's grants back. */
  revoke(subject) {
    return perform(this.options.revoke, { subject })
  }

  /** Emits this many events with the payloads 1, 2, 3 … */
  emitMany(channel, count, first = 1) {
    return this.emit(...Array.from({ length: count }, (_, n) => ({ channel, payload: first + n })))
  }

  /** Polls again and again until the answer meets the condition. */
  async readUntil(what, subscriptions, condition) {
    const giveUpAt = Date.now() + this.options.patience * 1000
    for (;;) {
      const answer = await this.read(subscriptions)
      if (condition(answer)) {
        return answer
      }
      assert.ok(Date.now() < giveUpAt, `waited in vain for ${what}: ${JSON.stringify(answer)}`)
      await pause(LOOK_EVERY_MS)
    }
  }
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
