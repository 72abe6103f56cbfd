import type { IncomingMessage } from 'node:http'
import type { Networks } from './network.ts'

/**
 * `here`: X-Forwarded-For came from a proxy on this machine; `listed`: from one that PLAYHEAD_TRUSTED_PROXIES names; both are
 * believed. `elsewhere`: only from another, which is not.
 */
type ForwardedFor = 'never' | 'here' | 'listed' | 'elsewhere'

/** What requests said of a proxy before this server, since the start: for `playhead doctor`. */
export interface ProxySight {
  note(request: IncomingMessage): void
  facts(): { readonly forwardedFor: ForwardedFor; readonly forwardedProto: string | null }
}

export function createProxySight(networks: Networks): ProxySight {
  let forwardedFor: ForwardedFor = 'never'
  let forwardedProto: string | null = null
  return {
    note(request) {
      const { headers } = request
      // One that is believed has been seen: what others claim says nothing of it.
      if (headers['x-forwarded-for'] !== undefined && forwardedFor !== 'here' && forwardedFor !== 'listed')
        forwardedFor = networks.trustIn(request) ?? 'elsewhere'
      const proto = headers['x-forwarded-proto']
      if (typeof proto === 'string' && proto !== forwardedProto) forwardedProto = proto.slice(0, 20)
    },
    facts: () => ({ forwardedFor, forwardedProto }),
  }
}
