// Figures of one run: medians, spreads and ratios.

/** The value below which this share of them lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * share)]
}

export const median = (values) => quantile(values, 0.5)

/** The middle 80 % of the values. */
export const spread = (values) => [quantile(values, 0.1), quantile(values, 0.9)]

/** The median of each round's `above[i] / below[i]`: what slows the machine down for a moment slows both. */
export function ratio(above, below) {
  return median(above.map((value, round) => value / below[round]))
}

/** One field of each round. */
export const column = (rounds, field) => rounds.map((round) => round[field])

/** Three digits that count. */
export function short(value) {
  if (value >= 1000) return Math.round(value).toLocaleString("en")
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

export const shortSpread = (values) => spread(values).map(short).join("–")

export const times = (value) => `${value.toFixed(2)}×`

/** A power of ten as such: 10⁴. */
export const power = (number) => `10${[...String(Math.log10(number))].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("")}`

/**
 * Runs `measure` on each entry in turn, round by round: {name: […]}. Every other round goes backwards, so that what a case
 * leaves for the next to suffer from does not always meet the same one.
 */
export async function inTurn(entries, rounds, measure) {
  const results = Object.fromEntries(Object.keys(entries).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? Object.entries(entries) : Object.entries(entries).reverse()
    for (const [name, entry] of order) results[name].push(await measure(entry))
  }
  return results
}
