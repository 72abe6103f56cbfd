import type { EventOf } from '@playhead/wire'
import { native } from '../native.ts'
import { pageUrl } from '../privacy/url.ts'
import type { Scope } from '../scope.ts'

/** Requests that the page makes: method, address template, status, time and size. Never headers or bodies. */
export function watchNetwork(scope: Scope): void {
  if (!scope.options.network) return
  const { window, document } = scope
  const open = new WeakMap<object, { method: string; url: string; startMs: number }>()

  function begin(
    kind: EventOf<'request'>['kind'],
    method: string,
    url: string,
    startMs = Date.now(),
  ): (status: number, size?: string | null) => void {
    scope.respond('request')
    return scope.guard.wrap((status: number, size?: string | null) => {
      const responseBytes = size ? Number(size) : undefined
      scope.emit({
        type: 'request',
        kind,
        method: methodName(method),
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
    return follow(
      result as Promise<Response>,
      (response) => finish(response.status, response.headers?.get('content-length')),
      () => finish(0),
    )
  })
  const { prototype } = window.XMLHttpRequest
  scope.patch(prototype, 'open', (xhr, [method, url]) => {
    open.set(xhr as object, { method: String(method), url: String(url), startMs: Date.now() })
  })
  scope.patch(prototype, 'send', (self) => {
    const xhr = self as XMLHttpRequest
    const found = open.get(xhr)
    if (!found) return
    const isDone = xhr.readyState === 4
    // One that blocked the page has answered before anything could be begun.
    const finish = begin('xhr', found.method, found.url, isDone ? found.startMs : undefined)
    const end = (): void => {
      // Opened again, it is another request, and of this one nothing is heard.
      if (open.get(xhr) === found) finish(xhr.status, xhr.status ? xhr.getResponseHeader('content-length') : null)
    }
    if (isDone) end()
    else native(xhr, 'addEventListener')('loadend', end, { once: true })
  })
  scope.patch(window.Navigator.prototype, 'sendBeacon', (_, [url]) => begin('beacon', 'POST', String(url))(0))
}

/**
 * Learns what becomes of a page's promise. The page gets what follows from it, so that a rejection nobody handles is
 * still reported once; but not of one that is more than a promise: that stays.
 */
export function follow<T>(promise: Promise<T>, done: (value: T) => void, failed: () => void): Promise<T> | undefined {
  const isPlain =
    Object.prototype.toString.call(promise) === '[object Promise]' && Object.keys(promise).every((key) => key.startsWith('__zone'))
  const followed = native(promise, 'then')(
    (value) => {
      done(value)
      return value
    },
    (error: unknown) => {
      failed()
      // A page's own kind of promise says by itself that nobody handled it.
      if (isPlain) throw error
      return undefined as never
    },
  )
  return isPlain ? followed : undefined
}

/** A method that everybody uses. */
export const methodName = (method: string): string =>
  /^(?:get|head|post|put|patch|delete|options)$/i.test(method) ? method.toUpperCase() : 'OTHER'
