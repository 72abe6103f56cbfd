import { expect, test } from 'vitest'
import { chunksOf, keyframe, useViewer } from './bed.ts'

const viewer = useViewer()

test('what was shown is dropped by what it takes in memory, not by how small it was packed', async () => {
  const page = '<html><head></head><body><p>0</p></body></html>'
  // Five million letters each, and a few KB packed.
  const fat = Array.from({ length: 24 }, (_, i) => [
    { type: 'attribute' as const, at: (i + 1) * 1000, id: 5, name: 'data-x', value: String.fromCharCode(97 + i).repeat(5_000_000) },
    { type: 'text' as const, at: (i + 1) * 1000, id: 6, text: String(i + 1) },
  ]).flat()
  const chunks = await chunksOf(
    [keyframe(0, page, 6), ...fat],
    Array.from({ length: 24 }, (_, i) => i * 1000 + 500),
  )
  const seen = await viewer.page.evaluate(async (list) => {
    const { createPlayer, sourceFromChunks } = (globalThis as never as { PlayheadPlayer: typeof import('../src/index.ts') }).PlayheadPlayer
    const whole = sourceFromChunks(list.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))))
    const container = document.querySelector<HTMLElement>('#player')!
    container.replaceChildren()
    let loads: number[] = []
    const source: typeof whole = {
      ...whole,
      // Nobody surveys it.
      manifest: { ...whole.manifest, checkpoints: [] },
      loadChunk(ref) {
        loads.push(ref.seq)
        return whole.loadChunk(ref)
      },
    }
    const player = await createPlayer({ container, source, frameUrl: '/frame.html' })
    await player.whenComplete
    for (let ms = 1000; ms <= 24_000; ms += 1000) await player.seek(ms)
    loads = []
    // What led to the end is needed no more; some of it lies ahead again.
    await player.seek(2000)
    const text = await player.describe()
    player.destroy()
    return { again: loads.includes(10), last: text.slice(-10), packed: list.join('').length }
  }, chunks)
  expect(seen.packed).toBeLessThan(1 << 20)
  expect(seen).toMatchObject({ again: true, last: expect.stringContaining('"2"') })
})
