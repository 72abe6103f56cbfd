import type { ProbeBrowser } from './browser/browser.ts'
import type { Probe } from './probe.ts'
import { type Driver, runProbe, type Verdict } from './run.ts'
import type { Site } from './site.ts'
import type { Column } from './table.ts'

export interface ColumnOptions {
  readonly open: () => Promise<ProbeBrowser>
  readonly site: Site
  readonly driver: Driver
  readonly probes: readonly Probe[]
  tell?(line: string): void
}

/** Runs all probes in one browser with one recorder, as many side by side as the browser bears. */
export async function columnOf({ open, site, driver, probes, tell }: ColumnOptions): Promise<Column> {
  const verdicts = new Map<string, Verdict>()
  let browser = await open()
  const { name, version } = browser
  const title = driver.name === 'Playhead' ? `Playhead, ${name}` : driver.name
  const waiting = [...probes.entries()]

  async function judge(probe: Probe, run: string): Promise<Verdict> {
    if (!browser.isAlive()) browser = await open()
    try {
      return await runProbe(browser, site, driver, probe, run)
    } catch (error) {
      return {
        mark: 'no',
        why: String((error as Error).message ?? error)
          .split('\n')[0]!
          .slice(0, 200),
      }
    }
  }
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, probe] = next
      let verdict = await judge(probe, `${driver.name}-${name}-${index}`)
      // A browser that went down says nothing about the recorder.
      if (!browser.isAlive()) verdict = await judge(probe, `${driver.name}-${name}-${index}-again`)
      verdicts.set(probe.name, verdict)
      if (verdict.mark === 'no') tell?.(`RED  [${title}] ${probe.name}: ${verdict.why}`)
      if (verdict.mark === 'absent') tell?.(`none [${title}] ${probe.name}: ${verdict.why}`)
    }
  }
  await Promise.all(Array.from({ length: browser.tabsAtOnce }, work))
  await browser.close()
  return { title, version: `${name} ${version}`, verdicts }
}
