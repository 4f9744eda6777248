// @ts-check
// POSTs of JSON to the demo's PHP.

export class Server {
  #csrfToken
  #onForbidden

  /**
   * @param {string} csrfToken
   * @param {() => void} onForbidden called when the session has ended
   */
  constructor(csrfToken, onForbidden) {
    this.#csrfToken = csrfToken
    this.#onForbidden = onForbidden
  }

  /**
   * @param {string} url
   * @param {unknown} body
   * @param {Record<string, string>} [headers]
   * @returns {Promise<any>}
   */
  async post(url, body, headers = {}) {
    const response = await this.#send(url, body, headers)
    if (response.status === 403) this.#onForbidden()
    const answer = await response.json().catch(() => ({}))
    if (!response.ok) throw new Error(answer.error ?? `The server answered ${response.status}.`)
    return answer
  }

  /**
   * @param {string} url
   * @param {unknown} body
   * @param {Record<string, string>} headers
   */
  #send(url, body, headers) {
    return fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": this.#csrfToken, ...headers },
      body: JSON.stringify(body)
    }).catch(() => {
      throw new Error("The server can't be reached.")
    })
  }
}
