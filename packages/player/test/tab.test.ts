import { expect, test } from 'vitest'
import { chunksOf, keyframe, type LooseEvent, useViewer } from './bed.ts'

const viewer = useViewer()
type Scope = { PlayheadPlayer: typeof import('../src/index.ts') }

/** Two tabs of ten seconds; the visitor opens B at 300 ms, and goes back to A at 6000. */
async function twoTabs(): Promise<string[]> {
  const cuts = Array.from({ length: 10 }, (_, i) => i * 1000 + 500)
  const tab = (name: string, from: number): LooseEvent[] => [
    keyframe(from, `<html><head></head><body><p>${name}0</p></body></html>`, 6),
    { type: 'page', at: from, view: 'V'.repeat(22), url: `https://${name}.example/`, title: name, kind: 'load' },
    ...Array.from({ length: 9 }, (_, i): LooseEvent => ({ type: 'text', at: from + (i + 1) * 1000, id: 6, text: `${name}${i + 1}` })),
  ]
  const a = [...tab('A', 0), { type: 'visibility', at: 6000, state: 'visible' } as const].sort((one, other) => one.at - other.at)
  return [...(await chunksOf(a, cuts)), ...(await chunksOf(tab('B', 300), cuts, 'U'.repeat(22)))]
}

test('with several tabs the first picture waits for the chunk that holds it alone, and the tab that is looked at is found as signals come', async () => {
  const seen = await viewer.page.evaluate(
    async (list) => {
      const { createPlayer, sourceFromChunks } = (globalThis as never as Scope).PlayheadPlayer
      const whole = sourceFromChunks(list.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))))
      const container = document.querySelector<HTMLElement>('#player')!
      container.replaceChildren()
      let release = (): void => undefined
      const rest = new Promise<void>((resolve) => (release = resolve))
      const source: typeof whole = {
        ...whole,
        async loadChunk(ref) {
          // All but A's first and B's last chunks take their time.
          if (ref.seq > 0 && !(ref.tab.startsWith('U') && ref.seq > 6)) await rest
          return whole.loadChunk(ref)
        },
      }
      const lastText = async (): Promise<string> => (await player.describe()).split('\n').at(-1)!.trim()
      const begunMs = performance.now()
      const player = await createPlayer({ container, source, frameUrl: '/frame.html' })
      const first = [performance.now() - begunMs < 5000, await lastText(), player.isComplete]
      release()
      await player.seek(5500)
      const early = [player.tab[0], await lastText()]
      await player.seek(8500)
      await player.whenComplete
      // It corrects itself where it stands.
      await new Promise((resolve) => setTimeout(resolve, 300))
      const late = [player.tab[0], await lastText(), player.isComplete]
      player.destroy()
      return { first, early, late }
    },
    await twoTabs(),
  )
  expect(seen.first).toEqual([true, expect.stringContaining('"A0"'), false])
  expect(seen.early).toEqual(['U', expect.stringContaining('"B5"')])
  expect(seen.late).toEqual(['T', expect.stringContaining('"A8"'), true])
})
