import type { Browser, CDPSession, Page } from 'playwright-core'
import { drawn } from '../e2e/harness/picture.ts'
import type { Course } from './live.ts'
import { photograph } from './live.ts'

export interface Replayed {
  /** By checkpoint, in the order that was asked for. */
  readonly pngs: readonly Buffer[]
  /** Addresses of the recorded site that the replay asked for. */
  readonly requests: readonly string[]
}

/** A page that shows a recording, and how it is brought to a moment. */
export interface Viewer {
  readonly path: string
  /** In the page: opens what was recorded. */
  open(page: Page, recorded: readonly string[]): Promise<void>
  /** In the page: shows the moment at an epoch ms, and waits until it does. */
  seek(page: Page, timeMs: number): Promise<unknown>
}

interface Shown {
  player: import('@playhead/player').Player
  PlayheadPlayer: typeof import('@playhead/player')
  seekPeer(timeMs: number): Promise<void>
}

const own: Viewer = {
  path: '/own.html',
  async open(page, recorded) {
    await page.evaluate(async (texts) => {
      const scope = globalThis as unknown as Shown
      const chunks = texts.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)))
      const container = document.querySelector<HTMLElement>('#stage')!
      scope.player = await scope.PlayheadPlayer.createPlayer({ container, chunks, frameUrl: '/frame.html', overlay: false })
    }, recorded)
  },
  seek: (page, timeMs) =>
    page.evaluate(async (ms) => {
      const { player } = globalThis as unknown as Shown
      await player.seek(ms - player.startedAtMs)
    }, timeMs),
}

const peer: Viewer = {
  path: '/peer.html',
  open: (page, recorded) => page.evaluate(`openPeer([${recorded.join(',')}])`),
  seek: (page, timeMs) => page.evaluate((ms) => (globalThis as unknown as Shown).seekPeer(ms), timeMs),
}

export const viewers: Readonly<Record<'own' | 'peer', Viewer>> = { own, peer }

/** The picture of a page that has come to rest: a frame of another process may be drawn a little later than the page around it. */
async function photographStill(page: Page, session: CDPSession): Promise<Buffer> {
  let last: Buffer | null = null
  // Two pictures are the same, too, when neither has what that frame is about to draw.
  for (let round = 0; round < 10; round++) {
    await drawn(page)
    const png = await photograph(session)
    if (last?.equals(png)) break
    last = png
  }
  return last!
}

/** Shows the moments of a course's checkpoints, by index, one after the other. The recorded site is gone by now. */
export async function replayCourse(options: {
  browser: Browser
  /** Where the viewers' pages are. */
  host: string
  site: string
  viewer: Viewer
  course: Course
  order: readonly number[]
}): Promise<Replayed> {
  const { browser, host, site, viewer, course, order } = options
  const { width, height } = course.checkpoints[0]!
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: 1 })
  const requests: string[] = []
  context.on('request', (request) => {
    if (request.url().startsWith(site)) requests.push(request.url())
  })
  try {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await page.goto(host + viewer.path)
    await viewer.open(page, course.recorded)
    const pngs: Buffer[] = []
    for (const index of order) {
      const { timeMs, ...size } = course.checkpoints[index]!
      const shown = page.viewportSize()!
      if (shown.width !== size.width || shown.height !== size.height) await page.setViewportSize({ width: size.width, height: size.height })
      await viewer.seek(page, timeMs)
      pngs.push(await photographStill(page, session))
    }
    return { pngs, requests }
  } finally {
    await context.close()
  }
}
