import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { build as buildPlayer } from '../../packages/player/build.ts'
import { build as buildRecorder } from '../../packages/recorder/build.ts'
import { chromiumArguments, launchBrowser } from '../e2e/harness/browser.ts'
import { type Comparer, openComparer } from '../e2e/harness/picture.ts'
import { root } from '../e2e/harness/server.ts'
import { buildApps } from './bundle.ts'
import type { Case } from './case.ts'
import { openHost } from './host.ts'
import { type Course, runLive } from './live.ts'
import { loadRecorders } from './recorder.ts'
import { replayCourse, viewers } from './replay.ts'
import type { Verdict } from './score.ts'
import { openSite } from './site.ts'

export type Side = 'own' | 'peer'
export interface Row {
  readonly name: string
  readonly verdicts: Readonly<Partial<Record<Side, Verdict>>>
}
export interface Run {
  readonly rows: readonly Row[]
  readonly browser: string
}

/** Where the pictures of checkpoints that differ are left. */
export const pictures: string = join(root, 'tests/dist/fidelity')
/** A page that shows less is blank, px. */
const leastPixels = 300
const atOnce = 2

/**
 * Records all cases with each side's recorder, takes their site away, and replays them with each side's player.
 * `tell` hears of each case as it is done.
 */
export async function runCases(cases: readonly Case[], sides: readonly Side[], tell: (line: string) => void): Promise<Run> {
  const dist = await mkdtemp(join(tmpdir(), 'playhead-fidelity-'))
  const apps = await buildApps(new Set(cases.flatMap(({ app }) => app ?? [])))
  await Promise.all([buildRecorder(dist), buildPlayer(dist)])
  const launch = (): Promise<Browser> => launchBrowser({ args: [...chromiumArguments, '--enable-unsafe-swiftshader'] })
  const site = await openSite({ cases, recorders: await loadRecorders(dist), apps, dist })
  let browser = await launch()
  const jobs = cases.flatMap((one) => sides.map((side) => ({ one, side })))
  const courses = new Map<string, Course | Error>()
  await each(jobs, async ({ one, side }) => {
    const course = await runLive(browser, site.origin, one, side).catch(asError)
    courses.set(`${one.name} ${side}`, course)
    if (course instanceof Error) tell(`${one.name} (${side}): ${course.message.split('\n')[0]}`)
  })
  await browser.close()
  await site.close()

  // A browser that has never seen the site, and cannot any more.
  browser = await launch()
  const host = await openHost(dist)
  const comparer = await openComparer(browser)
  const verdicts = new Map<string, Verdict>()
  await each(jobs, async ({ one, side }) => {
    const course = courses.get(`${one.name} ${side}`)!
    const judged = await judge({ browser, comparer, host: host.origin, site: site.origin, one, side, course }).catch(asError)
    const verdict = judged instanceof Error ? { wrong: [], requests: [], error: judged.message.split('\n')[0]! } : judged
    verdicts.set(`${one.name} ${side}`, verdict)
    tell(
      `${side.padEnd(4)} ${one.name}: ${verdict.error || verdict.wrong.map((share) => (share * 100).toFixed(2)).join(' ')}${verdict.requests.length ? `, ${verdict.requests.length} requests: ${verdict.requests[0]}` : ''}`,
    )
  })
  const version = browser.version()
  await browser.close()
  await host.close()
  await rm(dist, { recursive: true })
  const rows = cases.map(({ name }) => ({
    name,
    verdicts: Object.fromEntries(sides.map((side) => [side, verdicts.get(`${name} ${side}`)!])),
  }))
  return { rows, browser: `Chromium ${version}` }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

/** A few at a time, in order. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const next = async (): Promise<void> => {
    for (let item = waiting.shift(); item; item = waiting.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, next))
}

interface Trial {
  readonly browser: Browser
  readonly comparer: Comparer
  readonly host: string
  readonly site: string
  readonly one: Case
  readonly side: Side
  readonly course: Course | Error
}

async function judge({ browser, comparer, host, site, one, side, course }: Trial): Promise<Verdict> {
  if (course instanceof Error) throw course
  const { checkpoints } = course
  await checkCourse(comparer, course)
  const last = checkpoints.length - 1
  const order = [...checkpoints.keys(), Math.floor(last / 2), 0]
  const { pngs, requests } = await replayCourse({ browser, host, site, viewer: viewers[side], course, order })
  const wrong: number[] = []
  for (const [at, index] of order.entries()) {
    const path = join(pictures, `${one.name.replace(/\W+/g, '-')}-${side}-${at}.png`)
    await rm(path, { force: true })
    wrong.push((await comparer.compare(checkpoints[index]!.png, pngs[at]!, path)).content)
  }
  return { wrong, requests, error: '' }
}

/** Live pictures must show something, and each something else than the one before: or nothing is compared. */
async function checkCourse(comparer: Comparer, { checkpoints }: Course): Promise<void> {
  for (const [index, { png }] of checkpoints.entries()) {
    const before = checkpoints[index - 1]
    const isResized = before && (before.width !== checkpoints[index]!.width || before.height !== checkpoints[index]!.height)
    const { shownPixels, all } = await comparer.compare(png, before && !isResized ? before.png : png)
    if (shownPixels < leastPixels) throw new Error(`the live page is blank at checkpoint ${index}`)
    if (before && !isResized && !all) throw new Error(`the live page looks the same at checkpoints ${index - 1} and ${index}`)
  }
}
