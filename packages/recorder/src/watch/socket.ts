import type { EventOf } from '@playhead/wire'
import { pageUrl } from '../privacy/url.ts'
import type { Scope } from '../scope.ts'

/** How often traffic is told, ms. */
const pauseMs = 5000

/** WebSockets: that they open and close, and how much goes over them meanwhile. Never what. */
export function watchSocket(scope: Scope): void {
  if (!scope.options.network) return
  const counts = new WeakMap<object, (field: 'sent' | 'received', data: unknown) => void>()
  const due = new Set<() => void>()
  function flush(): void {
    for (const tell of due) tell()
    due.clear()
  }
  scope.patch(scope.window, 'WebSocket', (made) => {
    const socket = made as WebSocket
    const url = `ws${pageUrl(socket.url.replace('ws', 'http')).slice(4)}`
    const none = { sent: 0, sentBytes: 0, received: 0, receivedBytes: 0 }
    let since = { ...none }
    function tell(state: EventOf<'socket'>['state'], code?: number): void {
      scope.emit({ type: 'socket', url, state, ...since, code })
      since = { ...none }
    }
    const tellTraffic = (): void => tell('traffic')
    function count(field: 'sent' | 'received', data: unknown): void {
      const { length, size, byteLength } = Object(data) as { length?: number; size?: number; byteLength?: number }
      since[field]++
      since[`${field}Bytes`] += byteLength ?? size ?? length ?? 0
      if (!due.size) scope.later(pauseMs, flush)
      due.add(tellTraffic)
    }
    counts.set(socket, count)
    const on = (type: string, hook: (event: MessageEvent & CloseEvent) => void): void =>
      socket.addEventListener(type, scope.guard.wrap(hook) as (event: Event) => void)
    on('message', ({ data }) => count('received', data))
    for (const type of ['open', 'error', 'close'] as const)
      on(type, ({ code }) => {
        due.delete(tellTraffic)
        tell(type, code)
      })
  })
  scope.patch(scope.window.WebSocket?.prototype, 'send', (socket, [data]) => counts.get(socket as object)?.('sent', data))
  scope.onSeal.push((leaving) => leaving && flush())
}
