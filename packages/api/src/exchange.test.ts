import { chunksFromEvents, createId, createSessionId, type PlayheadEvent, type SignalEvent } from '@playhead/wire'
import { expect, test } from 'vitest'
import { importRecording, type RecordingSink, rrwebOf, sayTitle } from './exchange.ts'

test('a recording of more events than a call has arguments is exported whole', async () => {
  const startMs = 1_760_000_000_000
  const count = 200_000
  const events: PlayheadEvent[] = Array.from({ length: count }, (_, i) => ({ type: 'track', timeMs: startMs + i, name: 'tick' }))
  const stored: Uint8Array[] = []
  for await (const bytes of chunksFromEvents({ session: createSessionId(startMs), tab: 'tab', view: createId() }, events))
    stored.push(bytes)
  const chunks = stored.map((bytes, seq) => ({
    tab: 'tab',
    seq,
    baseSeq: 0,
    baseMs: startMs,
    endMs: startMs + count,
    keyframe: false,
    sizeBytes: bytes.length,
  }))
  const exported = await rrwebOf({
    manifest: {
      sessionId: 'session',
      startedAtMs: startMs,
      endedAtMs: startMs + count,
      durationMs: count,
      live: false,
      tabs: [{ id: 'tab', startedAtMs: startMs, endedAtMs: startMs + count }],
      chunks,
      assets: [],
    },
    loadChunk: ({ seq }) => Promise.resolve(stored[seq]!),
    loadAsset: () => Promise.resolve(null),
  })
  expect(exported).toHaveLength(count)
})

test('an import says how many events it could not read, to who imports and among what the session lost', async () => {
  const body = { type: 2, id: 3, tagName: 'body', attributes: {}, childNodes: [] }
  const html = { type: 2, id: 2, tagName: 'html', attributes: {}, childNodes: [body] }
  const whole = { type: 2, timestamp: 1000, data: { node: { type: 0, id: 1, childNodes: [html] } } }
  const stored: SignalEvent[] = []
  const sink: RecordingSink = { append: ({ signals }) => Promise.resolve(stored.push(...signals)) }
  expect(await importRecording([null, whole, { ...whole, timestamp: 'soon' }], sink)).toMatchObject({ unreadEvents: 2 })
  expect(stored.filter(({ type }) => type === 'loss')).toEqual([
    { type: 'loss', timeMs: 1000, what: 'event', count: 2, detail: 'could not be read' },
  ])
  await expect(importRecording([null], sink)).rejects.toMatchObject({ code: 'bad-recording' })
})

test.each([
  [
    { host: 'shop.example.com', atMs: Date.UTC(2026, 4, 4, 12), durationMs: 187_000 },
    'shop.example.com, 4 May 2026, 12:00 UTC, 3 min 7 s – Playhead',
  ],
  [{ host: null, atMs: Date.UTC(2026, 4, 4, 12), durationMs: 400 }, '4 May 2026, 12:00 UTC, 1 s – Playhead'],
])('a file of %j is called %s', (facts, title) => expect(sayTitle(facts)).toBe(title))
