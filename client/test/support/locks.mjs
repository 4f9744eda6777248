// The browser's Web Locks: a queue for each name, which a tab may jump by stealing.

export class Locks {
  /** As a sandboxed frame, where every request is refused. */
  refused = false
  #queues = new Map()

  constructor(world) {
    this.world = world
  }

  heldBy(tab) {
    return [...this.#queues.values()].flat().filter((entry) => entry.tab === tab).length
  }

  request(tab, name, { signal, steal = false }, callback) {
    return new Promise((resolve, reject) => {
      if (this.refused) return reject(new Error("SecurityError"))
      if (steal && signal) return reject(new Error("NotSupportedError"))
      const entry = { tab, callback, resolve, reject: (why) => tab.task(() => reject(new Error(why))), granted: false }
      const queue = this.#queues.get(name) ?? []
      if (steal) {
        const [holder] = queue
        if (holder?.granted) {
          queue.shift()
          holder.reject("stolen")
        }
        queue.unshift(entry)
      } else {
        queue.push(entry)
      }
      this.#queues.set(name, queue)
      signal?.addEventListener("abort", () => {
        if (entry.granted) return
        this.#release(name, (other) => other === entry)
        reject(new Error("aborted"))
      })
      if (steal) this.#grant(name)
      else this.world.setTimeout(() => this.#grant(name), 1)
    })
  }

  dropAllOf(tab) {
    for (const name of this.#queues.keys()) this.#release(name, (entry) => entry.tab === tab)
  }

  #grant(name) {
    const [first] = this.#queues.get(name) ?? []
    if (!first || first.granted) return
    first.granted = true
    // A tab that stands still gets the lock all the same.
    this.world.setTimeout(() => first.tab.task(() => Promise.resolve(first.callback()).then(() => {
      this.#release(name, (entry) => entry === first)
      first.resolve()
    })), 1)
  }

  #release(name, which) {
    this.#queues.set(name, (this.#queues.get(name) ?? []).filter((entry) => !which(entry)))
    this.world.setTimeout(() => this.#grant(name), 1)
  }
}
