// @ts-check
// The newest that a tab knows of each channel, from all answers it has heard of: a new leader begins with that.

/** @typedef {Map<string, import("./merge.js").Head>} Heads */

/**
 * @param {Heads} heads
 * @param {import("./page.js").Page[]} pages
 */
export function learn(heads, pages) {
  for (const page of pages) heads.set(page.channel, headAfter(page, heads.get(page.channel)))
}

/**
 * The end of a page that was cut is not the head.
 *
 * @param {import("./page.js").Page} page
 * @param {import("./merge.js").Head} [known]
 * @returns {import("./merge.js").Head}
 */
function headAfter({ cursor, epoch, partial }, known) {
  const further = partial && known && known.epoch === epoch && Number(known.cursor) > Number(cursor)
  return further ? known : { cursor, epoch, partial }
}

/**
 * @param {Heads} heads
 * @param {import("./page.js").Page[]} pages
 * @returns {string[]} channels that are known to have changed
 */
export function moved(heads, pages) {
  return pages.flatMap((page) => {
    const known = heads.get(page.channel)
    if (!known || known.partial) return []
    const { cursor, epoch } = headAfter(page, known)
    return known.cursor !== cursor || known.epoch !== epoch ? [page.channel] : []
  })
}
