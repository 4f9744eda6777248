// All cases, in the order of the protocol's clauses: {clause, name, needs?, run(endpoint)}. `needs` are options without
// which a case is not run.

import { answers } from "./answers.mjs"
import { claimsCases } from "./claims.mjs"
import { errors } from "./errors.mjs"
import { grants } from "./grants.mjs"
import { pages } from "./pages.mjs"
import { reading } from "./reading.mjs"
import { requests } from "./requests.mjs"
import { retention } from "./retention.mjs"
import { subscriptions } from "./subscriptions.mjs"

export const cases = [
  ...requests,
  ...subscriptions,
  ...grants,
  ...claimsCases,
  ...answers,
  ...reading,
  ...retention,
  ...pages,
  ...errors
].sort((one, other) => Number(one.clause.slice(2)) - Number(other.clause.slice(2)))
