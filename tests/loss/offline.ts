import { closeTab, nameOf, settle } from './page.ts'
import type { World } from './world.ts'

export interface Outage {
  readonly told: number
  readonly lost: number
  /** From the line's return until everything was there. */
  readonly caughtUpMs: number
}

/** One page goes on while its browser has no network for so long. */
export async function goOffline(world: World, durationMs: number): Promise<Outage> {
  const context = await world.visit()
  const page = await context.newPage()
  await page.goto(`${world.siteUrl}/offline`)
  const name = await nameOf(page)
  await context.setOffline(true)
  // Somebody is there: after five idle minutes the recording would pause.
  for (const endMs = Date.now() + durationMs; Date.now() < endMs;) {
    await page.mouse.move(Date.now() % 300, 50)
    await page.waitForTimeout(Math.min(2000, durationMs))
  }
  await context.setOffline(false)
  const told = (await page.evaluate('told.length')) as number
  const outage = await countLost(world, new Map([[name, told]]))
  await context.close()
  return outage
}

/** The server cannot be reached for so long; the visitor goes from page to page, closes the tab, and comes back when it can. */
export async function cutServer(world: World, durationMs: number, pages = 5): Promise<Outage> {
  const context = await world.visit()
  const page = await context.newPage()
  const told = new Map<string, number>()
  world.isReachable = false
  for (let i = 0; i < pages; i++) {
    await page.goto(`${world.siteUrl}/cut${i}`)
    const name = await nameOf(page)
    await page.waitForTimeout(durationMs / pages)
    told.set(name, (await page.evaluate('told.length')) as number)
  }
  await closeTab(page)
  world.isReachable = true
  const back = await context.newPage()
  await back.goto(`${world.siteUrl}/back`)
  const outage = await countLost(world, told)
  await context.close()
  return outage
}

async function countLost(world: World, told: ReadonlyMap<string, number>): Promise<Outage> {
  const startMs = Date.now()
  const count = async (): Promise<number> => {
    const { ticks } = await world.stored()
    let lost = 0
    for (const [page, last] of told) for (let n = 1; n <= last; n++) if (!ticks.get(page)?.has(n)) lost++
    return lost
  }
  const lost = await settle(count, 60_000)
  return { told: [...told.values()].reduce((sum, last) => sum + last, 0), lost, caughtUpMs: Date.now() - startMs }
}
