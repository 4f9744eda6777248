// @ts-check
// A presence channel without presence: it knows what PHP tells about this user. Who else is there, nobody keeps.

import { NoSocketChannel } from "./channel.js"

export class NoSocketPresenceChannel extends NoSocketChannel {
  /** @param {(members: any[]) => void} callback gets this user alone */
  here(callback) {
    return this.whenGranted((member) => callback([member]))
  }

  /** Nobody is known to join. */
  joining() {
    return this
  }

  /** Nobody is known to leave. */
  leaving() {
    return this
  }
}
