// @ts-check
// What Laravel's `@nosocket` has put into the page.

import { Grants } from "./grants.js"

/**
 * @typedef {object} Page
 * @property {string} [endpoint]
 * @property {string} [grantEndpoint]
 * @property {string} [namespace]
 * @property {string | null} [token]
 * @property {Record<string, any>} [channels]
 * @property {string[]} [forbidden]
 * @property {Record<string, {cursor: number, epoch: string | null}>} [cursors]
 */

/** @returns {Page} an empty one, if there is none */
export function readPage() {
  return JSON.parse(globalThis.document?.getElementById("nosocket")?.textContent ?? "{}")
}

/**
 * The same as options for createNoSocket(), for pages that don't use laravel-echo.
 *
 * @param {Page} [page]
 * @returns {{endpoint?: string, namespace?: string, token?: string,
 *   tokenProvider: (request: {channels: string[], reason?: string}) => Promise<string>}}
 */
export function optionsOf({ endpoint, namespace, token, grantEndpoint = "/nosocket/grant" } = readPage()) {
  const grants = new Grants({ url: grantEndpoint })
  return {
    ...(endpoint && { endpoint }),
    ...(namespace && { namespace }),
    ...(token && { token }),
    tokenProvider: (request) => grants.provide(request)
  }
}
