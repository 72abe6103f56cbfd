import fc from 'fast-check'
import {
  changeBetween,
  createDocumentModel,
  type DocumentModel,
  type DomEvent,
  encodeChunk,
  eventsIn,
  openEvents,
  openLane,
  type PlayheadEvent,
  readChunk,
  unpackChunks,
} from '@playhead/wire'
import { expect, test } from 'vitest'
import { pageEvent, start } from '../../packages/wire/src/page.property.ts'
import { isPlain } from '../../packages/wire/src/serialise.ts'
import { walkDeep } from '../../packages/wire/src/tree.ts'
import type { CatalogChunk } from '../../packages/store/src/catalog/catalog.ts'
import { blockLimit } from '../../packages/store/src/recording/block.ts'
import type { Part, RecordingIndex } from '../../packages/store/src/recording/file.ts'
import { makeRecording } from '../../packages/store/src/recording/make.ts'
import { hashPage } from '../../packages/store/src/recording/same-page.ts'

const session = 'S'.repeat(22)
const tabs = ['A'.repeat(22), 'B'.repeat(22)] as const
const epochMs = 1_760_000_000_000

const signal: fc.Arbitrary<PlayheadEvent> = fc.oneof(
  fc.record({
    type: fc.constant('pointer' as const),
    timeMs: fc.constant(0),
    pointer: fc.constant('mouse' as const),
    points: fc.array(fc.record({ afterMs: fc.nat(50), x: fc.nat(99), y: fc.nat(99) }), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ type: fc.constant('track' as const), timeMs: fc.constant(0), name: fc.constantFrom('order', 'like') }),
  fc.record({ type: fc.constant('loss' as const), timeMs: fc.constant(0), what: fc.constantFrom('frame', 'asset'), count: fc.nat(3) }),
)
const keyframe = fc.constant<PlayheadEvent>(start)
/** What happens in a tab, how long after the thing before, and whether a chunk ends after it. */
const step = fc.record({
  event: fc.oneof({ arbitrary: pageEvent, weight: 60 }, { arbitrary: signal, weight: 20 }, { arbitrary: keyframe, weight: 1 }),
  afterMs: fc.oneof(fc.nat(3), fc.nat(9_000)),
  endsChunk: fc.nat(9).map((n) => n === 0),
})
const visit = fc.array(step, { minLength: 1, maxLength: 160, size: 'max' })
type Visit = readonly { event: PlayheadEvent; afterMs: number; endsChunk: boolean }[]

interface Stored {
  readonly ref: CatalogChunk
  readonly bytes: Uint8Array
}
/** As a recorder cuts it: a keyframe begins a chunk. */
async function chunksOf(tab: string, steps: Visit): Promise<Stored[]> {
  const parts: PlayheadEvent[][] = [[{ ...start, timeMs: epochMs }]]
  let timeMs = epochMs
  for (const { event, afterMs, endsChunk } of steps) {
    timeMs += afterMs
    if (event.type === 'keyframe') parts.push([])
    parts.at(-1)!.push({ ...event, timeMs })
    if (endsChunk) parts.push([])
  }
  const stored: Stored[] = []
  for (const events of parts.filter(({ length }) => length)) {
    const seq = stored.length
    const bytes = await encodeChunk({ session, tab, view: 'V'.repeat(22), seq, baseSeq: 0, last: false, sentMs: epochMs }, events)
    const { baseMs, endMs, keyframe: isKeyframe } = readChunk(bytes).header
    const place = { file: 1, chunkAt: 0, sizeBytes: bytes.length, receivedMs: epochMs }
    stored.push({
      ref: { project: 'p', session, tab, seq, hash: `${tab}${seq}`, ...place, baseSeq: 0, baseMs, endMs, keyframe: isKeyframe },
      bytes,
    })
  }
  return stored
}

async function make(stored: readonly Stored[]): Promise<{ index: RecordingIndex; read(part: Part): Uint8Array }> {
  const pieces: Uint8Array[] = []
  const index = await makeRecording({
    project: 'p',
    session,
    source: '',
    chunks: stored.map(({ ref }) => ref),
    load: async (chunk) => stored.find(({ ref }) => ref === chunk)!.bytes,
    async put(bytes) {
      pieces.push(bytes)
      return { at: pieces.length - 1, sizeBytes: bytes.length, rawBytes: bytes.length, hash: '' }
    },
    keep: async () => undefined,
    // A checkpoint at every block.
    limits: { block: { ...blockLimit, smallActiveMs: 30_000 }, spare: { leastBytes: 0, mostBytes: 0, ways: 0, mostEvents: 0 } },
  })
  return { index, read: ({ at }) => pieces[at]! }
}

const play = (model: DocumentModel, events: readonly DomEvent[]): void => {
  for (const event of events) model.apply(event)
}
/** Whether a page ever has an element in a `<style>` or the like: no HTML says so, and no checkpoint leads there (L19). */
function hasMarkupInText(events: readonly DomEvent[]): boolean {
  const model = createDocumentModel()
  return events.some((event) => {
    model.apply(event)
    let isFound = false
    walkDeep(model.document, ({ kind, parent }) => {
      isFound ||= kind !== 'text' && isPlain(parent)
    })
    return isFound
  })
}
const tell = (model: DocumentModel, timeMs: number): string => hashPage(changeBetween(null, model, timeMs))

test('L18: the blocks of a recording file hold what its chunks hold, in order', async () => {
  await fc.assert(
    fc.asyncProperty(visit, visit, async (one, other) => {
      const stored = [...(await chunksOf(tabs[0], one)), ...(await chunksOf(tabs[1], other))]
      const { index, read } = await make(stored)
      const apart = index.signals ? unpackChunks(read(index.signals)).map(readChunk) : []
      for (const tab of tabs) {
        const chunks = stored.filter(({ ref }) => ref.tab === tab).map(({ bytes }) => readChunk(bytes))
        const blocks = index.blocks.filter((block) => block.tab === tab)
        expect(blocks.map(({ seq }) => seq)).toEqual(blocks.map((_, i) => i))
        for (const lane of ['dom', 'signal'] as const) {
          const was = (await Promise.all(chunks.map(openEvents))).flatMap((events) => eventsIn(lane, events))
          const is = (await Promise.all(blocks.map((block) => openEvents(readChunk(read(block)))))).flatMap((events) =>
            eventsIn(lane, events),
          )
          expect(is).toEqual(was)
          if (lane === 'dom') continue
          const own = apart.filter(({ header }) => header.tab === tab)
          expect((await Promise.all(own.map((chunk) => openLane(chunk, 'signal')))).flat()).toEqual(
            was.filter(({ type }) => type !== 'pointer'),
          )
        }
        for (const { baseSeq, keyframe: has, seq } of blocks) {
          expect(blocks[baseSeq]!.keyframe).toBe(true)
          if (has) expect(baseSeq).toBe(seq)
        }
      }
    }),
    { numRuns: 40 },
  )
})

test('L19: every checkpoint leads to the page that playing there shows', async () => {
  let led = 0
  let far = 0
  await fc.assert(
    fc.asyncProperty(visit, async (steps) => {
      const { index, read } = await make(await chunksOf(tabs[0], steps))
      const doms = await Promise.all(index.blocks.map((block) => openLane(readChunk(read(block)), 'dom')))
      const ways = new Map<number, { fromSeq: number; timeMs: number; events: DomEvent[] }>()
      for (const part of index.checkpoints)
        ways.set(part.seq, { fromSeq: part.fromSeq, timeMs: part.timeMs, events: await openLane(readChunk(read(part)), 'dom') })
      fc.pre(!index.counts.astray || !hasMarkupInText(doms.flat()))
      expect(index.counts.astray).toBe(0)
      const played = createDocumentModel()
      for (const { seq, baseSeq, keyframe: has } of index.blocks) {
        if (seq) expect(ways.has(seq)).toBe(!has)
        const way = ways.get(seq)
        if (way) {
          const model = createDocumentModel()
          play(model, [doms[baseSeq]![0]!])
          const before = ways.get(way.fromSeq)
          if (before) far++
          if (before) expect(before.fromSeq).toBe(baseSeq)
          else expect(way.fromSeq).toBe(baseSeq)
          play(model, before?.events ?? [])
          play(model, way.events)
          // What runs is told as it is then; later it may be a rounding off.
          expect(tell(model, way.timeMs)).toBe(tell(played, way.timeMs))
          expect(model.lastId).toBe(played.lastId)
          led++
        }
        play(played, doms[seq]!)
      }
    }),
    { numRuns: 100 },
  )
  expect(led).toBeGreaterThan(200)
  expect(far).toBeGreaterThan(20)
})
