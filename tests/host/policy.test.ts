import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../e2e/harness/browser.ts'
import { bundlePage } from './harness/bundle.ts'
import { differences } from './harness/compare.ts'
import { travel } from './harness/journey.ts'
import { guests, type HostPage, type HostSite, openHost } from './harness/site.ts'
import { visitAll } from './harness/visit.ts'

const strict =
  "default-src 'self'; script-src 'nonce-n1'; style-src 'self' http://127.0.0.1:*; connect-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; report-uri /report"

/** Pages by the policy that their server sends. */
const policies: Record<string, string> = {
  'a strict policy': strict,
  'a policy for workers alone': `${strict}; worker-src 'none'`,
  'Trusted Types': `${strict}; require-trusted-types-for 'script'; trusted-types 'none'`,
  'nothing but its scripts and the sink':
    "default-src 'none'; script-src 'nonce-n1'; connect-src 'self'; img-src data:; report-uri /report",
}
/** Of a header alone: nothing on the page says that it is there. */
const unmarked = 'a policy that leaves no mark'
policies[unmarked] =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' http://127.0.0.1:*; connect-src 'self' http://127.0.0.1:*; img-src 'self' data:; report-uri /report"
const names = Object.keys(policies)
const name = (path: string): string => names[Number(path.slice(1))] ?? ''
let browser: Browser
let site: HostSite

beforeAll(async () => {
  // The application says aloud what the browser tells it of violations.
  const script = `addEventListener('securitypolicyviolation', (event) => console.error('violation', event.violatedDirective, event.blockedURI));${await bundlePage('plain')}`
  site = await openHost((path): HostPage | string => {
    if (path === '/plain.js') return script
    const html = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>host</title>${/nothing|no mark/.test(name(path)) ? '' : '<link rel="stylesheet" href="/style.css"><link rel="stylesheet" href="<!--other-->/style.css">'}<!--head--><div id="app"></div><script src="/plain.js"></script><!--foot-->`
    return { html, ...(name(path) !== unmarked && { nonce: 'n1' }), headers: { 'content-security-policy': policies[name(path)] ?? '' } }
  })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
})

/** What was reported: which directive, and what it kept out. */
const takeReports = (): string[] =>
  site.reports
    .splice(0)
    .map((text) => {
      const report = (JSON.parse(text) as { 'csp-report': Record<string, string> })['csp-report']
      return `${report['violated-directive']} ${report['blocked-uri']!.replace(/:\d+/, '')}`
    })
    .sort()

describe.each(names)('a page with %s', (name) => {
  const path = `/${names.indexOf(name)}`
  test('recorded: no report, no difference', async () => {
    const alone = await travel(browser, site, 'off', path, visitAll)
    // The page's own violations, where it has any, are what there is to compare with.
    const reports = takeReports()
    for (const guest of guests) {
      const trip = await travel(browser, site, guest, path, visitAll)
      expect(takeReports()).toEqual(reports)
      expect(differences(alone.log, trip.log)).toEqual([])
      expect(differences(alone.console, trip.console)).toEqual([])
      expect(trip.events.filter(({ type }) => type === 'click').length).toBeGreaterThan(15)
      expect(trip.events.filter(({ type }) => type === 'add').length).toBeGreaterThan(15)
    }
  })
})

test('a worker that is asked for where a policy forbids it is reported: what this suite would see', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${site.url('off')}/1`)
  await page.evaluate(() => {
    try {
      window.name = String(new Worker(URL.createObjectURL(new Blob([''], { type: 'text/javascript' }))))
    } catch {
      // Some browsers throw, too.
    }
  })
  await expect.poll(() => site.reports.length).toBeGreaterThan(0)
  expect(takeReports()).toEqual(['worker-src blob'])
  await context.close()
})
