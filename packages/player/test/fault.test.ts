import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bed, chunksOf, keyframe, openBed } from './bed.ts'

let bed: Bed
let page: Page
beforeAll(async () => {
  bed = await openBed()
  page = await bed.open()
})
afterAll(() => bed.close())

type Scope = { PlayheadPlayer: typeof import('../src/index.ts') }
const html = '<html><head></head><body><p>0</p></body></html>'
const events = [
  keyframe(0, html, 6),
  { type: 'text', at: 1000, id: 6, text: '1' },
  { type: 'text', at: 2000, id: 6, text: '2' },
  { type: 'text', at: 3000, id: 6, text: '3' },
] as const

/** Plays a source in which `spoil` changed chunks; seeks to the end; tells what is shown and what is missing. */
async function playSpoilt(spoil: 'cut' | 'gone' | 'once'): Promise<{ text: string; missing: string[] }> {
  const chunks = await chunksOf(events, [500, 1500, 2500])
  return page.evaluate(
    async ({ list, kind }) => {
      const api = (globalThis as never as Scope).PlayheadPlayer
      const bytes = list.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)))
      const whole = api.sourceFromChunks(bytes)
      let failures = 0
      const source: typeof whole = {
        manifest: kind === 'gone' ? { ...whole.manifest, chunks: whole.manifest.chunks.filter(({ seq }) => seq !== 2) } : whole.manifest,
        loadAsset: whole.loadAsset,
        async loadChunk(ref) {
          if (kind === 'once' && ref.seq === 2 && !failures++) throw new Error('the network is down')
          const chunk = await whole.loadChunk(ref)
          return kind === 'cut' && ref.seq === 2 ? chunk.slice(0, -5) : chunk
        },
      }
      document.querySelector('#player')!.replaceChildren()
      const player = await api.createPlayer({ container: document.querySelector('#player')!, source, frameUrl: '/frame.html' })
      await player.seek(3000)
      if (kind === 'once') {
        await new Promise((resolve) => setTimeout(resolve, 2100))
        await player.seek(3000)
      }
      const result = { text: await player.describe(), missing: player.missing.map(({ what, detail }) => `${what} ${detail}`) }
      player.destroy()
      return result
    },
    { list: chunks, kind: spoil },
  )
}

test('a broken chunk stops the page where it breaks, and is told', async () => {
  const { text, missing } = await playSpoilt('cut')
  expect(text).toContain('"1"')
  expect(missing.some((line) => line.startsWith('chunk chunk 2'))).toBe(true)
})

test('a chunk that never came is told', async () => {
  const { text, missing } = await playSpoilt('gone')
  expect(text).toContain('"1"')
  expect(missing).toContain('chunk nothing was received between chunks 1 and 3')
})

test('a chunk that fails to load once is loaded again', async () => {
  expect((await playSpoilt('once')).text).toContain('"3"')
})

test('a frame that does not answer is opened again, and told', async () => {
  let mute = true
  // Says hello like the frame, then nothing.
  const silent = "<script>const c = new MessageChannel(); c.port1.start(); parent.postMessage('playhead-frame', '*', [c.port2])</script>"
  await page.route('**/frame.html', (route) => {
    const isMute = mute
    mute = false
    return isMute ? route.fulfill({ contentType: 'text/html', body: silent }) : route.continue()
  })
  const chunks = await chunksOf(events)
  const { text, missing } = await page.evaluate(async (list) => {
    const api = (globalThis as never as Scope).PlayheadPlayer
    const bytes = list.map((data) => Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)))
    document.querySelector('#player')!.replaceChildren()
    const player = await api.createPlayer({ container: document.querySelector('#player')!, chunks: bytes, frameUrl: '/frame.html' })
    await player.seek(2000)
    return { text: await player.describe(), missing: player.missing.map(({ what, detail }) => `${what} ${detail}`) }
  }, chunks)
  await page.unroute('**/frame.html')
  expect(text).toContain('"2"')
  expect(missing).toContain('frame The replay frame does not answer.')
}, 40_000)

test('messages that are none of the protocol, or from elsewhere, do nothing', async () => {
  const chunks = await chunksOf(events)
  const frames = await page.evaluate(async (list) => {
    const api = (globalThis as never as Scope).PlayheadPlayer
    const bytes = list.map((data) => Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)))
    document.querySelector('#player')!.replaceChildren()
    const opening = api.createPlayer({ container: document.querySelector('#player')!, chunks: bytes, frameUrl: '/frame.html' })
    // A port from a window that is not the frame.
    postMessage('playhead-frame', '*', [new MessageChannel().port2])
    const player = await opening
    const frame = document.querySelector<HTMLIFrameElement>('#player iframe')!
    frame.contentWindow!.postMessage({ type: 'show', ticket: 1, tab: 'x', toMs: 0, speed: 0, pointer: [] }, '*')
    frame.contentWindow!.postMessage({ type: 'eval', code: 'alert(1)' }, '*')
    await player.seek(1000)
    const text = await player.describe()
    player.destroy()
    return { text, sandbox: frame.getAttribute('sandbox'), opaque: frame.contentDocument === null }
  }, chunks)
  expect(frames.text).toContain('"1"')
  expect(frames).toMatchObject({ sandbox: 'allow-scripts', opaque: true })
})

test('where nothing was recorded that is said at once, and one bad chunk costs no other', async () => {
  const chunks = await chunksOf(events, [500, 1500, 2500])
  const seen = await page.evaluate(async (list) => {
    const { createPlayer } = (globalThis as never as Scope).PlayheadPlayer
    const container = document.querySelector<HTMLElement>('#player')!
    container.replaceChildren()
    const bytes = list.map((data) => Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)))
    const bad = new TextEncoder().encode('hello')
    const open = (all: Uint8Array[]): ReturnType<typeof createPlayer> => createPlayer({ container, chunks: all, frameUrl: '/frame.html' })
    const begunMs = performance.now()
    const failures = [await open([]).catch(({ message }: Error) => message), await open([bad]).catch(({ message }: Error) => message)]
    const [tookMs, left] = [performance.now() - begunMs, container.childElementCount]
    const player = await open([bytes[0]!, bytes[1]!, bad, bytes[2]!, bytes[3]!])
    await player.seek(3000)
    const text = await player.describe()
    const missing = player.missing.map(({ what, detail }) => `${what} ${detail}`)
    player.destroy()
    return { failures, tookMs, left, text, missing }
  }, chunks)
  expect(seen.failures).toEqual([
    'Nothing was recorded.',
    expect.stringMatching(/^Nothing was recorded\. chunk: part 1 of 1 cannot be read: /),
  ])
  expect(seen.tookMs).toBeLessThan(500)
  expect(seen.left).toBe(0)
  expect(seen.text).toContain('"3"')
  expect(seen.missing).toEqual([expect.stringMatching(/^chunk part 3 of 5 cannot be read: /)])
})
