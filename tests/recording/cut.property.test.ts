import fc from 'fast-check'
import { htmlOf } from '@playhead/api'
import {
  changeBetween,
  chunksFromEvents,
  createDocumentModel,
  type DocumentModel,
  type DomEvent,
  openLane,
  type PlayheadEvent,
  readChunk,
  type RecordingManifest,
} from '@playhead/wire'
import { expect, test } from 'vitest'
import { pageEvent, start } from '../../packages/wire/src/page.property.ts'
import { hashPage } from '../../packages/store/src/recording/same-page.ts'

const epochMs = 1_760_000_000_000
const tab = 'A'.repeat(22)
const step = fc.record({
  event: fc.oneof({ arbitrary: pageEvent, weight: 60 }, { arbitrary: fc.constant(start), weight: 1 }),
  afterMs: fc.nat(3),
})

/** As a viewer does, passes over what no browser writes. */
const pageAt = (events: readonly DomEvent[], timeMs: number): { model: DocumentModel; isSound: boolean } => {
  const model = createDocumentModel()
  let isRead = true
  for (const event of events.filter((one) => one.timeMs <= timeMs))
    try {
      model.apply(event)
    } catch {
      isRead = false
    }
  return { model, isSound: isRead && model.unplaced === 0 }
}
/** `isNear`: where what runs has got to is left out, as that is rounded each time it is told. */
const shown = (events: readonly DomEvent[], timeMs: number, isNear: boolean): string => {
  const told = changeBetween(null, pageAt(events, timeMs).model, timeMs)
  return hashPage(isNear ? told.map((event) => ('atMs' in event ? { ...event, atMs: 0 } : event)) : told)
}

/** A page once met whose clip could not be read: its HTML did not say what had moved into a `<style>`. */
const met: [{ event: DomEvent; afterMs: number }[], number, number][] = [
  [
    [
      { event: { type: 'add', timeMs: 0, parent: 1, before: 0, html: '<style>b{}</style>', splits: [], empties: [] }, afterMs: 0 },
      { event: { type: 'move', timeMs: 0, id: 2, parent: 13, before: 0 }, afterMs: 1 },
      { event: { type: 'focus', timeMs: 0, id: 1, visible: true }, afterMs: 1 },
    ],
    50,
    0,
  ],
]

test('a clip of any span shows at each of its moments what the session shows, and holds no event outside it', async () => {
  let followed = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 80, size: 'max' }), fc.nat(99), fc.nat(99), async (steps, a, b) => {
      let timeMs = epochMs
      const events: PlayheadEvent[] = [{ ...start, timeMs }]
      for (const { event, afterMs } of steps) events.push({ ...event, timeMs: (timeMs += afterMs) })
      const durationMs = timeMs - epochMs + 1
      const fromMs = Math.floor((a * (durationMs - 1)) / 100)
      const toMs = fromMs + 1 + Math.floor((b * (durationMs - fromMs - 1)) / 100)
      const stored: Uint8Array[] = []
      for await (const bytes of chunksFromEvents({ session: 'S'.repeat(22), tab, view: '' }, events)) stored.push(bytes)
      const span = { startedAtMs: epochMs, endedAtMs: epochMs + durationMs }
      const chunks = stored.map((bytes) => ({ ...readChunk(bytes).header, sizeBytes: bytes.length }))
      const manifest: RecordingManifest = { sessionId: 'S'.repeat(22), ...span, durationMs, live: false, tabs: [{ id: tab, ...span }], chunks, assets: [] } // prettier-ignore
      const source = { manifest, loadChunk: async ({ seq }: { seq: number }) => stored[seq]!, loadAsset: async () => null }
      const clip = JSON.parse(await htmlOf(source, '__PLAYHEAD_RECORDING__', { fromMs, toMs })) as { chunks: string[] }
      const read = async (all: readonly Uint8Array[]): Promise<DomEvent[]> =>
        (await Promise.all(all.map((bytes) => openLane(readChunk(bytes), 'dom')))).flat()
      const whole = await read(stored)
      const kept = await read(clip.chunks.map((chunk) => new Uint8Array(Buffer.from(chunk, 'base64'))))
      expect(kept.filter((event) => event.timeMs < epochMs + fromMs || event.timeMs > epochMs + toMs)).toEqual([])
      // As with checkpoints, what stands nowhere at the span's beginning does not come along: no recorder brings it back.
      const { isSound } = pageAt(whole, epochMs + fromMs)
      if (isSound) followed++
      for (const ms of isSound ? new Set([fromMs, Math.floor((fromMs + toMs) / 2), toMs]) : [fromMs])
        expect(shown(kept, epochMs + ms, ms > fromMs), `${fromMs} … ${toMs}, at ${ms}`).toBe(shown(whole, epochMs + ms, ms > fromMs))
    }),
    { numRuns: 200, examples: met },
  )
  expect(followed).toBeGreaterThan(20)
})
