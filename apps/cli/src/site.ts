import { lookup } from 'node:dns'
import { get as getHttp, type IncomingMessage } from 'node:http'
import { get as getHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** The page that an origin shows first, after redirects, and the policies that it has; or why there is none to see. */
export type FirstPage = { readonly url: URL; readonly policies: readonly string[] } | { readonly why: string }

const patienceMs = 5_000
const mostRedirects = 5
/** Policies in `meta` elements count from the head on. */
const mostHeadBytes = 256 << 10

const inside = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(net, bits, 'ipv6')

/** Whether an address is of this machine or of a network of its own, and not of the internet. */
export const isInside = (address: string): boolean => inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

const refusal = (host: string): string => `leads to ${host}, which is not followed: its address is not of the internet`

/** What a name stands for is looked at where it is connected to: asked twice, it may answer differently. */
const lookupOutside: LookupFunction = (hostname, options, done) =>
  lookup(hostname, { ...options, all: true }, (error, found) => {
    const first = found?.[0]
    if (error || !first) done(error ?? new Error(`${hostname} has no address`), '')
    else if (found.some(({ address }) => isInside(address))) done(new Error(refusal(hostname)), '')
    else if (options.all) done(null, found)
    else done(null, first.address, first.family)
  })

/**
 * Reads an origin's first page. The origin is the operator's own word, and may be of this machine; where it redirects to is
 * the site's, and is followed within the same origin and to the internet, nowhere else.
 */
export async function readFirstPage(origin: string): Promise<FirstPage> {
  const signal = AbortSignal.timeout(patienceMs)
  let url = new URL('/', origin)
  try {
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const answer = await ask(url, { signal, isOwn: url.origin === origin })
      const { statusCode: status = 0, headers } = answer
      if (status >= 300 && status < 400 && headers.location !== undefined) {
        answer.destroy()
        url = new URL(headers.location, url)
        continue
      }
      const html = await readHead(answer)
      if (status >= 400) return { why: `answers ${status}: what its pages forbid was not seen` }
      return { url, policies: [headers['content-security-policy'] ?? [], policiesOf(html)].flat() }
    }
    return { why: `redirects more than ${mostRedirects} times` }
  } catch (error) {
    if (signal.aborted) return { why: `did not answer within ${patienceMs / 1000} s` }
    const { code, message } = error as NodeJS.ErrnoException
    return { why: code === undefined ? message : `cannot be reached (${code})` }
  }
}

function ask(url: URL, { signal, isOwn }: { signal: AbortSignal; isOwn: boolean }): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    if (!/^https?:$/.test(url.protocol)) throw new Error(`leads to ${url.protocol}, which is not followed`)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    // An address that stands there as it is is never looked up.
    if (!isOwn && isIP(host) && isInside(host)) throw new Error(refusal(host))
    const get = url.protocol === 'https:' ? getHttps : getHttp
    const headers = { accept: 'text/html', 'user-agent': 'playhead-doctor' }
    get(url, { signal, headers, agent: false, ...(isOwn ? {} : { lookup: lookupOutside }) }, resolve).on('error', reject)
  })
}

async function readHead(answer: IncomingMessage): Promise<string> {
  let html = ''
  answer.setEncoding('utf8')
  for await (const part of answer) {
    html += String(part)
    if (html.length > mostHeadBytes || /<\/head>/i.test(html)) break
  }
  return html
}

/** What `meta` elements of a page say. */
function policiesOf(html: string): string[] {
  const metas = html.replace(/<!--[^]*?-->/g, '').match(/<meta\b[^>]*>/gi) ?? []
  return metas.flatMap((meta) => {
    if (!/http-equiv\s*=\s*["']?content-security-policy["'\s/>]/i.test(meta)) return []
    const [, double, single] = /content\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(meta) ?? []
    const text = double ?? single
    return text === undefined ? [] : [text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&')]
  })
}
