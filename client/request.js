// @ts-check
// One poll over HTTP: the question out, the answer or its failure back.

/**
 * What a poll was, for those who watch (`nosocket.poll`).
 *
 * @typedef {object} PollReport
 * @property {number} at when it was sent, milliseconds since the Unix epoch
 * @property {number} ms how long it took
 * @property {number} status HTTP status; 0: no answer
 * @property {number} bytes of the answer's body
 * @property {number} events
 */

/** A poll that brought no answer to use. */
export class PollError extends Error {
  /**
   * @param {number} status HTTP status; 0: no answer
   * @param {string} message
   * @param {number} [retryAfter] milliseconds
   * @param {{code?: string, channels?: string[]}} [body] what the server says
   */
  constructor(status, message, retryAfter = 0, { code, channels } = {}) {
    super(message)
    this.name = "PollError"
    this.status = status
    this.retryAfter = retryAfter
    this.code = typeof code === "string" ? code : undefined
    this.channels = Array.isArray(channels) ? channels : undefined
  }
}

/**
 * @param {object} poll
 * @param {import("./merge.js").Question[]} poll.questions
 * @param {string} poll.token
 * @param {AbortSignal} poll.signal
 * @param {import("./options.js").Settings} poll.settings
 * @param {import("./adapters.js").Adapters} poll.adapters
 * @param {(report: PollReport) => void} poll.onReport
 * @returns {Promise<any>} the answer's JSON
 */
export async function request({ questions, token, signal, settings, adapters, onReport }) {
  const report = { at: adapters.now(), ms: 0, status: 0, bytes: 0, events: 0 }
  const abort = new AbortController()
  const onAbort = () => abort.abort()
  signal.addEventListener("abort", onAbort)
  if (signal.aborted) onAbort()
  const timer = adapters.setTimeout(onAbort, settings.requestTimeout)
  try {
    const response = await adapters.fetch(settings.endpoint, {
      method: "POST",
      headers: headers(token, settings.csrfToken),
      body: JSON.stringify({ subscriptions: Object.fromEntries(questions.map(subscription)) }),
      cache: "no-store",
      credentials: "same-origin",
      signal: abort.signal
    })
    report.status = response.status
    const body = await response.text()
    report.bytes = new TextEncoder().encode(body).length
    if (!response.ok) throw failure(response, body, adapters.now())
    const answer = parse(body, response.status)
    report.events = answer.events?.length ?? 0
    return answer
  } catch (error) {
    throw error instanceof PollError ? error : new PollError(0, `The poll got no answer: ${error}`)
  } finally {
    adapters.clearTimeout(timer)
    signal.removeEventListener("abort", onAbort)
    report.ms = adapters.now() - report.at
    if (!signal.aborted) onReport(report)
  }
}

/**
 * Many hosts strip `Authorization`, hence the second header.
 *
 * @param {string} token
 * @param {string} [csrfToken]
 * @returns {Record<string, string>}
 */
function headers(token, csrfToken) {
  return {
    "Accept": "application/json",
    "Content-Type": "application/json",
    "Authorization": `Bearer ${token}`,
    "X-NoSocket-Grant": token,
    ...(csrfToken ? { "X-CSRF-Token": csrfToken } : {})
  }
}

/** @param {import("./merge.js").Question} question */
function subscription({ channel, cursor, epoch, replay }) {
  return [channel, epoch === null ? { cursor, replay } : { cursor, replay, epoch }]
}

/**
 * @param {string} body
 * @param {number} status
 */
function parse(body, status) {
  const answer = parsed(body)
  if (!Array.isArray(answer.events)) throw new PollError(status, "The poll's answer is not one of NoSocket's.")
  return answer
}

/**
 * @param {string} body
 * @returns {any}
 */
function parsed(body) {
  try {
    return JSON.parse(body) ?? {}
  } catch {
    // An error page or a login form, with whatever status.
    return {}
  }
}

/**
 * @param {Response} response
 * @param {string} body
 * @param {number} now
 */
function failure({ status, headers }, body, now) {
  const value = headers.get("Retry-After") ?? ""
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now
  return new PollError(status, `The poll failed with HTTP ${status}.`, ms > 0 ? ms : 0, parsed(body))
}
