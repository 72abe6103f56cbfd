import type { Hash } from './hash.ts'
import { templateOf } from './path.ts'

/** Schemes can be anything: only those that everybody uses are told. */
const schemeOf = (protocol: string): string =>
  /^(?:data|blob|mailto|tel|sms|file|about|javascript|wss?|ftp|(?:chrome|moz|safari-web)-extension):$/.test(protocol) ? protocol : 'other:'

type Address = Pick<URL, 'protocol' | 'origin' | 'pathname' | 'search'>

function parse(url: string, base: string | undefined): Address | null {
  try {
    // A plain absolute path says what it is: pages are full of them, and `URL` is slow.
    const origin = /^\/(?!\/)[\w\-/]*$/.test(url) && /^(https?:)\/\/[^/]+/.exec(base ?? '')
    if (origin) return { protocol: origin[1]!, origin: origin[0], pathname: url, search: '' }
    return new URL(url, base)
  } catch {
    return null
  }
}

/**
 * The address under which an asset is known: origin + path, and `?~` + hash where a query or a personal segment
 * was left out. Of `blob:` the name and such a hash; other known schemes keep their name only; what cannot be read is empty.
 */
export function recordUrl(url: string, hash: Hash, base?: string): string {
  const found = parse(url, base)
  if (!found) return ''
  // What is recorded already stays.
  const isRecorded = /^\?~[\da-f]{8}$/.test(found.search)
  if (found.protocol === 'blob:') return `blob:${isRecorded ? found.search : `?~${hash(found.pathname)}`}`
  if (!/^https?:$/.test(found.protocol)) return schemeOf(found.protocol)
  const path = templateOf(found.pathname)
  if (isRecorded) return found.origin + path + found.search
  const hidden = found.search + (path === found.pathname ? '' : found.pathname)
  return found.origin + path + (hidden ? `?~${hash(hidden)}` : '')
}

/** A page's or request's address: origin + path template. Query and hash stay in the browser. */
export function pageUrl(url: string, base?: string): string {
  const found = parse(url, base)
  if (!found) return ''
  return /^https?:$/.test(found.protocol) ? found.origin + templateOf(found.pathname) : schemeOf(found.protocol)
}

/** Whether an address is as a rule says it: `*` stands for anything. Never by an expression, which some rules would make slow. */
export function fits(pattern: string, address: string): boolean {
  const [head, ...parts] = pattern.split('*')
  const tail = parts.pop()
  if (tail === undefined) return pattern === address
  if (!address.startsWith(head!)) return false
  let at = head!.length
  for (const part of parts) {
    const found = address.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return address.length - tail.length >= at && address.endsWith(tail)
}
