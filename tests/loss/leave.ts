import type { BrowserContext, Page } from 'playwright-core'
import { closeTab, nameOf, lastSeconds, settle } from './page.ts'
import type { World } from './world.ts'

const exits = ['link', 'address', 'reload', 'back', 'tab'] as const
type Exit = (typeof exits)[number]

export interface Left {
  readonly exit: Exit
  readonly page: string
  /** Whether the server has every event of the page's last second. */
  isKept: boolean
}

/** Pages left mid-stream in every way, `count` of them by so many visitors at once. */
export async function leavePages(world: World, count: number, visitors = 3): Promise<Left[]> {
  const left: Left[] = []
  const spans = new Map<string, [number, number]>()
  async function go(visitor: number): Promise<void> {
    const context = await world.visit()
    let page: Page = await openPage(context, `v${visitor}p0`)
    for (let i = 0; i * visitors + visitor < count; i++) {
      const name = await nameOf(page)
      // Never at the same point of a chunk's two seconds.
      await page.waitForTimeout(1100 + ((i * 373) % 2100))
      const exit = exits[i % exits.length]!
      left.push({ exit, page: name, isKept: false })
      page = await leave(page, exit, `v${visitor}p${i + 1}`)
    }
    await nameOf(page)
    for (const [name, span] of await lastSeconds(context, world.siteUrl)) spans.set(name, span)
    await context.close()
  }
  const openPage = async (context: BrowserContext, name: string): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(`${world.siteUrl}/${name}`)
    return page
  }
  async function leave(page: Page, exit: Exit, next: string): Promise<Page> {
    if (exit === 'link') {
      await page.evaluate(`document.querySelector('#next').href = '/${next}'; document.querySelector('#next').click()`)
      await page.waitForURL(`**/${next}`)
    } else if (exit === 'address') await page.goto(`${world.siteUrl}/${next}`)
    else if (exit === 'reload') {
      await page.reload()
    } else if (exit === 'back') {
      // A page from the cache is not loaded again.
      await page.goBack({ waitUntil: 'commit' })
      await page.goto(`${world.siteUrl}/${next}`)
    } else {
      const context = page.context()
      await closeTab(page)
      return openPage(context, next)
    }
    return page
  }
  await Promise.all(Array.from({ length: visitors }, (_, visitor) => go(visitor)))
  const judge = async (): Promise<number> => {
    const { ticks } = await world.stored()
    for (const one of left) {
      const [from, to] = spans.get(one.page) ?? [0, 0]
      const has = ticks.get(one.page)
      one.isKept = to > 0 && Array.from({ length: to - from + 1 }, (_, i) => from + i).every((n) => has?.has(n))
    }
    return left.filter(({ isKept }) => !isKept).length
  }
  await settle(judge, 15_000)
  return left
}

export const shareKept = (left: readonly { readonly isKept: boolean }[]): number => left.filter(({ isKept }) => isKept).length / left.length
