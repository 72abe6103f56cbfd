import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { type Case, defaultSize } from './case.ts'

export interface Checkpoint {
  /** Epoch ms, by the page's clock. */
  readonly timeMs: number
  readonly png: Buffer
  readonly width: number
  readonly height: number
}
export interface Course {
  readonly checkpoints: readonly Checkpoint[]
  /** What the recorder handed out. */
  readonly recorded: readonly string[]
}

export const photograph = async (session: CDPSession): Promise<Buffer> => {
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true })
  return Buffer.from(data, 'base64')
}

/** Fonts and pictures are there, what moves and will end has ended, and what recorders wait for to tell it has passed. */
const rest = `(async () => {
  const until = performance.now() + 3000
  const wait = (ms) => new Promise((done) => setTimeout(done, ms))
  const frame = () => new Promise((done) => requestAnimationFrame(done))
  await frame()
  await frame()
  await document.fonts.ready
  const rootsIn = (root) => [root, ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? rootsIn(shadowRoot) : []))]
  const isMoving = () =>
    rootsIn(document).flatMap((root) => root.getAnimations()).some((one) => one.playState === 'running' && one.playbackRate && Number.isFinite(Number(one.effect.getComputedTiming().endTime))) ||
    [...document.images].some((image) => image.loading !== 'lazy' && !image.complete)
  while (performance.now() < until && isMoving()) await wait(20)
  await wait(250)
  await frame()
  return Date.now()
})()`

/** Opens the page of a case and goes through its steps while it is recorded. */
export async function runLive(browser: Browser, origin: string, one: Case, recorder: string): Promise<Course> {
  const { width = defaultSize.width, height = defaultSize.height, prefers } = one
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: 1, serviceWorkers: 'block', ...prefers })
  try {
    return await walk(context, `${origin}/case/${encodeURIComponent(one.name)}?with=${recorder}`, one)
  } finally {
    await context.close()
  }
}

async function walk(context: BrowserContext, address: string, one: Case): Promise<Course> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  const errors: string[] = []
  page.on('pageerror', (error) => void errors.push(error.message))
  await page.goto(address, { waitUntil: 'load' })
  if (one.ready) await page.waitForFunction(one.ready, undefined, { timeout: 20_000 })
  const checkpoints: Checkpoint[] = []
  for (const step of ['', ...one.steps]) {
    if (typeof step === 'string') await page.evaluate(`(async () => { ${step}\n})()`)
    else await step(page)
    const timeMs = await page.evaluate<number>(rest)
    const png = await photograph(session)
    checkpoints.push({ timeMs, png, ...sizeOf(page) })
  }
  if (errors.length) throw new Error(`the page of the case is broken: ${errors[0]}`)
  return { checkpoints, recorded: await page.evaluate<string[]>('takeRecording()') }
}

const sizeOf = (page: Page): { width: number; height: number } => page.viewportSize()!
