import {
  createCheckpointer,
  createDocumentModel,
  type DomEvent,
  encodeChunk,
  openLane,
  readChunk,
  type RecordingManifest,
} from '@playhead/wire'
import { expect, test } from 'vitest'
import { chunksOf, keyframe, type LooseEvent, startMs, useViewer } from './bed.ts'

const viewer = useViewer()
const tab = 'T'.repeat(22)
const chunkMs = 1000
const perChunk = 400
/** The keyframe's chunk is there; a way has two checkpoints at most, and ends some chunks before the moment. */
const most = 2 + Math.ceil(5000 / perChunk) + 1
/** What was loaded to show a moment, not what comes after it. */
const neededFor = (loads: readonly string[], ms: number): string[] =>
  loads.filter((name) => !name.startsWith('chunk') || Number(name.slice(6)) * chunkMs <= ms)

/** A list that keeps changing: 24,000 changes in a minute. */
function session(): LooseEvent[] {
  let state = 11
  const pick = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below
  const row = (i: number): string => `<li class="c${i % 5}"><b>${i}</b></li>`
  const rows = Array.from({ length: 40 }, (_, i) => row(i)).join('')
  const events = [keyframe(0, `<html><head><style>.c1{color:red}</style></head><body><ul>${rows}</ul><input></body></html>`, 128)]
  const model = createDocumentModel()
  const push = (event: LooseEvent): void => {
    const { at, ...rest } = event
    model.apply({ ...rest, timeMs: startMs + at } as DomEvent)
    events.push(event)
  }
  model.apply({ ...events[0]!, timeMs: startMs } as unknown as DomEvent)
  const lists = Array.from({ length: 128 }, (_, i) => i + 1).filter((id) => model.node(id)?.name === 'li')
  for (let at = 10; at < 60_000; at += 10) {
    const id = lists[pick(lists.length)]!
    push({ type: 'attribute', at, id, name: 'class', value: `c${pick(5)}` })
    push({ type: 'text', at, id: model.node(id)!.first!.first!.id, text: String(at) })
    push({ type: 'add', at, parent: 7, before: lists[pick(lists.length)]!, html: row(at), splits: [], empties: [] })
    lists.push(model.lastId - 2)
    push({ type: 'remove', at, id: lists.splice(pick(lists.length - 1), 1)[0]! })
  }
  return events
}

interface Parts {
  readonly manifest: RecordingManifest
  readonly chunks: string[]
  readonly checkpoints: Record<number, string>
}
async function store(chunks: string[]): Promise<Parts> {
  const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'))
  const checkpointer = createCheckpointer()
  const checkpoints: Record<number, string> = {}
  const refs = []
  for (const [seq, text] of chunks.entries()) {
    const made = checkpointer.add(seq, await openLane(readChunk(bytesOf(text)), 'dom'))
    if (!made) continue
    const id = { session: 'S'.repeat(22), tab, view: 'V'.repeat(22), seq, baseSeq: 0, last: false, sentMs: startMs }
    const bytes = await encodeChunk(id, made.events)
    checkpoints[seq] = Buffer.from(bytes).toString('base64')
    refs.push({ tab, seq, fromSeq: made.fromSeq, timeMs: made.timeMs, sizeBytes: bytes.length })
  }
  const chunkRefs = chunks.map((text, seq) => {
    const { baseSeq, baseMs, endMs, keyframe: isKeyframe } = readChunk(bytesOf(text)).header
    return { tab, seq, baseSeq, baseMs, endMs, keyframe: isKeyframe, sizeBytes: text.length }
  })
  const endedAtMs = chunkRefs.at(-1)!.endMs
  const span = { startedAtMs: startMs, endedAtMs }
  const manifest = { sessionId: 'S'.repeat(22), ...span, durationMs: endedAtMs - startMs, live: false, tabs: [{ id: tab, ...span }], chunks: chunkRefs, checkpoints: refs, assets: [] } // prettier-ignore
  return { manifest, chunks, checkpoints }
}

interface Watched {
  /** What was loaded for each moment: chunks and checkpoints. */
  readonly loads: string[][]
  readonly texts: string[]
}
const watch = (
  parts: Parts,
  moments: readonly number[],
  { isLate = false, isEarly = false }: { isLate?: boolean; isEarly?: boolean } = {},
): Promise<Watched> =>
  viewer.page.evaluate(
    async ({ parts: { manifest, chunks, checkpoints }, moments: list, late, early }) => {
      const { createPlayer } = (globalThis as never as { PlayheadPlayer: typeof import('../src/index.ts') }).PlayheadPlayer
      const bytesOf = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
      let loaded: string[] = []
      const source = {
        manifest,
        loadChunk: async ({ seq }: { seq: number }) => {
          loaded.push(`chunk ${seq}`)
          // The later ones of a few come first.
          if (late) await new Promise((resolve) => setTimeout(resolve, 8 - (seq % 4) * 2))
          return bytesOf(chunks[seq]!)
        },
        loadCheckpoint: ({ seq }: { seq: number }) => {
          loaded.push(`checkpoint ${seq}`)
          return Promise.resolve(bytesOf(checkpoints[seq]!))
        },
        loadAsset: async () => null,
      }
      const container = document.querySelector<HTMLElement>('#player')!
      container.replaceChildren()
      const player = await createPlayer({ container, source, frameUrl: '/frame.html' })
      // All signals are read once, whatever is sought.
      if (!early) await new Promise<void>((resolve) => void player.on('state', ({ isComplete }) => isComplete && resolve()))
      const loads: string[][] = []
      const texts: string[] = []
      for (const ms of list) {
        loaded = []
        await player.seek(ms)
        loads.push(loaded)
        texts.push(await player.describe())
      }
      player.destroy()
      return { loads, texts }
    },
    { parts, moments, late: isLate, early: isEarly },
  )

test('a far moment takes a short way, and is what playing there shows', async () => {
  const chunks = await chunksOf(
    session(),
    Array.from({ length: 59 }, (_, i) => (i + 1) * chunkMs),
  )
  const parts = await store(chunks)
  expect(parts.manifest.checkpoints!.length).toBeGreaterThan(2)
  const moments = [57_310, 12_050, 33_333, 58_999, 3_210, 45_000]
  const sought = await watch(parts, moments)
  for (const [i, loads] of sought.loads.entries()) {
    const needed = neededFor(loads, moments[i]!)
    expect(needed.length, `${moments[i]}: ${needed.join()}`).toBeLessThanOrEqual(most)
  }
  const played = await watch(
    { ...parts, manifest: { ...parts.manifest, checkpoints: [] } },
    moments.toSorted((a, b) => a - b),
  )
  for (const [i, ms] of moments.entries()) expect(sought.texts[i]).toBe(played.texts[moments.toSorted((a, b) => a - b).indexOf(ms)])
})

test('a recording without short ways is gone through once, in whatever order it comes, and a jump at once goes along', async () => {
  const chunks = await chunksOf(
    session(),
    Array.from({ length: 59 }, (_, i) => (i + 1) * chunkMs),
  )
  const { manifest: stored } = await store(chunks)
  const { checkpoints: _, ...manifest } = stored
  const parts: Parts = { manifest, chunks, checkpoints: {} }
  const moments = [58_999, 12_050, 57_310, 33_333, 3_210, 45_000]
  const sought = await watch(parts, moments, { isLate: true, isEarly: true })
  const [first = [], ...others] = sought.loads
  // What was shown and prefetched before is loaded again, and so is the moment's own chunk.
  expect(first.length).toBeLessThanOrEqual(chunks.length + 2)
  for (const [i, loads] of others.entries()) expect(neededFor(loads, moments[i + 1]!).length).toBeLessThanOrEqual(most)
  const inOrder = moments.toSorted((a, b) => a - b)
  const played = await watch({ ...parts, manifest: { ...manifest, checkpoints: [] } }, inOrder)
  for (const [i, ms] of moments.entries()) expect(sought.texts[i]).toBe(played.texts[inOrder.indexOf(ms)])
})
