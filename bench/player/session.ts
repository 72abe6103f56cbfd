import { brotliCompressSync } from 'node:zlib'
import {
  createDocumentModel,
  type DomEvent,
  encodeChunk,
  type PlayheadEvent,
  readChunk,
  type RecordingManifest,
  rrwebFromEvents,
} from '@playhead/wire'
import { makeRecording } from '../../packages/store/src/recording/make.ts'

export const startMs = 1_700_000_000_000
const tab = 'T'.repeat(22)
/** Every so often something changes. */
const tickMs = 150
const rowCount = 1660

export interface SessionShape {
  readonly minutes: number
  /** Changes of each kind at a time. */
  readonly attributes: number
  readonly texts: number
  readonly rows: number
}
/** Some 8,000 mutations a minute, as a busy application makes. */
export const busy: Omit<SessionShape, 'minutes'> = { attributes: 9, texts: 5, rows: 2 }

const row = (i: number): string =>
  `<li class="row r${i % 7}" data-i="${i}"><a href="https://shop.example/item/${i}"><b>Item ${i}</b></a><span class="price">${(i * 7) % 90}.00</span></li>`

/** A page of some 10,000 nodes. `top`: what stands before its rows, of so many nodes. */
function firstPicture(top: string, topNodes: number): DomEvent {
  const css = Array.from({ length: 300 }, (_, i) => `.r${i % 7} .c${i}{padding:${i % 9}px;color:rgb(${i % 255},20,40)}`).join('')
  const html =
    `<html><head><style>${css}body{font:14px sans-serif}.row{display:flex;gap:8px;height:22px}</style></head><body>${top}<ul>` +
    `${Array.from({ length: rowCount }, (_, i) => row(i)).join('')}</ul><input></body></html>`
  return {
    type: 'keyframe', timeMs: startMs, html, doctype: '<!DOCTYPE html>', url: 'https://shop.example/', base: 'https://shop.example/',
    nodes: 8 + topNodes + rowCount * 6, width: 1280, height: 720, scrollX: 0, scrollY: 0, splits: [], empties: [],
  } // prettier-ignore
}

/** A session of that page, which keeps changing; every event is one that a real page could cause. */
export function createSession({ minutes, attributes, texts, rows: rowsAtATime }: SessionShape): PlayheadEvent[] {
  const endMs = startMs + minutes * 60_000
  let state = 42
  const pick = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below
  const model = createDocumentModel()
  const events: PlayheadEvent[] = []
  const push = (event: PlayheadEvent): void => void events.push(event)
  const keyframe = firstPicture('<h1>Shop</h1>', 2)
  model.apply(keyframe)
  push(keyframe)
  const rows: number[] = []
  let list = 0
  for (let id = 1; id <= model.lastId; id++) {
    const name = model.node(id)?.name
    if (name === 'li') rows.push(id)
    if (name === 'ul') list = id
  }
  for (let timeMs = startMs + 200; timeMs < endMs; timeMs += tickMs) {
    const change = (event: DomEvent): void => {
      model.apply(event)
      push(event)
    }
    for (let i = 0; i < attributes; i++) {
      const id = rows[pick(rows.length)]!
      change({ type: 'attribute', timeMs, id, name: 'class', value: `row r${pick(7)} c${pick(300)}` })
    }
    for (let i = 0; i < texts; i++) {
      const text = model.node(rows[pick(rows.length)]!)?.first?.first?.first
      if (text) change({ type: 'text', timeMs, id: text.id, text: `Item ${pick(100_000)}` })
    }
    for (let i = 0; i < rowsAtATime; i++) {
      const id = model.lastId + 1
      change({ type: 'add', timeMs, parent: list, before: rows[pick(rows.length)]!, html: row(pick(100_000)), splits: [], empties: [] })
      rows.push(id)
      change({ type: 'remove', timeMs, id: rows.splice(pick(rows.length - 1), 1)[0]! })
    }
    if (pick(3) === 0) change({ type: 'scroll', timeMs, id: 1, x: 0, y: pick(20_000) })
    if (pick(4) === 0) change({ type: 'pointed', timeMs, hover: rows[pick(rows.length)]!, active: 0 })
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

/** A minute of the same page, on which a script moves so many elements 60 times a second. */
export function createMotion(moving: number): PlayheadEvent[] {
  const placeOf = (frame: number, i: number): readonly [x: number, y: number] => [(i * 7 + frame * 3) % 1200, (i * 13 + frame * 2) % 700]
  const top = Array.from({ length: moving }, (_, i) => {
    const [x, y] = placeOf(0, i)
    return `<i style="left: ${x}px; top: ${y}px;"></i>`
  })
  const keyframe = firstPicture(`<style>i{position:fixed;width:9px;height:9px;background:teal}</style>${top.join('')}`, moving + 2)
  const model = createDocumentModel()
  model.apply(keyframe)
  const found: number[] = []
  for (let id = 1; found.length < moving; id++) if (model.node(id)?.name === 'i') found.push(id)
  const ids = found.map((id, i) => id - (found[i - 1] ?? 0))
  const frames = Array.from({ length: 3600 }, (_, frame): PlayheadEvent => {
    const shifts = found.flatMap((_id, i) => {
      const [before, after] = [placeOf(frame, i), placeOf(frame + 1, i)]
      return [(after[0] - before[0]) * 1000, (after[1] - before[1]) * 1000]
    })
    return { type: 'restyle', timeMs: startMs + 200 + Math.round((frame * 1000) / 60), ids, shifts }
  })
  return [keyframe, ...frames]
}

interface Mutation {
  readonly type: number
  readonly timestamp: number
  readonly data: {
    readonly source?: number
    readonly texts: unknown[]
    readonly attributes: unknown[]
    readonly removes: unknown[]
    readonly adds: unknown[]
  }
}
/** As rrweb's recorder writes it: what changes at one time, and neither comes nor goes, is one event. */
export function rrwebOf(events: readonly PlayheadEvent[]): unknown[] {
  const merged: Mutation[] = []
  const isChange = ({ type, data }: Mutation): boolean => type === 3 && data.source === 0 && !data.adds.length && !data.removes.length
  for (const event of rrwebFromEvents(events, { asset: () => undefined }) as unknown as Mutation[]) {
    const last = merged.at(-1)
    if (last?.timestamp === event.timestamp && isChange(last) && isChange(event)) {
      last.data.texts.push(...event.data.texts)
      last.data.attributes.push(...event.data.attributes)
    } else merged.push(event)
  }
  return merged
}

/** A session as chunks of the recorder, and as it is stored when it is over. */
export interface Stored {
  readonly live: Encoded
  readonly manifest: RecordingManifest
  /** Compressed. */
  readonly blocks: readonly Uint8Array[]
  readonly checkpoints: ReadonlyMap<number, Uint8Array>
}
export interface Encoded {
  readonly chunks: readonly Uint8Array[]
  readonly manifest: RecordingManifest
}

const identity = (seq: number, timeMs: number, last: boolean): Parameters<typeof encodeChunk>[0] => ({
  session: 'S'.repeat(22), tab, view: 'V'.repeat(22), seq, baseSeq: 0, last, sentMs: timeMs,
}) // prettier-ignore

/** How much a recorder sends at once. */
const sendMs = 2000

/** As a recorder sends it. */
export async function sendSession(events: readonly PlayheadEvent[]): Promise<Encoded> {
  const chunks: Uint8Array[] = []
  for (let from = startMs, at = 0; at < events.length; from += sendMs) {
    let to = at
    while (to < events.length && events[to]!.timeMs < from + sendMs) to++
    if (to > at) chunks.push(await encodeChunk(identity(chunks.length, from, to === events.length), events.slice(at, to)))
    at = to
  }
  const refs = chunks.map((bytes) => {
    const { seq, baseSeq, baseMs, endMs, keyframe } = readChunk(bytes).header
    return { tab, seq, baseSeq, baseMs, endMs, keyframe, sizeBytes: bytes.length }
  })
  const endedAtMs = refs.at(-1)!.endMs
  const manifest = {
    sessionId: 'S'.repeat(22), startedAtMs: startMs, endedAtMs, durationMs: endedAtMs - startMs, live: false,
    tabs: [{ id: tab, startedAtMs: startMs, endedAtMs }], chunks: refs, assets: [],
  } // prettier-ignore
  return { chunks, manifest }
}

/** As the server makes it once the session is over. */
export async function storeSession(events: readonly PlayheadEvent[]): Promise<Stored> {
  const live = await sendSession(events)
  const pieces: Uint8Array[] = []
  const stored = { project: 'bench', session: live.manifest.sessionId, file: 1, chunkAt: 0 }
  const index = await makeRecording({
    ...stored,
    source: '',
    chunks: live.manifest.chunks.map((chunk) => ({ ...chunk, ...stored, hash: String(chunk.seq), receivedMs: chunk.endMs })),
    load: async ({ seq }) => live.chunks[seq]!,
    async put(bytes) {
      const at = pieces.push(brotliCompressSync(bytes)) - 1
      return { at, sizeBytes: pieces[at]!.length, rawBytes: bytes.length, hash: '' }
    },
    keep: async () => undefined,
  })
  const { blocks, checkpoints } = index
  return {
    live,
    manifest: { ...live.manifest, chunks: blocks, checkpoints },
    blocks: blocks.map(({ at }) => pieces[at]!),
    checkpoints: new Map(checkpoints.map(({ seq, at }) => [seq, pieces[at]!])),
  }
}
