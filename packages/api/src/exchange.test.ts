import { chunksFromEvents, createId, createSessionId, type PlayheadEvent } from '@playhead/wire'
import { expect, test } from 'vitest'
import { rrwebOf } from './exchange.ts'

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
