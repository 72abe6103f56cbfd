import type { ProbeBrowser } from './browser/browser.ts'
import { fill } from './page.ts'
import type { Probe } from './probe.ts'
import { readSeen, type Seen } from './seen.ts'
import type { Site } from './site.ts'
import type { Tab } from './tab.ts'

export interface Verdict {
  readonly mark: 'yes' | 'no' | 'absent' | 'unjudged'
  /** Why not. */
  readonly why: string
}

/** How a recorder is started in a page, and how what it told is taken from it. */
export interface Driver {
  readonly name: string
  /** How long it is waited for a fact that does not come, where the probe does not say more. */
  readonly patienceMs: number
  /** Whether there is any way to tell. */
  canJudge(probe: Probe): boolean
  start(tab: Tab, probe: Probe, run: string): Promise<void>
  /** Whether what it handed out by now holds the fact. `last`: nothing more will come. */
  judge(tab: Tab, probe: Probe, run: string, actionMs: number, last: boolean): Promise<Verdict>
}

/** Frames come at once where tabs paint; a hidden one gets its turn by the clock. */
const twoFrames =
  'await Promise.race([new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r))), new Promise((r) => setTimeout(r, 200))])'

/** Opens the probe's page, records it with the driver, does the action, and asks until the fact is there or patience is over. */
export async function runProbe(browser: ProbeBrowser, site: Site, driver: Driver, probe: Probe, run: string): Promise<Verdict> {
  if (!driver.canJudge(probe)) return { mark: 'unjudged', why: '' }
  const tab = await browser.openTab()
  try {
    await tab.open(`${site.origin}/probe/${encodeURIComponent(probe.name)}${probe.search ?? ''}`)
    if (probe.needs && !(await tab.run(`return !!(${probe.needs})`))) return { mark: 'absent', why: `no ${probe.needs}` }
    if (probe.before) await tab.run(fill(probe.before, site))
    await tab.run(`window.probeKey = ${JSON.stringify(run)}`)
    await driver.start(tab, probe, run)
    await tab.run(twoFrames)
    const actionMs = await tab.run<number>('return Date.now()')
    if (typeof probe.act === 'string') await tab.run(fill(probe.act, site))
    else await probe.act?.(tab)
    await tab.run(twoFrames)
    const endMs = Date.now() + Math.max(probe.patienceMs ?? 0, driver.patienceMs)
    for (;;) {
      const isOver = Date.now() > endMs
      const verdict = await driver.judge(tab, probe, run, actionMs, isOver)
      // What must not be there may still come: only the end tells.
      if (isOver || (verdict.mark !== 'no' && probe.canary === undefined)) return verdict
      if (verdict.mark === 'yes') return await driver.judge(tab, probe, run, actionMs, true)
      await tab.run('await new Promise((r) => setTimeout(r, 100))')
    }
  } finally {
    await tab.close().catch(() => undefined)
  }
}

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'))

/** Playhead, as a library or as a site starts it. */
export function createPlayheadDriver(site: Site, isVerbose = false): Driver {
  return {
    name: 'Playhead',
    patienceMs: 4000,
    canJudge: () => true,
    async start(tab, probe, run) {
      const options = { privacy: probe.privacy ?? 'relaxed', assets: 'inline', ...probe.options }
      const told = (all: object): string => fill(JSON.stringify(all), site)
      await tab.run(
        probe.start === 'init'
          ? `window.probe = playhead.init(${told({ key: run, host: site.origin, consent: 'granted', ...options })})`
          : `window.probeChunks = []
             const base64 = (bytes) => { let text = ''; for (const byte of bytes) text += String.fromCharCode(byte); return btoa(text) }
             window.probe = playhead.record({ emit: (chunk) => void probeChunks.push(base64(chunk)), ...${told(options)} })
             await probe.flush()`,
      )
    },
    async judge(tab, probe, run, actionMs, last) {
      const chunks =
        probe.start === 'init'
          ? (last && (await tab.run('probe.stop(); await new Promise((r) => setTimeout(r, 300))')), site.take(run))
          : (await tab.run<string[]>(`await probe.${last ? 'stop' : 'flush'}(); return probeChunks`)).map(bytesOf)
      return verdictOf(probe, await readSeen(chunks, actionMs), isVerbose)
    },
  }
}

function verdictOf(probe: Probe, seen: Seen, isVerbose: boolean): Verdict {
  if (probe.canary !== undefined && seen.text.toLowerCase().includes(probe.canary.toLowerCase())) {
    const line = seen.text.split('\n').find((text) => text.toLowerCase().includes(probe.canary!.toLowerCase()))!
    return { mark: 'no', why: `leaked: ${line.slice(0, 300)}` }
  }
  const failed = seen.all('loss').filter(({ what }) => what === 'hook-error')
  if (failed.length)
    return {
      mark: 'no',
      why: `a hook failed: ${failed.map(({ detail, count }) => `${detail} × ${count}`).join(', ')}; told: ${seen.summary}`,
    }
  return probe.want(seen) ? { mark: 'yes', why: '' } : { mark: 'no', why: `told: ${seen.summary}${isVerbose ? `\n${seen.text}` : ''}` }
}
