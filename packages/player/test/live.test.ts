import { readChunk, type RecordingManifest } from '@playhead/wire'
import { expect, test } from 'vitest'
import { chunksOf, keyframe, startMs, useViewer } from './bed.ts'

const viewer = useViewer()

test('a session that goes on is waited for at its end, and followed as it comes', async () => {
  const page = '<html><head></head><body><p>first</p></body></html>'
  const texts = ['second', 'third', 'fourth'].map((text, i) => ({ type: 'text' as const, at: 400 + i * 300, id: 6, text }))
  const chunks = await chunksOf([keyframe(0, page, 6), ...texts], [300, 600, 900])
  const refs = chunks.map((text, seq) => {
    const { tab, baseSeq, baseMs, endMs, keyframe: isKeyframe } = readChunk(Uint8Array.from(Buffer.from(text, 'base64'))).header
    return { tab, seq, baseSeq, baseMs, endMs, keyframe: isKeyframe, sizeBytes: text.length }
  })
  const manifestOf = (count: number, live: boolean): RecordingManifest => {
    const own = refs.slice(0, count)
    const span = { startedAtMs: startMs, endedAtMs: own.at(-1)!.endMs }
    return { sessionId: 'S'.repeat(22), ...span, durationMs: span.endedAtMs - startMs, live, tabs: [{ id: own[0]!.tab, ...span }], chunks: own, assets: [] } // prettier-ignore
  }
  const seen = await viewer.page.evaluate(
    async ({ chunks: list, first, whole }) => {
      const { createPlayer } = (globalThis as never as { PlayheadPlayer: typeof import('../src/index.ts') }).PlayheadPlayer
      const container = document.querySelector<HTMLElement>('#player')!
      container.replaceChildren()
      const source = {
        manifest: first,
        loadChunk: async ({ seq }: { seq: number }) => Uint8Array.from(atob(list[seq]!), (letter) => letter.charCodeAt(0)),
        loadAsset: async () => null,
      }
      const player = await createPlayer({ container, source, frameUrl: '/frame.html' })
      const until = async (is: () => boolean): Promise<void> => {
        while (!is()) await new Promise((resolve) => setTimeout(resolve, 10))
      }
      const atFirst = [player.durationMs, player.isLive]
      player.setSpeed(4)
      player.play()
      await until(() => player.currentMs >= player.durationMs)
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      const waits = player.isPlaying
      await player.extend(whole)
      await until(() => !player.isPlaying)
      await player.seek(player.currentMs)
      const end = [player.currentMs, player.durationMs, player.isLive, await player.describe()] as const
      player.destroy()
      return { atFirst, waits, end }
    },
    { chunks, first: manifestOf(2, true), whole: manifestOf(4, false) },
  )
  expect(seen.atFirst).toEqual([400, true])
  expect(seen.waits).toBe(true)
  expect(seen.end.slice(0, 3)).toEqual([1000, 1000, false])
  expect(seen.end[3]).toContain('"fourth"')
})
