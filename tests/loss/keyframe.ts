import type { Page } from 'playwright-core'
import { closeTab, nameOf, settle } from './page.ts'
import type { World } from './world.ts'

export interface LeftKeyframe {
  readonly exit: 'link' | 'tab'
  readonly page: string
  /** Whether it was still unanswered when the page went. */
  readonly wasPending: boolean
  isKept: boolean
}

/** A line that needs seconds for what the keyframe weighs. */
const slow = { offline: false, latency: 40, downloadThroughput: -1, uploadThroughput: 40_000 }

/** Of one visitor, whose browser keeps 5 MB: on a line like this nothing arrives in between. */
const perVisitor = 10

/** Pages with a keyframe of more than 64 KB, left before it can have arrived; the visitor then goes on, or comes back. */
export async function leaveKeyframes(world: World, count: number): Promise<LeftKeyframe[]> {
  const left: LeftKeyframe[] = []
  for (let first = 0; first < count; first += perVisitor)
    left.push(...(await visitSlowly(world, first, Math.min(count, first + perVisitor))))
  return left
}

async function visitSlowly(world: World, first: number, end: number): Promise<LeftKeyframe[]> {
  const context = await world.visit()
  const left: LeftKeyframe[] = []
  async function openSlow(name: string): Promise<{ page: Page; isPending(): boolean }> {
    const page = await context.newPage()
    const cdp = await context.newCDPSession(page)
    await cdp.send('Network.enable')
    await cdp.send('Network.emulateNetworkConditions', slow)
    let answered = 0
    page.on('requestfinished', (request) => {
      if (request.url().includes('/i?') && (request.postDataBuffer()?.length ?? 0) > 65_536) answered++
    })
    await page.goto(`${world.siteUrl}/${name}`)
    return { page, isPending: () => answered === 0 }
  }
  for (let i = first; i < end; i++) {
    const name = `big${i}`
    const exit = i % 2 ? 'tab' : 'link'
    const { page, isPending } = await openSlow(name)
    await nameOf(page)
    await page.waitForTimeout((i * 137) % 900)
    left.push({ exit, page: name, wasPending: isPending(), isKept: false })
    if (exit === 'link') await page.goto(`${world.siteUrl}/after${i}`)
    await closeTab(page)
  }
  const back = await context.newPage()
  await back.goto(`${world.siteUrl}/back`)
  const judge = async (): Promise<number> => {
    const { keyframes } = await world.stored()
    for (const one of left) one.isKept = keyframes.has(one.page)
    return left.filter(({ isKept }) => !isKept).length
  }
  await settle(judge, 30_000)
  await context.close()
  return left
}
