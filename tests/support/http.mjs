// HTTP requests whose answers are all remembered, so that a test can look for what no answer may hold.

/** The bodies and headers of all answers so far, as text. */
export const answers = []

/** Sends a request and resolves to {status, headers, text, json}; `json` is undefined if the body is none. */
export async function request(url, { method = "GET", headers = {}, body } = {}) {
  const response = await fetch(url, { method, headers, body })
  const text = await response.text()
  answers.push(JSON.stringify([...response.headers]) + text)
  return { status: response.status, headers: response.headers, text, json: parse(text) }
}

/** Polls the endpoint; `grant` goes into the Authorization header, further `headers` and `fields` as they are. */
export function poll(url, subscriptions, { grant, headers = {}, ...fields } = {}) {
  return post(url, JSON.stringify({ subscriptions, ...fields }), { grant, headers })
}

/** Posts a body as it is. */
export function post(url, body, { grant, headers = {} } = {}) {
  const authorization = grant === undefined ? {} : { Authorization: `Bearer ${grant}` }
  return request(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...authorization, ...headers },
    body
  })
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
