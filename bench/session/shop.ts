import { createDocumentModel, type DomEvent, encodeChunk, type PlayheadEvent, readChunk, type RecordingManifest } from '@playhead/wire'

const startMs = 1_700_000_000_000
const tab = 'T'.repeat(22)
const session = 'S'.repeat(22)

/**
 * A session of a list page that keeps changing: six nodes a row. Every event is one that a real page could cause; the
 * same options make the same events.
 */
export function createSession({ durationMs, rows: rowCount }: { durationMs: number; rows: number }): PlayheadEvent[] {
  let state = 42
  const pick = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below
  const row = (i: number): string =>
    `<li class="row r${i % 7}" data-i="${i}"><a href="https://shop.example/item/${i}"><b>Item ${i}</b></a><span class="price">${(i * 7) % 90}.00</span></li>`
  const css = Array.from({ length: 300 }, (_, i) => `.r${i % 7} .c${i}{padding:${i % 9}px;color:rgb(${i % 255},20,40)}`).join('')
  const html =
    `<html><head><style>${css}body{font:14px sans-serif}.row{display:flex;gap:8px;height:22px}</style></head><body><h1>Shop</h1><ul>` +
    `${Array.from({ length: rowCount }, (_, i) => row(i)).join('')}</ul><input></body></html>`
  const model = createDocumentModel()
  const events: PlayheadEvent[] = []
  const push = (event: PlayheadEvent): void => void events.push(event)
  const keyframe: DomEvent = {
    type: 'keyframe', timeMs: startMs, html, doctype: '<!DOCTYPE html>', url: 'https://shop.example/', base: 'https://shop.example/',
    nodes: 10 + rowCount * 6, width: 1280, height: 720, scrollX: 0, scrollY: 0, splits: [], empties: [],
  } // prettier-ignore
  model.apply(keyframe)
  push(keyframe)
  const rows: number[] = []
  let list = 0
  for (let id = 1; id <= model.lastId; id++) {
    const name = model.node(id)?.name
    if (name === 'li') rows.push(id)
    if (name === 'ul') list = id
  }
  for (let timeMs = startMs + 200; timeMs < startMs + durationMs; timeMs += 150) {
    const change = (event: DomEvent): void => {
      model.apply(event)
      push(event)
    }
    for (let i = 0; i < 2; i++) {
      const id = rows[pick(rows.length)]!
      change({ type: 'attribute', timeMs, id, name: 'class', value: `row r${pick(7)} c${pick(300)}` })
    }
    const text = model.node(rows[pick(rows.length)]!)?.first?.first?.first
    if (text) change({ type: 'text', timeMs, id: text.id, text: `Item ${pick(100_000)}` })
    if (pick(4) === 0) {
      const id = model.lastId + 1
      change({ type: 'add', timeMs, parent: list, before: rows[pick(rows.length)]!, html: row(pick(100_000)), splits: [], empties: [] })
      rows.push(id)
      change({ type: 'remove', timeMs, id: rows.splice(pick(rows.length - 1), 1)[0]! })
    }
    if (pick(3) === 0) change({ type: 'scroll', timeMs, id: 1, x: 0, y: pick(6000) })
    push({
      type: 'pointer',
      timeMs,
      pointer: 'mouse',
      points: Array.from({ length: 5 }, (_, i) => ({
        afterMs: i ? 30 : 0,
        x: i ? pick(40) - 20 : pick(1200),
        y: i ? pick(40) - 20 : pick(700),
      })),
    })
  }
  return events
}

/** As a recorder sends it: two seconds a chunk. */
export async function encodeSession(events: readonly PlayheadEvent[]): Promise<{ chunks: Uint8Array[]; manifest: RecordingManifest }> {
  const chunks: Uint8Array[] = []
  for (let from = startMs, at = 0; at < events.length; from += 2000) {
    let to = at
    while (to < events.length && events[to]!.timeMs < from + 2000) to++
    const seq = chunks.length
    if (to > at)
      chunks.push(
        await encodeChunk(
          { session, tab, view: 'V'.repeat(22), seq, baseSeq: 0, last: to === events.length, sentMs: from },
          events.slice(at, to),
        ),
      )
    at = to
  }
  const refs = chunks.map((bytes) => {
    const { seq, baseSeq, baseMs, endMs, keyframe } = readChunk(bytes).header
    return { tab, seq, baseSeq, baseMs, endMs, keyframe, sizeBytes: bytes.length }
  })
  const endedAtMs = refs.at(-1)!.endMs
  const manifest = {
    sessionId: session, startedAtMs: startMs, endedAtMs, durationMs: endedAtMs - startMs, live: false,
    tabs: [{ id: tab, startedAtMs: startMs, endedAtMs }], chunks: refs, assets: [],
  } // prettier-ignore
  return { chunks, manifest }
}
