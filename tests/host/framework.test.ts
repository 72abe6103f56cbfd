import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../e2e/harness/browser.ts'
import { bundlePage } from './harness/bundle.ts'
import { differences } from './harness/compare.ts'
import { travel, type Trip } from './harness/journey.ts'
import { guests, type HostSite, openHost } from './harness/site.ts'
import { visitAll } from './harness/visit.ts'

const frameworks = ['react', 'vue', 'svelte', 'angular', 'jquery'] as const
const scripts = new Map<string, string>()
let browser: Browser
let site: HostSite

beforeAll(async () => {
  for (const name of frameworks) scripts.set(`/${name}.js`, await bundlePage(name))
  site = await openHost((path) =>
    path.endsWith('.js')
      ? scripts.get(path)
      : `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>host</title><link rel="stylesheet" href="/style.css"><!--head--><img src="/dot.svg" alt="dot"><div id="app"></div><script src="${path}.js"></script><!--foot-->`,
  )
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
})

describe.each(frameworks)('%s', (name) => {
  let alone: Trip
  beforeAll(async () => {
    alone = await travel(browser, site, 'off', `/${name}`, visitAll)
  })

  test('the log of a page is the same each time, and sees a careless guest', async () => {
    expect(alone.log.length).toBeGreaterThan(300)
    const again = await travel(browser, site, 'off', `/${name}`, visitAll)
    expect(differences(alone.log, again.log)).toEqual([])
    expect(differences(alone.surface, again.surface)).toEqual([])
    expect(differences(alone.console, again.console)).toEqual([])
    const rude = await travel(browser, site, 'rude', `/${name}`, visitAll)
    expect(differences(alone.log, rude.log)).not.toEqual([])
    expect(differences(alone.surface, rude.surface)).not.toEqual([])
  })

  test.each(guests)('recorded (%s): the page sees no difference', async (guest) => {
    const trip = await travel(browser, site, guest, `/${name}`, visitAll)
    expect(trip.events.some(({ type }) => type === 'keyframe')).toBe(true)
    expect(trip.events.filter(({ type }) => type === 'click').length).toBeGreaterThan(15)
    expect(trip.events.filter((event) => event.type === 'loss' && event.what === 'hook-error')).toEqual([])
    expect(differences(alone.log, trip.log)).toEqual([])
    expect(differences(alone.console, trip.console)).toEqual([])
  })
})
