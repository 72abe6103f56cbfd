import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeChunk, type PlayheadEvent } from '@playhead/wire'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { launchBrowser } from '../../../tests/e2e/harness/browser.ts'
import { build } from '../build.ts'

export interface Bed {
  readonly browser: Browser
  readonly origin: string
  /** Paths that were asked for, except the player's own files. */
  readonly requests: string[]
  /** A page with the player loaded as `PlayheadPlayer` and an 800 × 600 container `#player`. */
  open(): Promise<Page>
  close(): Promise<void>
}

const types: Readonly<Record<string, string>> = { js: 'text/javascript', mjs: 'text/javascript', html: 'text/html', csp: 'text/plain' }
const host =
  '<!doctype html><meta charset="utf-8"><body style="margin:0"><div id="player" style="width:800px;height:600px"></div><script src="/player.iife.js"></script>'

/** Real Chromium, the built player, and a server that notes whatever else is asked of it. */
export async function openBed(options: { scrollBars?: boolean } = {}): Promise<Bed> {
  const dir = await mkdtemp(join(tmpdir(), 'playhead-player-'))
  await build(dir)
  const policy = (await readFile(join(dir, 'frame.csp'), 'utf8')).trim()
  const requests: string[] = []
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').slice(1)
    const type = types[path.split('.').pop() ?? '']
    if (path === '') response.setHeader('Content-Type', 'text/html').end(host)
    else if (type && /^[\w.-]+$/.test(path) && existsSync(join(dir, path))) {
      response.setHeader('Content-Type', type)
      if (path === 'frame.html') response.setHeader('Content-Security-Policy', policy)
      void readFile(join(dir, path)).then((body) => response.end(body))
    } else {
      if (path !== 'favicon.ico') requests.push(path)
      response.writeHead(200, {
        'Access-Control-Allow-Origin': '*',
        'Content-Type': path.endsWith('.css') ? 'text/css' : 'text/javascript',
      })
      response.end('globalThis.pwned = 1')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await launchBrowser(options.scrollBars ? { ignoreDefaultArgs: ['--hide-scrollbars'] } : {})
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    browser,
    origin,
    requests,
    async open() {
      const page = await browser.newPage({ viewport: { width: 1000, height: 700 } })
      await page.goto(`${origin}/`)
      return page
    },
    async close() {
      await browser.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** Epoch ms at which the recordings of these tests begin. */
export const startMs = 1_700_000_000_000
type Loose = { [K in PlayheadEvent['type']]: Omit<Extract<PlayheadEvent, { type: K }>, 'timeMs'> & { at: number } }[PlayheadEvent['type']]

/** Events with times since the start, as the chunks of one tab: a new chunk where `cuts` say so. */
export async function chunksOf(events: readonly Loose[], cuts: readonly number[] = [], tab: string = 'T'.repeat(22)): Promise<string[]> {
  const chunks: string[] = []
  let seq = 0
  let baseSeq = 0
  const bounds = [...cuts, Infinity]
  let from = -Infinity
  for (const until of bounds) {
    const own = events.filter(({ at }) => at >= from && at < until).map(({ at, ...event }) => ({ ...event, timeMs: startMs + at }))
    from = until
    if (!own.length) continue
    if (own.some(({ type }) => type === 'keyframe')) baseSeq = seq
    const id = { session: 'S'.repeat(22), tab, view: 'V'.repeat(22), seq, baseSeq, last: until === Infinity, sentMs: startMs }
    chunks.push(Buffer.from(await encodeChunk(id, own)).toString('base64'))
    seq++
  }
  return chunks
}

/** A keyframe at `at`, its nodes counted the way both sides number them. */
export function keyframe(at: number, html: string, nodes: number, more: Partial<Extract<Loose, { type: 'keyframe' }>> = {}): Loose {
  return {
    type: 'keyframe', at, html, nodes, doctype: '<!DOCTYPE html>', url: 'https://shop.example/', base: 'https://shop.example/',
    width: 800, height: 600, scrollX: 0, scrollY: 0, splits: [], empties: [], ...more,
  } // prettier-ignore
}
export type LooseEvent = Loose

/** Opens a player in the page as `window.player`; resolves to what its frame shows. */
export async function play(page: Page, chunks: readonly string[]): Promise<string> {
  return page.evaluate(async (list) => {
    const bytes = list.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)))
    const scope = globalThis as never as { PlayheadPlayer: typeof import('../src/index.ts'); player: import('../src/index.ts').Player }
    document.querySelector('#player')!.replaceChildren()
    scope.player = await scope.PlayheadPlayer.createPlayer({
      container: document.querySelector('#player')!,
      chunks: bytes,
      frameUrl: '/frame.html',
    })
    return scope.player.describe()
  }, chunks)
}

type InPage = { player: import('../src/index.ts').Player }
/** The viewer's page of a test file, and what its tests ask of it. */
export interface Viewer {
  readonly bed: Bed
  readonly page: Page
  seek(ms: number): Promise<void>
  /** What the frame shows. */
  describe(): Promise<string>
  /** What the player could not show: what, which, and how often. */
  missing(): Promise<string[]>
  /** Runs within the frame, where its sandbox lets only the browser itself in. */
  inFrame<T>(ask: string | (() => T)): Promise<T>
  /** The colour that the page shows at a place. */
  colourAt(x: number, y: number): Promise<string>
}

/** Opens a bed and a page in it before the tests of this file, and closes it after them. */
export function useViewer(): Viewer {
  let [bed, page] = [] as unknown as [Bed, Page]
  beforeAll(async () => {
    bed = await openBed()
    page = await bed.open()
  })
  afterAll(() => bed?.close())
  return {
    get bed() {
      return bed
    },
    get page() {
      return page
    },
    seek: (ms) => page.evaluate((to) => (globalThis as never as InPage).player.seek(to), ms),
    describe: () => page.evaluate(() => (globalThis as never as InPage).player.describe()),
    missing: () =>
      page.evaluate(() => (globalThis as never as InPage).player.missing.map(({ what, detail, count }) => `${what} ${detail} ${count}`)),
    inFrame: <T>(ask: string | (() => T)) =>
      page
        .frames()
        .find((frame) => frame.url().includes('/frame.html'))!
        .evaluate(ask as () => T),
    async colourAt(x, y) {
      const png = (await page.screenshot({ clip: { x, y, width: 1, height: 1 } })).toString('base64')
      return page.evaluate(async (data) => {
        const image = new Image()
        image.src = `data:image/png;base64,${data}`
        await image.decode()
        const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
        const context = canvas.getContext('2d')!
        context.drawImage(image, 0, 0)
        return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).join(',')
      }, png)
    },
  }
}
