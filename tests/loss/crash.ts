import { nameOf, settle } from './page.ts'
import type { World } from './world.ts'

/** Tabs whose process dies without a word. Returns what each lost at its end, ms. */
export async function crashTabs(world: World, count: number): Promise<number[]> {
  const context = await world.visit()
  /** When each page told each of its events. */
  const told = new Map<string, number[]>()
  await context.exposeFunction('witness', (page: string, n: number) => {
    const times = told.get(page) ?? []
    told.set(page, times)
    times[n] = Date.now()
  })
  for (let i = 0; i < count; i++) {
    const page = await context.newPage()
    await page.goto(`${world.siteUrl}/crash${i}`)
    await nameOf(page)
    await page.waitForTimeout(2500 + ((i * 373) % 2000))
    const cdp = await context.newCDPSession(page)
    const crashed = page.waitForEvent('crash')
    void cdp.send('Page.crash').catch(() => undefined)
    await crashed
    await page.close()
  }
  const lostMs = async (): Promise<number[]> => {
    const { ticks } = await world.stored()
    return [...told].map(([page, times]) => {
      const last = Math.max(0, ...(ticks.get(page) ?? []))
      return times.at(-1)! - (times[last] ?? times[1]!)
    })
  }
  await settle(async () => (await lostMs()).filter((ms) => ms > 2000).length, 5000)
  await context.close()
  return lostMs()
}
