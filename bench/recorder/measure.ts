import type { Browser, CDPSession, Page } from 'playwright-core'
import type { App } from './app.ts'
import { type Peer, scriptPath } from './peer.ts'
import type { Site } from './site.ts'
import { workloads } from './workload.ts'

export interface Snapshot {
  readonly cpuMs: number
  readonly heapBytes: number
  readonly wireBytes: number
}
export interface Work {
  readonly cpuMs: number
  readonly wireBytes: number
}

interface Stage {
  readonly page: Page
  /** Loads the peer's script, as sites do: browsers compile what comes over the network beside the page's thread. */
  load(): Promise<unknown>
  readonly devtools: CDPSession
  /** Of the main thread: what else the machine does has no part in it. */
  cpuMs(): Promise<number>
  /** After a collection. */
  heapBytes(): Promise<number>
}

/** A fresh page, still without the peer's script. */
async function openStage(browser: Browser, site: Site, peer: Peer, path: number | string): Promise<Stage> {
  const page = await browser.newPage()
  await page.goto(`${site.origin}/${path}`)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable')
  const metric = async (name: string): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return metrics.find((found) => found.name === name)!.value
  }
  const heapBytes = async (): Promise<number> => {
    await devtools.send('HeapProfiler.collectGarbage')
    return metric('JSHeapUsedSize')
  }
  await heapBytes()
  const load = (): Promise<unknown> => page.addScriptTag({ url: scriptPath(peer) })
  return { page, load, devtools, cpuMs: async () => (await metric('ThreadTime')) * 1000, heapBytes }
}
const start = (stage: Stage, site: Site): Promise<unknown> => stage.page.evaluate(`startPeer(${JSON.stringify(site.origin)});0`)
const calmMs = 1200

/** Most send every few seconds: what they hold is waited for, then the page goes. */
async function leave(stage: Stage, peer: Peer): Promise<void> {
  if (peer.name !== 'none') await stage.page.waitForTimeout(peer.name.startsWith('Playhead') || peer.name === 'rrweb' ? 2500 : 5500)
  await stage.page.close()
}

/** Loading the recorder and starting to record a page of so many nodes, until it is calm. */
export async function measureSnapshot(browser: Browser, site: Site, peer: Peer, nodes: number): Promise<Snapshot> {
  const stage = await openStage(browser, site, peer, nodes)
  site.take()
  const heapBefore = await stage.heapBytes()
  const cpuBefore = await stage.cpuMs()
  await stage.load()
  await start(stage, site)
  await stage.page.waitForTimeout(calmMs)
  const cpuMs = (await stage.cpuMs()) - cpuBefore
  const heapBytes = (await stage.heapBytes()) - heapBefore
  await leave(stage, peer)
  return { cpuMs, heapBytes, wireBytes: site.take() }
}

/** CPU of the longest task of the main thread meanwhile, ms. */
export async function measureTask(browser: Browser, site: Site, peer: Peer, nodes: number): Promise<number> {
  const stage = await openStage(browser, site, peer, nodes)
  await browser.startTracing(stage.page, { categories: ['toplevel'] })
  await stage.load()
  // By a timer: what the tools call themselves is no task of the page.
  await stage.page.evaluate(`setTimeout(() => startPeer(${JSON.stringify(site.origin)}));0`)
  await stage.page.waitForTimeout(calmMs)
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: { name: string; pid: number; tid: number; tdur?: number; dur?: number; args: { name?: string } }[]
  }
  await stage.page.close()
  const mains = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  )
  const tasks = trace.traceEvents.filter(({ name, pid, tid }) => name.endsWith('RunTask') && mains.has(`${pid} ${tid}`))
  return Math.max(...tasks.map(({ tdur, dur }) => tdur ?? dur ?? 0)) / 1000
}

/** A person's half minute in an application, started after it was recorded for a moment. */
export async function measureApp(browser: Browser, site: Site, peer: Peer, app: App): Promise<Work> {
  const stage = await openStage(browser, site, peer, app.name)
  await stage.load()
  site.take()
  const before = await stage.cpuMs()
  await start(stage, site)
  await stage.page.waitForTimeout(calmMs)
  await stage.page.evaluate(`(${sourceOf(app.drive)})()`)
  const cpuMs = (await stage.cpuMs()) - before
  await leave(stage, peer)
  return { cpuMs, wireBytes: site.take() }
}

/** A method's source as a function of its own. */
const sourceOf = (method: () => Promise<void>): string => String(method).replace(/^async \w+/, 'async function')

/** Each workload on one recorded page, one after the other. */
export async function measureWorkloads(browser: Browser, site: Site, peer: Peer): Promise<Work[]> {
  const stage = await openStage(browser, site, peer, 10_000)
  await stage.load()
  await start(stage, site)
  await stage.page.waitForTimeout(2000)
  const results: Work[] = []
  for (const { run } of workloads) {
    site.take()
    const before = await stage.cpuMs()
    await stage.page.evaluate(`(${sourceOf(run)})()`)
    await stage.page.waitForTimeout(calmMs)
    results.push({ cpuMs: (await stage.cpuMs()) - before, wireBytes: site.take() })
  }
  await leave(stage, peer)
  // What was sent late belongs to one of them.
  const late = site.take()
  return results.map((result, i) => (i === results.length - 1 ? { ...result, wireBytes: result.wireBytes + late } : result))
}
