import type { BrowserContext, Page } from 'playwright-core'

/**
 * A page of the site: every 100 ms it tells one numbered event and changes its document. When it goes it leaves in its
 * own storage which numbers were told in its last second. `/big…` has a document that compresses to more than 64 KB.
 */
export function tickPage(path: string, key: string): string {
  let seed = Number(/\d+/.exec(path)?.[0] ?? 1) + 1
  const random = (): string => String((seed = (seed * 48271) % 2147483647))
  const shapes = path.startsWith('/big')
    ? Array.from({ length: 1500 }, () => `<svg><path d="M${Array.from({ length: 16 }, random).join(' ')}"/></svg>`).join('')
    : ''
  return `<!doctype html><title>tick</title>
<script async src="/playhead.js" data-key="${key}" data-consent="granted" data-privacy="relaxed"></script>
<a id="next">next</a><ul id="list"></ul>${shapes}
<script>
// Each load is a page of its own.
const page = location.pathname.slice(1) + ' ' + Math.random()
const told = []
setInterval(() => {
  if (!window.playhead?.record) return
  told.push(Date.now())
  list.append(Object.assign(document.createElement('li'), { textContent: 'line ' + told.length }))
  playhead.track('tick', { page, n: told.length })
  window.witness?.(page, told.length)
}, 100)
addEventListener('pagehide', () => {
  const first = told.findIndex((ms) => ms > Date.now() - 1000)
  if (first >= 0) localStorage.setItem('gone ' + page, JSON.stringify([first + 1, told.length]))
}, true)
</script>`
}

/** What pages left behind: the numbers they told in their last second, from and to. */
export async function lastSeconds(context: BrowserContext, siteUrl: string): Promise<Map<string, [from: number, to: number]>> {
  const page = await context.newPage()
  await page.goto(`${siteUrl}/end`)
  const found = (await page.evaluate(
    `Object.entries(localStorage).filter(([name]) => name.startsWith('gone ')).map(([name, text]) => [name.slice(5), JSON.parse(text)])`,
  )) as [string, [number, number]][]
  return new Map(found)
}

/** Resolves, once the page is recorded, to the name under which it tells its events. */
export async function nameOf(page: Page): Promise<string> {
  await page.waitForFunction('window.playhead?.record && told.length')
  return (await page.evaluate('page')) as string
}

/** As a person closes a tab: the page is told. */
export async function closeTab(page: Page): Promise<void> {
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
}

/** Counts what is missing until nothing is, or nothing more has come for so long; returns what is missing then. */
export async function settle(countMissing: () => Promise<number>, patienceMs: number): Promise<number> {
  let least = Infinity
  let lastMs = Date.now()
  for (;;) {
    const missing = await countMissing()
    if (missing < least) {
      least = missing
      lastMs = Date.now()
    }
    if (!missing || Date.now() > lastMs + patienceMs) return missing
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}
