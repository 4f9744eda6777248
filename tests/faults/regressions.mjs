// Schedules that once failed. Each is run in every `make test`; a new one is what a failed round prints as “to keep”.

/** @type {{what: string, database: string, faults: import("./plan.mjs").Fault[]}[]} */
export const REGRESSIONS = [
  {
    what: "a process that opened the file while it could not be written refused every emit for the rest of its life",
    database: "sqlite",
    faults: [{ kind: "read-only", at: 500, lasts: 900, seed: 2948607596 }]
  }
]
