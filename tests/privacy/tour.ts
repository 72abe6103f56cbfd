import type { Tab } from '../browser/driver.ts'
import type { Site } from './site.ts'

export async function until(tab: Tab, condition: string): Promise<void> {
  let why: unknown
  for (const untilMs = Date.now() + 30_000; Date.now() < untilMs;) {
    // A page that goes on to the next one cannot be asked just then.
    const isSo = await tab.run<boolean>(`(async () => !!(${condition}))()`).catch((error: unknown) => void (why = error))
    if (isSo) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`never: ${condition}`, { cause: why })
}

/** The way through a site: from elsewhere to the page, all that happens on it, real keys last, and on to the next page. */
export async function tour(tab: Tab, site: Site, at: { begin(): Promise<void>; end(): Promise<void> }): Promise<void> {
  await tab.goto(site.from)
  await tab.run(`void setTimeout(() => location.assign(${JSON.stringify(site.entry)}))`)
  await until(tab, 'location.pathname.startsWith("/visit") && document.readyState === "complete"')
  await at.begin()
  for (const script of site.scripts) await tab.run(script)
  for (const [html, text] of site.keys) {
    await tab.run(`(async () => { const field = fill(${JSON.stringify(html)}); await frame(); field.focus() })()`)
    await tab.type([...Array.from(text), 'Control+a', 'Control+c', 'End', 'Control+v'])
    await tab.run('frame()')
  }
  await at.end()
  await tab.goto(`${site.url}/next`)
}
