import type { Mirror } from './mirror.ts'
import type { Json } from './source.ts'

export type LiveEvent = { type: 'scroll'; id: number; x: number; y: number } | { type: 'topLayer'; id: number; layer: 'modal' }

/** What rrweb says of nodes in attributes of its own: elements that were scrolled, dialogs that are modal. */
export function emitLiveState(top: Json, mirror: Mirror, emit: (event: LiveEvent) => void): void {
  const queue: Json[] = [top]
  for (let sn = queue.pop(); sn; sn = queue.pop()) {
    const { rr_scrollLeft: x, rr_scrollTop: y, rr_open_mode: mode } = (sn['attributes'] ?? {}) as Json
    const id = x || y || mode ? mirror.node(sn['id'])?.id : 0
    if (id && (x || y)) emit({ type: 'scroll', id, x: offset(x), y: offset(y) })
    if (id && mode === 'modal') emit({ type: 'topLayer', id, layer: 'modal' })
    if (Array.isArray(sn['childNodes'])) for (const child of sn['childNodes'] as Json[]) queue.push(child)
  }
}

const offset = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0)
