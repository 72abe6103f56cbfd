import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

type Asked = Pick<IncomingMessage, 'headers' | 'socket'>

/** Who asks, by the addresses that are believed. */
export interface Networks {
  /**
   * The network a request comes from: /24 of IPv4, /48 of IPv6. Used for limits in memory, never stored.
   * A trusted proxy says who it speaks for; without one, this machine itself is the empty string.
   */
  of(request: Asked): string
  /** Whether one of our own people asks. */
  isInternal(request: Asked): boolean
  /** Why the sender's own word of whom it speaks for is believed; null: it is not. */
  trustIn(request: Asked): 'here' | 'listed' | null
}

/** Lists of addresses and CIDRs, checked. This machine is a trusted proxy, too. */
export function createNetworks(trustedProxies: readonly string[] = [], internalNetworks: readonly string[] = []): Networks {
  const isListed = matcherOf(trustedProxies)
  const isTrusted = (address: string): boolean => isLoopback(address) || isListed(address)
  function addressOf({ headers, socket }: Asked): string {
    let address = socket.remoteAddress ?? ''
    const forwarded = headers['x-forwarded-for']
    if (forwarded !== undefined && isTrusted(address)) {
      const said = (Array.isArray(forwarded) ? forwarded.join(',') : forwarded).split(',')
      // Each proxy adds whom it saw at the right: what stands left of the first that is not trusted is anyone's claim.
      do {
        const next = addressFrom(said.pop()!)
        // What is no address, and another machine's loopback, is no better than who said it.
        if (!isIP(next) || (isLoopback(next) && !isLoopback(address))) break
        address = next
      } while (said.length && isTrusted(address))
    }
    return address
  }
  const isOurs = matcherOf(internalNetworks)

  return {
    isInternal: (request) => internalNetworks.length > 0 && isOurs(addressOf(request)),
    of(request) {
      const address = addressOf(request)
      if (isLoopback(address)) return ''
      return isIP(address) === 6 ? networkOf6(groupsOf(address)) : address.split('.').slice(0, 3).join('.')
    },
    trustIn({ socket: { remoteAddress = '' } }) {
      if (isLoopback(remoteAddress)) return 'here'
      return isTrusted(remoteAddress) ? 'listed' : null
    },
  }
}

function matcherOf(texts: readonly string[]): (address: string) => boolean {
  const listed = new BlockList()
  for (const text of texts) {
    const [address, prefix] = text.split('/') as [string, string?]
    if (prefix === undefined) listed.addAddress(address, familyOf(address))
    else listed.addSubnet(address, Number(prefix), familyOf(address))
  }
  return (address) => isIP(address) !== 0 && listed.check(address, familyOf(address))
}

/** The eight numbers of an IPv6 address, however it is written: groups left out by `::`, the last two as IPv4, a zone behind `%`. */
function groupsOf(address: string): number[] {
  const [left = [], right] = address
    .replace(/%.*/, '')
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
      const [a, b, c, d] = parts.map(Number) as [number, number, number, number]
      return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
    })
    .split('::')
    .map((half) => (half ? half.split(':') : []))
  const zeros = right ? Array<string>(8 - left.length - right.length).fill('0') : []
  return [...left, ...zeros, ...(right ?? [])].map((group) => parseInt(group, 16))
}

/** /48, or the /24 of the IPv4 address that it stands for. */
function networkOf6(groups: readonly number[]): string {
  const [high, low] = groups.slice(6) as [number, number]
  if (groups.slice(0, 6).join() === '0,0,0,0,0,65535') return [high >> 8, high & 255, low >> 8].join('.')
  return groups
    .slice(0, 3)
    .map((group) => group.toString(16))
    .join(':')
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')
const isLoopback = (address: string): boolean => /^(?:::ffff:)?127\.|^::1$/.test(address)

/** Some proxies write the port, too: `203.0.113.9:4711`, `[2001:db8::1]:4711`. */
const addressFrom = (text: string): string => text.trim().replace(/^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/, '$1$2')
