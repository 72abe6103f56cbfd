/** What Content Security Policies say of the recorder. @see https://www.w3.org/TR/CSP3/ */

type Need = 'script' | 'connect' | 'worker'
/** `nonce`, of the script alone: where its tag has the page's nonce. */
type State = 'allowed' | 'nonce' | 'blocked'
export type Verdict = Readonly<Record<Need, State>> & {
  /** How each directive that blocks should be: of the script first, then of the connection, then of the worker. */
  readonly mended: Readonly<Record<Need, readonly string[]>>
}
type Policy = ReadonlyMap<string, readonly string[]>

/** Which directive decides: the first of these that a policy has; none: it says nothing of it. */
const chains = {
  script: ['script-src-elem', 'script-src', 'default-src'],
  connect: ['connect-src', 'default-src'],
  worker: ['worker-src', 'child-src', 'script-src', 'default-src'],
} as const satisfies Record<Need, readonly string[]>
/** What is written where a policy has only what stands in for it. */
const ownName: Readonly<Record<Need, string>> = { script: 'script-src', connect: 'connect-src', worker: 'worker-src' }

/**
 * Judges a page by all its policies, each of which must allow. `texts` are values of headers and of `meta` elements, of which
 * each may hold several. `page` is the page's address, `playhead` the origin of the script tag and of `/i`.
 */
export function judgePolicies(texts: readonly string[], page: URL, playhead: URL): Verdict {
  const isOwn = page.origin === playhead.origin
  // The loader, and the recorder beside it, whose name is that of its content.
  const scripts = ['/playhead.js', '/playhead-0123456789abcdef.js'].map((path) => new URL(path, playhead))
  const needs: Readonly<Record<Need, readonly URL[]>> = {
    script: scripts,
    connect: ['/i', '/i/asset'].map((path) => new URL(path, playhead)),
    // From the script's file where that is the page's own, else from its text.
    worker: isOwn ? scripts.slice(1) : [new URL(`blob:${page.origin}/0`)],
  }
  const mended: Record<Need, string[]> = { script: [], connect: [], worker: [] }
  const policies = texts.flatMap((text) => text.split(',')).map(parsePolicy)
  const judge = (need: Need): State => {
    const states = policies.map((policy): State => {
      const name = chains[need].find((one) => policy.has(one))
      if (name === undefined) return 'allowed'
      const sources = policy.get(name)!
      // Beside it no host counts, only who asks: a script that is allowed may insert others, and make workers.
      if (need !== 'connect' && sources.includes("'strict-dynamic'") && /^(?:script|default)-src/.test(name))
        return need === 'script' ? 'nonce' : 'allowed'
      if (needs[need].every((url) => sources.some((source) => matches(source, url, page)))) return 'allowed'
      if (need === 'script' && sources.some((source) => source.startsWith("'nonce-"))) return 'nonce'
      mended[need].push(mend(need, name, sources, isOwn ? "'self'" : need === 'worker' ? 'blob:' : playhead.origin))
      return 'blocked'
    })
    return states.find((state) => state === 'blocked') ?? states.find((state) => state === 'nonce') ?? 'allowed'
  }
  return { script: judge('script'), connect: judge('connect'), worker: judge('worker'), mended }
}

/** A directive that is written anew takes over what was allowed through the one that stood in for it. */
function mend(need: Need, name: string, sources: readonly string[], added: string): string {
  const written = need === 'script' && name !== 'default-src' ? name : ownName[need]
  // Elsewhere a nonce and its like mean nothing.
  const kept = sources.filter((source) => source !== "'none'" && (need === 'script' || source === "'self'" || !source.startsWith("'")))
  return [written, ...kept, added].join(' ')
}

/** Of a directive that is there twice the first counts. */
function parsePolicy(text: string): Policy {
  const policy = new Map<string, readonly string[]>()
  for (const part of text.split(';')) {
    const [name = '', ...sources] = part.trim().split(/\s+/)
    if (name && !policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), sources.map(lowerKeyword))
  }
  return policy
}

const lowerKeyword = (source: string): string => (/^'(?!nonce-|sha)/i.test(source) ? source.toLowerCase() : source)

const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' }
const portOf = ({ port, protocol }: URL): string => port || (defaultPorts[protocol] ?? '')
/** A source with http lets in the same with TLS. */
const schemeMatches = (allowed: string, protocol: string): boolean => allowed === protocol || (allowed === 'http:' && protocol === 'https:')

function matches(source: string, url: URL, page: URL): boolean {
  const isNetwork = /^https?:$/.test(url.protocol)
  if (source === '*') return isNetwork
  if (source === "'self'")
    return isNetwork && url.hostname === page.hostname && schemeMatches(page.protocol, url.protocol) && samePort(portOf(page), url)
  if (source.startsWith("'")) return false
  if (/^[a-z][a-z0-9+.-]*:$/i.test(source)) return schemeMatches(source.toLowerCase(), url.protocol)
  const parts = /^(?:([a-z][a-z0-9+.-]*:)\/\/)?(\*|(?:\*\.)?[^:/*]+|\[[^\]]+\])(?::(\d+|\*))?(\/.*)?$/i.exec(source)
  if (!parts || !isNetwork) return false
  const [, scheme = page.protocol, host = '', port, path] = parts
  return (
    schemeMatches(scheme.toLowerCase(), url.protocol) &&
    hostMatches(host.toLowerCase(), url.hostname) &&
    (port === '*' || samePort(port ?? defaultPorts[url.protocol]!, url)) &&
    pathMatches(path, url.pathname)
  )
}

/** With TLS the default port of http stands for that of https. */
const samePort = (allowed: string, url: URL): boolean => allowed === portOf(url) || (allowed === '80' && portOf(url) === '443')

const hostMatches = (allowed: string, host: string): boolean =>
  allowed === '*' || (allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : allowed === host)

const pathMatches = (allowed: string | undefined, path: string): boolean =>
  allowed === undefined || allowed === '/' || (allowed.endsWith('/') ? path.startsWith(allowed) : path === allowed)
