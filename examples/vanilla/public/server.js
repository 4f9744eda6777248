// @ts-check
// POSTs of JSON to the application's PHP.

/** The session has ended. */
export class LoggedOut extends Error {}

/**
 * @param {string} url
 * @param {unknown} body
 * @param {Record<string, string>} headers
 * @returns {Promise<any>}
 */
export async function post(url, body, headers) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body)
  })
  const answer = await response.json().catch(() => ({}))
  if (response.status === 401) throw new LoggedOut(answer.error)
  if (!response.ok) throw new Error(answer.error ?? `The server answered ${response.status}.`)
  return answer
}
