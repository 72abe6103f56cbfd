import { openEvents, type PlayheadEvent, readChunk } from '@playhead/wire'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../e2e/harness/browser.ts'
import { bundlePage } from './harness/bundle.ts'
import { differences } from './harness/compare.ts'
import { type Driver, travel } from './harness/journey.ts'
import { type HostSite, openHost } from './harness/site.ts'
import { visitAll } from './harness/visit.ts'

/** What every hook uses and the page does not: broken and mended on command. */
const breakable = `const { now } = Date
  window.hostBreak = () => { Date.now = () => { throw new RangeError('no clock') } }
  window.hostMend = () => { Date.now = now }`

let browser: Browser
let site: HostSite
beforeAll(async () => {
  const script = await bundlePage('plain')
  site = await openHost((path) =>
    path === '/plain.js'
      ? script
      : `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>host</title><script>${breakable}</script><!--head--><div id="app"></div><script src="/plain.js"></script><!--foot-->`,
  )
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
})

test('what throws in any hook never reaches the page, and is counted', async () => {
  const visit = async (driver: Driver): Promise<void> => {
    await driver.ask('hostBreak()')
    await visitAll(driver)
    await driver.ask('hostMend()')
  }
  const alone = await travel(browser, site, 'off', '/', visit)
  const trip = await travel(browser, site, 'last', '/', visit)
  expect(differences(alone.log, trip.log)).toEqual([])
  expect(differences(alone.console, trip.console)).toEqual([])
  const failures = trip.events.filter((event) => event.type === 'loss' && event.what === 'hook-error')
  expect(failures.length).toBeGreaterThan(0)
  expect(failures.reduce((sum, event) => sum + (event.type === 'loss' ? event.count : 0), 0)).toBeGreaterThan(50)
  expect(failures[0]).toMatchObject({ detail: 'RangeError' })
})

test('two recorders on a page: neither it nor the other notices', async () => {
  const alone = await travel(browser, site, 'off', '/', visitAll)
  let others: PlayheadEvent[] = []
  const trip = await travel(browser, site, 'twice', '/', async (driver) => {
    await visitAll(driver)
    const chunks = await driver.ask<number[][]>(`other.stop().then(() => otherChunks.map((chunk) => [...chunk]))`)
    for (const bytes of chunks) others = [...others, ...(await openEvents(readChunk(new Uint8Array(bytes))))]
    // The first goes on when the second has ended.
    await driver.click('console')
  })
  // The click after the visit is the last thing in the log.
  expect(differences(alone.log, trip.log.slice(0, alone.log.length))).toEqual([])
  const clicks = (events: readonly PlayheadEvent[]): number => events.filter(({ type }) => type === 'click').length
  expect(clicks(others)).toBeGreaterThan(15)
  expect(clicks(trip.events)).toBe(clicks(others) + 1)
  expect(trip.events.filter((event) => event.type === 'loss' && event.what === 'hook-error')).toEqual([])
})
