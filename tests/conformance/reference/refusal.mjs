// A request that is refused.

export class Refusal extends Error {
  constructor(status, code, sentence, { headers = {}, ...fields } = {}) {
    super(sentence)
    Object.assign(this, { status, code, headers, fields })
  }
}
