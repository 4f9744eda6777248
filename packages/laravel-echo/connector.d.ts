import type { NoSocketClient } from "@nosocket/client"

/** What laravel-echo's `broadcaster` may be: `new Echo({ broadcaster: NoSocketConnector })`. */
export class NoSocketConnector {
  constructor(options?: Record<string, any>)
  /** The client below: `on("nosocket.resync_required", …)`, `poll()`, `state` … */
  client: NoSocketClient
  channels: Record<string, any>
  connect(): void
  disconnect(): void
  socketId(): string
  connectionStatus(): "connected" | "connecting" | "reconnecting" | "disconnected"
  onConnectionChange(callback: (status: string) => void): () => void
  listen(name: string, event: string, callback: (payload: any) => void): any
  channel(name: string): any
  privateChannel(name: string): any
  presenceChannel(name: string): any
  encryptedPrivateChannel(): never
  leave(name: string): void
  leaveChannel(name: string): void
}

export default NoSocketConnector
