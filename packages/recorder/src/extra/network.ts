import { native } from '../native.ts'
import { fits } from '../privacy/url.ts'
import { isSecretName } from '../privacy/secret-name.ts'
import type { Extra, Scope } from '../scope.ts'
import { follow, methodName } from '../watch/network.ts'
import { createRedact, type Json, type Redact, type RedactOptions } from './redact.ts'

export interface NetworkOptions extends RedactOptions {
  /** Whose headers and bodies are told: addresses without query, `*` as a wildcard; what begins with `/` is on the page's own origin. */
  readonly urls: readonly string[]
  /** Headers that are told as they are, beside content type and length. Names that look secret never are. */
  readonly headers?: readonly string[] | undefined
}

/** Bodies that are longer are not read to their end. */
const maxBytes = 256_000
const maxText = 2000
/** A content type without its parameters, which can be anything. */
const mediaType = /^[a-z]+\/[\w.+-]+/i
/** Of these a copy is read. Events of a server have no end, and `xml` within a word is that of office files. */
const textual = /^(?:text\/(?!event-stream)|[^;]*(?:json|xml\b|urlencoded))/i

/** Headers and bodies of chosen requests, redacted. `bodies` chooses all on the page's own origin. */
export function createNetwork(given: NetworkOptions | string): Extra {
  const options = typeof given === 'string' ? { urls: given === 'bodies' ? ['/*'] : given.split(/[\s,]+/) } : given
  return (scope) => {
    const { window, document } = scope
    const chosen = options.urls.map((pattern) =>
      new URL(pattern.replaceAll('*', '-star-'), document.baseURI).href.replaceAll('-star-', '*'),
    )
    function isChosen(url: string): boolean {
      const { origin, pathname } = new URL(url, document.baseURI)
      return chosen.some((pattern) => fits(pattern, origin + pathname))
    }
    const redact = createRedact(scope, options)
    const tellHeaders = (headers: Iterable<readonly [string, string]>): Record<string, string> =>
      Object.fromEntries(
        [...headers]
          .filter(([name]) => ['content-type', 'content-length', ...(options.headers ?? [])].includes(name) && !isSecretName(name))
          .map(([name, value]) => [name, name === 'content-type' ? (mediaType.exec(value)?.[0] ?? '') : value]),
      )
    const tellBody = (body: unknown, type: string): Json => describeBody(scope, redact, body, type)
    function tell(method: string, url: string, status: number, request: Said, response: Said | null): void {
      const say = ({ headers, body }: Said): string => {
        const told = tellHeaders(headers)
        return JSON.stringify({ headers: told, body: tellBody(body, told['content-type'] ?? '') })
      }
      scope.emit({
        type: 'payload',
        method: methodName(method),
        url: scope.privacy.pageUrl(url, document.baseURI),
        status,
        request: say(request),
        response: response ? say(response) : undefined,
      })
    }

    scope.patch(window, 'fetch', (_, [input, init = {}], result) => {
      const request = typeof input === 'object' && input && 'url' in input ? (input as Request) : null
      const { method, headers, body } = init as RequestInit
      const url = request?.url ?? String(input)
      if (!isChosen(url)) return undefined
      const sent = {
        headers: new Headers(headers ?? request?.headers),
        // The body of a request object was read before this is called.
        body: body ?? (request?.body || request?.bodyUsed ? noteOf('stream') : null),
      }
      const say = (status: number, response: Said | null): void => tell(method ?? request?.method ?? 'GET', url, status, sent, response)
      return follow(
        result as Promise<Response>,
        scope.guard.wrap((response) => {
          const { status, headers } = response
          void textOf(response)
            // Its end is the page's to hear of.
            .catch(() => noteOf('cut off'))
            .then(scope.guard.wrap((body) => say(status, { headers, body })))
        }),
        scope.guard.wrap(() => say(0, null)),
      )
    })

    const open = new WeakMap<object, { method: string; url: string; headers: Headers }>()
    const { prototype } = window.XMLHttpRequest
    scope.patch(prototype, 'open', (xhr, [method, url]) => {
      open.set(xhr as object, { method: String(method), url: String(url), headers: new Headers() })
    })
    scope.patch(prototype, 'setRequestHeader', (xhr, [name, value]) => open.get(xhr as object)?.headers.append(String(name), String(value)))
    scope.patch(prototype, 'send', (self, [body]) => {
      const xhr = self as XMLHttpRequest
      const found = open.get(xhr)
      if (!found || !isChosen(found.url)) return
      const end = scope.guard.wrap(() => {
        if (open.get(xhr) !== found) return
        const lines = xhr.getAllResponseHeaders().split('\r\n')
        const headers = lines.filter(Boolean).map((line) => line.split(': ', 2) as [string, string])
        const answer = /^(?:json|text|)$/.test(xhr.responseType) ? (xhr.response as unknown) : noteOf(xhr.responseType)
        tell(found.method, found.url, xhr.status, { headers: found.headers, body }, xhr.status ? { headers, body: answer } : null)
      })
      if (xhr.readyState === 4) end()
      else native(xhr, 'addEventListener')('loadend', end, { once: true })
    })
  }
}

/** Why there is no body to tell. */
const note: unique symbol = Symbol('note')
interface Note {
  readonly [note]: string
}
const noteOf = (text: string): Note => ({ [note]: text })

interface Said {
  readonly headers: Iterable<readonly [string, string]>
  readonly body: unknown
}

/**
 * A response's text, if it has one; read to its end only where that is near. Of what is not read there is no copy: as long
 * as the page reads, the browser would keep all of it for that.
 */
async function textOf(response: Response): Promise<unknown> {
  const { headers } = response
  if (!textual.test(headers.get('content-type') ?? '') || !response.body) return null
  let size = Number(headers.get('content-length'))
  if (!(size > maxBytes)) {
    const reader = response.clone().body!.getReader()
    const decoder = new TextDecoder()
    let text = ''
    for (size = 0; size <= maxBytes;) {
      const { done, value } = await reader.read()
      if (done) return text + decoder.decode()
      size += value.length
      text += decoder.decode(value, { stream: true })
    }
    reader.cancel().catch(() => undefined)
  }
  return noteOf('too large')
}

function describeBody(scope: Scope, redact: Redact, body: unknown, type: string): Json {
  if (body === null || body === undefined || body === '') return null
  if (body instanceof FormData || body instanceof URLSearchParams) return redact(Object.fromEntries(body as URLSearchParams))
  if (note in Object(body)) return `[${(body as Note)[note]}]`
  if (typeof body !== 'string') return redact(body)
  if (type.includes('urlencoded')) return describeBody(scope, redact, new URLSearchParams(body), '')
  try {
    return redact(JSON.parse(body))
  } catch {
    return scope.privacy.maskedText(body.slice(0, maxText))
  }
}
