import type { IncomingMessage } from 'node:http'
import { networkOf } from './network.ts'

/** What requests said of a proxy before this server, since the start: for `playhead doctor`. */
export interface ProxySight {
  note(request: IncomingMessage): void
  /** `here`: from a proxy on this machine, which is believed. `elsewhere`: from another, which is not. */
  facts(): { readonly forwardedFor: 'never' | 'here' | 'elsewhere'; readonly forwardedProto: string | null }
}

export function createProxySight(): ProxySight {
  let forwardedFor: 'never' | 'here' | 'elsewhere' = 'never'
  let forwardedProto: string | null = null
  return {
    note(request) {
      const { headers, socket } = request
      if (headers['x-forwarded-for'] !== undefined && forwardedFor !== 'here')
        forwardedFor = networkOf({ headers: {}, socket }) === '' ? 'here' : 'elsewhere'
      const proto = headers['x-forwarded-proto']
      if (typeof proto === 'string' && proto !== forwardedProto) forwardedProto = proto.slice(0, 20)
    },
    facts: () => ({ forwardedFor, forwardedProto }),
  }
}
