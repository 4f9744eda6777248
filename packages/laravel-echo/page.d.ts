/** What Laravel's `@nosocket` has put into the page. */
export interface Page {
  endpoint?: string
  grantEndpoint?: string
  namespace?: string
  token?: string | null
  channels?: Record<string, any>
  forbidden?: string[]
  cursors?: Record<string, { cursor: number; epoch: string | null }>
}

/** An empty one, if there is none. */
export function readPage(): Page

/** The same as options for createNoSocket(), for pages that don't use laravel-echo. */
export function optionsOf(page?: Page): {
  endpoint?: string
  namespace?: string
  token?: string
  tokenProvider: (request: { channels: string[]; reason?: string }) => Promise<string>
}
