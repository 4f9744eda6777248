// @ts-check
// The newest that a tab knows of each channel, from all answers it has heard of: a new leader begins with that.

/** @typedef {Map<string, import("./merge.js").Head>} Heads */

/**
 * @param {Heads} heads
 * @param {import("./page.js").Page[]} pages
 * @returns {import("./page.js").Page[]} those that tell of something new in a channel whose head was known
 */
export function learn(heads, pages) {
  return pages.filter((page) => {
    const known = heads.get(page.channel)
    const head = headAfter(page, known)
    heads.set(page.channel, head)
    return known && !known.partial && known.cursor !== head.cursor
  })
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
