import type { IncomingMessage } from 'node:http'
import type { Buckets } from './bucket.ts'
import type { Networks } from './network.ts'

/** How often those of one network may ask for what nobody has to sign in for. Chunks and sign-ins have limits of their own. */
export interface StrangerLimit {
  /** Returns how many seconds to wait when it is too often, else 0. This machine itself may ask as often as it likes. */
  take(request: Pick<IncomingMessage, 'headers' | 'socket'>): number
}

export function createStrangerLimit(networks: Networks, buckets: Buckets, onRefusal: () => void): StrangerLimit {
  return {
    take(request) {
      const network = networks.of(request)
      const waitS = network ? buckets.take(network) : 0
      if (waitS) onRefusal()
      return waitS
    },
  }
}
