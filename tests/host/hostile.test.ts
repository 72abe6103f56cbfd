import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../e2e/harness/browser.ts'
import { bundlePage } from './harness/bundle.ts'
import { differences } from './harness/compare.ts'
import { travel, type Trip } from './harness/journey.ts'
import { setups } from './harness/setup.ts'
import { type HostSite, openHost } from './harness/site.ts'
import { visitAll } from './harness/visit.ts'

const names = Object.keys(setups)
let browser: Browser
let site: HostSite

beforeAll(async () => {
  const script = await bundlePage('plain')
  site = await openHost((path) =>
    path === '/plain.js'
      ? script
      : `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>host</title><script>{${setups[names[Number(path.slice(1))]!]}}</script><!--head--><div id="app"></div><script src="/plain.js"></script><!--foot-->`,
  )
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
})

describe.each(names)('a page with %s', (name) => {
  const path = `/${names.indexOf(name)}`
  let alone: Trip
  beforeAll(async () => {
    alone = await travel(browser, site, 'off', path, visitAll)
  })
  test.each(['init', 'last'] as const)('recorded (%s): it sees no difference, and is told', async (guest) => {
    const trip = await travel(browser, site, guest, path, visitAll)
    expect(differences(alone.log, trip.log)).toEqual([])
    expect(differences(alone.console, trip.console)).toEqual([])
    // Where the document's own root is hidden the recorder tells nothing; the page is none the worse.
    if (name === 'names that hide the document’s') return
    expect(trip.events.some(({ type }) => type === 'keyframe')).toBe(true)
    expect(trip.events.filter(({ type }) => type === 'click').length).toBeGreaterThan(15)
    expect(trip.events.filter(({ type }) => type === 'add').length).toBeGreaterThan(15)
  })
})
