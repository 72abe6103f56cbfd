import { buildHtml, encodeChunk, type EventOf, type PlayheadEvent } from '@playhead/wire'
import type { Attack, Lure } from './attack.ts'
import { tab } from './surface.ts'

/** Epoch ms at which every attack's recording begins. */
export const startMs = 1_700_000_000_000
const noFix = { splits: [], empties: [] }

/** How the nodes of a page are numbered: how many there are, and which have an `id`. Fewer, where the page is past what is built. */
export function numberPage(html: string): { readonly nodes: number; readonly ids: ReadonlyMap<string, number> } {
  const ids = new Map<string, number>()
  let last = 1
  const note = (id: number): number => (last = id)
  try {
    buildHtml<number>(html, noFix, { parent: 1, parentId: 1, before: null, namespace: 'html', firstId: 2 }, {
      element(_name, _namespace, attributes, id) {
        const own = attributes.find(([key]) => key === 'id')?.[1]
        if (own !== undefined) ids.set(own, id)
        return note(id)
      },
      text: (_data, id) => note(id),
      comment: (_data, id) => note(id),
      shadow: (_host, _mode, id) => note(id),
      insert: () => undefined,
    })
  } catch {
    // Such a page is refused by whoever plays it, too.
  }
  return { nodes: last, ids }
} // prettier-ignore

export const keyframeOf = (html: string): EventOf<'keyframe'> => ({
  type: 'keyframe',
  timeMs: startMs,
  html,
  nodes: numberPage(html).nodes,
  doctype: '<!DOCTYPE html>',
  url: 'https://shop.example/',
  base: 'https://shop.example/',
  width: 800,
  height: 600,
  scrollX: 0,
  scrollY: 0,
  ...noFix,
})

/** All events in one chunk, as the ingest endpoint takes it from whoever sends it. */
export async function chunksOfEvents(events: readonly PlayheadEvent[], seq = 0): Promise<Uint8Array[]> {
  const identity = { session: 'S'.repeat(22), tab, view: 'V'.repeat(22), seq, baseSeq: 0, last: true, sentMs: startMs }
  return [await encodeChunk(identity, events)]
}

export async function chunksOfAttack(attack: Attack, lure: Lure): Promise<readonly Uint8Array[]> {
  if (attack.chunks) return attack.chunks(lure)
  const later: PlayheadEvent[] = (attack.events?.(lure) ?? []).map((event, index) => ({
    ...event,
    timeMs: startMs + 10 + Math.min(index, 40),
  }))
  const ready: PlayheadEvent = { type: 'end', timeMs: startMs + 60, reason: 'stop' }
  return chunksOfEvents([keyframeOf(attack.page(lure)), ...later, ready])
}
