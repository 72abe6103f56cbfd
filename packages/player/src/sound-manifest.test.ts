import type { ChunkRef, RecordingManifest } from '@playhead/wire'
import { expect, test } from 'vitest'
import { createRecording } from './recording.ts'

const chunk = (tab: string, seq: number, baseMs: number): ChunkRef => ({
  tab, seq, baseSeq: 0, baseMs, endMs: baseMs + 1000, keyframe: seq === 0, sizeBytes: 1,
}) // prettier-ignore
const manifestOf = (more: Partial<RecordingManifest>): RecordingManifest => ({
  sessionId: 'S', startedAtMs: 5000, endedAtMs: 7000, durationMs: 2000, live: false, tabs: [], chunks: [], assets: [], ...more,
}) // prettier-ignore
const open = (more: Partial<RecordingManifest>): ReturnType<typeof createRecording> =>
  createRecording(
    {
      manifest: manifestOf(more),
      loadChunk: () => Promise.reject(new Error('nothing is loaded')),
      loadAsset: () => Promise.resolve(null),
    },
    new AbortController().signal,
  )

test('a manifest is taken for what its chunks say', () => {
  const [first, second, other] = [chunk('A', 0, 5000), chunk('A', 1, 6000), chunk('B', 0, 5500)]
  const span = { startedAtMs: 0, endedAtMs: 1 }
  const recording = open({
    startedAtMs: -54 * 365 * 86_400_000,
    endedAtMs: -5,
    tabs: [{ id: 'Z', ...span }, { id: 'A', ...span }, { id: 'A', ...span }],
    chunks: [first, { ...second }, { ...first }, second, other],
  }) // prettier-ignore
  expect(recording.tabs).toEqual(['A', 'B'])
  expect(recording.chunks('A')).toEqual([first, second])
  expect([recording.startedAtMs, recording.durationMs]).toEqual([5000, 2000])
})

test('a clip keeps the time of its session', () => {
  expect(open({ startedAtMs: 1000, endedAtMs: 7000, chunks: [chunk('A', 0, 5000)] }).startedAtMs).toBe(1000)
  expect(open({ startedAtMs: 5001, endedAtMs: 7000, chunks: [chunk('A', 0, 5000)] }).startedAtMs).toBe(5000)
})

test('what comes later is taken the same way', () => {
  const first = chunk('A', 0, 5000)
  const recording = open({ live: true, chunks: [first] })
  const next = chunk('C', 0, 8000)
  recording.extend(manifestOf({ live: true, startedAtMs: 9000, endedAtMs: 0, chunks: [{ ...first }, next, { ...next }] }))
  expect(recording.tabs).toEqual(['A', 'C'])
  expect(recording.chunks('A')[0]).toBe(first)
  expect(recording.chunks('C')).toHaveLength(1)
  expect([recording.startedAtMs, recording.durationMs]).toEqual([5000, 4000])
})
