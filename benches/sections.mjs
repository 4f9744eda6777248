// The sections of `make bench`, in their order. Each has `measure({folder, databases, options})`, which resolves to
// results that JSON can hold, and `tables(results)`, which makes {title, head, rows} of them.

import * as beacons from "./beacons.mjs"
import * as calls from "./calls.mjs"
import * as crowd from "./crowd.mjs"
import * as growth from "./growth.mjs"
import * as http from "./http.mjs"
import * as instructions from "./instructions.mjs"
import * as memory from "./memory.mjs"
import * as tuning from "./tuning.mjs"

export const SECTIONS = { calls, crowd, http, growth, instructions, memory, tuning, beacons }
