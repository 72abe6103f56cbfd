import type { EventOf } from '@playhead/wire'
import { pageUrl } from '../privacy/url.ts'
import type { Scope } from '../scope.ts'

/** Requests that the page makes: method, address template, status, time and size. Never headers or bodies. */
export function watchNetwork(scope: Scope): void {
  if (!scope.options.network) return
  const { window, document } = scope
  const open = new WeakMap<object, { method: string; url: string }>()

  function begin(kind: EventOf<'request'>['kind'], method: string, url: string): (status: number, size?: string | null) => void {
    const startMs = Date.now()
    scope.respond('request')
    return scope.guard.wrap((status: number, size?: string | null) => {
      const responseBytes = size ? Number(size) : undefined
      scope.emit({
        type: 'request',
        kind,
        method: /^[A-Za-z]{1,10}$/.test(method) ? method.toUpperCase() : 'OTHER',
        url: pageUrl(url, document.baseURI),
        status,
        durationMs: Date.now() - startMs,
        responseBytes: responseBytes !== undefined && responseBytes >= 0 ? responseBytes : undefined,
      })
    })
  }
  scope.patch(window, 'fetch', (_, [input, init], result) => {
    const request = typeof input === 'object' && input && 'url' in input ? (input as Request) : null
    const finish = begin('fetch', (init as RequestInit | undefined)?.method ?? request?.method ?? 'GET', request?.url ?? String(input))
    // The page gets what follows from its promise, so that a rejection nobody handles is still reported once.
    return (result as Promise<Response>).then(
      (response) => {
        finish(response.status, response.headers.get('content-length'))
        return response
      },
      (error: unknown) => {
        finish(0)
        throw error
      },
    )
  })
  const { prototype } = window.XMLHttpRequest
  scope.patch(prototype, 'open', (xhr, [method, url]) => void open.set(xhr as object, { method: String(method), url: String(url) }))
  scope.patch(prototype, 'send', (self) => {
    const xhr = self as XMLHttpRequest
    const found = open.get(xhr)
    if (!found) return
    const finish = begin('xhr', found.method, found.url)
    xhr.addEventListener('loadend', () => finish(xhr.status, xhr.status ? xhr.getResponseHeader('content-length') : null), { once: true })
  })
  scope.patch(window.Navigator.prototype, 'sendBeacon', (_, [url]) => begin('beacon', 'POST', String(url))(0))
}
