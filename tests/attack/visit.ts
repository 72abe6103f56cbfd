import type { Attack } from './attack.ts'
import type { Driver, Tab } from '../browser/driver.ts'
import { controlOf, poke } from './control.ts'
import { lureOf } from './lure.ts'
import { chunksOfAttack, chunksOfEvents, keyframeOf, startMs } from './recording.ts'
import type { Sink } from './sink.ts'
import type { Site } from './site.ts'
import type { Surface } from './surface.ts'

/** One attack on one surface in one browser. */
export interface Visit {
  readonly attack: Attack
  readonly canary: string
  /** What an attack may not do: each thing that it did all the same. */
  readonly wrong: string[]
  /** How the recording was shown: empty, or why it was not. */
  readonly refusal: string
  /** How long the viewer's page could not do anything, at most, ms. */
  readonly blockedMs: number
  /** Of a visit whose viewer did not answer, before this one in another browser. */
  readonly earlier: readonly string[]
}
export interface World {
  readonly browser: Driver
  /** Another browser in its place: one whose page does not answer may answer nothing any more. */
  renew(): Promise<void>
  readonly site: Site
  readonly sink: Sink
  /** A canary that no other visit has. */
  nextCanary(): string
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 200)
/** A viewer that takes longer to say anything is taken to be gone. */
const patienceMs = 60_000

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the viewer does not answer')), patienceMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** Shows attacks one after another on one surface. What comes late is attributed by its canary. */
export async function visitAll(world: World, surface: Surface, attacks: readonly Attack[]): Promise<Visit[]> {
  const visits: Visit[] = []
  let tab = await openViewer(world)
  for (const attack of attacks) {
    let visit = await visitOne(world, tab, surface, attack)
    if (isLost(visit)) {
      await world.renew()
      tab = await openViewer(world)
      const again = await visitOne(world, tab, surface, attack)
      if (isLost(again)) {
        await world.renew()
        tab = await openViewer(world)
      }
      // A busy machine is no attack: only an answer that is owed twice is missing. All else counts the first time.
      visit = { ...again, earlier: [visit.canary], wrong: [...visit.wrong.filter((what) => !isSilence(what)), ...again.wrong] }
    }
    visits.push(visit)
  }
  // Whatever is still under way arrives while another page is shown and asked for.
  await tab.run('viewer.settle()')
  await new Promise((resolve) => setTimeout(resolve, 1000))
  for (const visit of visits) {
    const late = [visit.canary, ...visit.earlier].flatMap(world.sink.came).filter((what) => !visit.wrong.includes(`request ${what}`))
    visit.wrong.push(...late.map((what) => `request ${what}`))
  }
  // What is left behind here, and swept up some time, is not the next surface's.
  await world.renew()
  return visits
}

const isSilence = (what: string): boolean => /^(?:answer|not shown): .*does not answer/.test(what)
const isLost = ({ wrong }: Visit): boolean => wrong.some((what) => /^(?:answer|navigation)/.test(what))

async function openViewer({ browser, site }: World): Promise<Tab> {
  const tab = await browser.open()
  await tab.goto(`${site.origin}/`)
  return tab
}

async function visitOne({ site, sink, nextCanary }: World, tab: Tab, surface: Surface, attack: Attack): Promise<Visit> {
  const canary = nextCanary()
  const lure = lureOf(attack, canary, sink.origin)
  const wrong: string[] = []
  let refusal = ''
  let blockedMs = 0
  const chunks = (await chunksOfAttack(attack, lure)).map(base64)
  sink.visit = canary
  tab.events()
  const bareBefore = sink.bareConnections().length
  const show = (list: readonly string[]): Promise<string> =>
    inTime(tab.run<string>(`viewer.show(${JSON.stringify(surface)}, ${JSON.stringify(list)}, ${JSON.stringify(site.frameUrl)})`))
  try {
    try {
      const shown = await show(chunks)
      if (!/^2 html|^drawn/m.test(shown)) refusal = 'nothing is shown'
    } catch (error) {
      refusal = messageOf(error)
    }
    blockedMs = Math.round(await inTime(tab.run<number>('viewer.longestMs()')))
    if (!attack.mayRefuse) await tab.runInFrames(`{${poke}}`)
    await tab.click(40, 12)
    await inTime(tab.run('viewer.settle()'))
    const marks = await tab.runInFrames<string | null>(`globalThis.__ran === undefined ? null : 'mark ' + globalThis.__ran`)
    wrong.push(...[...(await tab.run<string[]>('viewer.found()')), ...marks].map((what) => `script: ${what}`))
    await tab.run('viewer.hide()')
    if (attack.mayRefuse) await showHonest(show, tab)
  } catch (error) {
    wrong.push(`answer: ${messageOf(error)}`)
  }
  if (refusal && !attack.mayRefuse) wrong.push(`not shown: ${refusal}`)
  const own = [`${site.origin}/`, `${site.origin}${site.frameUrl}`, 'about:blank', 'about:srcdoc', '']
  for (const event of tab.events()) if (!own.includes(event)) wrong.push(`navigation ${event}`)
  for (const what of sink.came(canary)) wrong.push(`request ${what}`)
  const bare = sink.bareConnections().length - bareBefore
  if (bare) wrong.push(`connections: ${bare}`)
  return { attack, canary, wrong, refusal, blockedMs, earlier: [] }
}

/** After an attack, the next recording plays as if nothing had been. */
async function showHonest(show: (chunks: readonly string[]) => Promise<string>, tab: Tab): Promise<void> {
  const events = [
    keyframeOf('<html><head></head><body><p>honest</p></body></html>'),
    { type: 'end', timeMs: startMs + 60, reason: 'stop' } as const,
  ]
  const shown = await show((await chunksOfEvents(events)).map(base64))
  if (!/honest|^drawn/.test(shown)) throw new Error('the next recording is not shown')
  await tab.run('viewer.hide()')
}

/** What an attack does to a page without defences; empty: nothing. Null: there is no such page. */
export async function visitControl({ browser, site, sink, nextCanary }: World, attack: Attack): Promise<string | null> {
  const canary = nextCanary()
  const page = controlOf(attack, lureOf(attack, canary, sink.origin))
  if (page === null) return null
  site.controls.set(canary, page)
  const tab = await browser.open()
  const address = `${site.origin}/control/${canary}`
  // One that goes elsewhere at once is not done loading.
  await tab.goto(address).catch(() => undefined)
  const fired = async (): Promise<string> => {
    const came = sink.came(canary)
    if (came.some((what) => what.startsWith('ran'))) return 'script'
    if (came.length) return 'request'
    const ran = await tab.run<boolean>('window.__ran !== undefined').catch(() => false)
    return ran ? 'script' : tab.events().some((event) => event !== address && event !== 'about:blank') ? 'navigation' : ''
  }
  let found = ''
  for (let i = 0; i < 10 && found !== 'script'; i++) {
    if (i === 1) await tab.run(poke).catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 50))
    found = (await fired()) || found
    if (found && i > 3) break
  }
  await tab.close()
  return found
}
