import type { IncomingMessage } from 'node:http'

/**
 * The network a request comes from: /24 of IPv4, /48 of IPv6. Used for limits in memory, never stored.
 * A proxy on this machine says who it speaks for; without one, this machine itself is the empty string.
 */
export function networkOf(request: Pick<IncomingMessage, 'headers' | 'socket'>): string {
  let address = request.socket.remoteAddress ?? ''
  if (isLoopback(address)) {
    const forwarded = request.headers['x-forwarded-for']
    if (forwarded === undefined) return ''
    address = (Array.isArray(forwarded) ? forwarded.join(',') : forwarded).split(',').at(-1)!.trim()
    if (isLoopback(address)) return ''
  }
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+)\.\d+$/.exec(address)
  return v4 ? v4[1]! : address.split(':').slice(0, 3).join(':')
}

const isLoopback = (address: string): boolean => /^(?:::ffff:)?127\.|^::1$/.test(address)
