import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../tests/e2e/harness/browser.ts'
import { type RunningServer, startServer } from '../../../tests/e2e/harness/server.ts'

const account = { name: 'Ada', email: 'ada@example.com', password: 'a long enough passphrase' }
/** 22 characters, and nobody's. */
const unknown = 'AAAAAAABQxBn2RMUhm9X7g'

let server: RunningServer
let browser: Browser
let page: Page

beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
  page = await (await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } })).newPage()
  await page.request.post('/api/v1/setup', { data: { token: server.setupUrl.split('#token=')[1], ...account } })
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

describe('a project that is not there', () => {
  test.each(['/p/nope/sessions', '/p/nope/settings', `/p/nope/sessions/${unknown}`, '/p/NOPE/heatmaps'])(
    '%s: is said, without a menu, with a way to those that are',
    async (path) => {
      await page.goto('/p/demo/sessions')
      await page.goto(path)
      await page.getByText('There is no such project').waitFor()
      expect(await page.getByRole('link').allTextContents()).toEqual(['Playhead', 'All projects'])
      expect(await page.title()).toBe('No such project – Playhead')
      await page.getByRole('link', { name: 'All projects' }).click()
      await page.waitForURL('**/projects')
      await page.goto('/')
      await page.waitForURL('**/p/demo/sessions')
    },
  )
})

test('the demo shop’s own tag is not offered to a site; a project’s own is', async () => {
  await page.goto('/p/demo/install')
  const tag = page.locator('.sheet', { has: page.getByRole('heading', { name: 'The snippet' }) })
  await tag.getByText('This is the demo shop’s own').waitFor()
  expect(await tag.innerText()).not.toMatch(/head of every page|Until there is consent/)
  expect(await tag.getByRole('link', { name: 'new project' }).getAttribute('href')).toBe('/projects')
  const made = await page.request.post('/api/v1/projects', { data: { name: 'Shop', origins: ['https://shop.example.com'] } })
  await page.goto(`/p/${((await made.json()) as { id: string }).id}/install`)
  await tag.getByText('Put it in the head of every page. It accepts recordings from https://shop.example.com. Until there is').waitFor()
})

test('a new project takes an address of this machine for http, and says so', async () => {
  await page.goto('/projects')
  await page.getByLabel('Address of the site').fill('localhost:33601')
  await page.getByText('Recordings are accepted from http://localhost:33601').waitFor()
})

test('a new project takes no pattern for an address, and says so before it is sent', async () => {
  await page.goto('/projects')
  await page.getByLabel('Name').fill('Shop')
  await page.getByLabel('Address of the site').fill('*.example.com')
  await page.getByText('without a *').waitFor()
  expect(await page.getByRole('button', { name: 'Create project' }).isDisabled()).toBe(true)
})

describe('the limits of storage', () => {
  const field = (name: string): ReturnType<Page['locator']> => page.getByLabel(name)
  const save = (): ReturnType<Page['locator']> => page.getByRole('button', { name: 'Save' })
  const stored = async (): Promise<object> => (await (await page.request.get('/api/v1/projects/demo/storage')).json()) as object
  beforeAll(async () => {
    await page.request.put('/api/v1/projects/demo/storage', { data: { retentionDays: 30, quotaBytes: null } })
    await page.goto('/p/demo/settings')
  })

  test.each([
    ['Keep replays for', ['0', '-5', '99999', 'abc', ''], 'A whole number of days, 1 to 3650'],
    ['Quota', ['-5', 'abc'], 'A number of GB such as 2.5, or nothing'],
    ['Quota', ['0'], 'At least 0.001 GB, or nothing'],
  ])('%s: %j stays as it was written, is refused with a word, and is not saved', async (name, texts, says) => {
    const before = await field(name).inputValue()
    for (const text of texts) {
      await field(name).fill(text)
      await field(name).press('Enter')
      await page.getByText(says).waitFor()
      expect(await field(name).inputValue()).toBe(text)
      expect(await save().isDisabled()).toBe(true)
    }
    await field(name).fill(before)
    await page.getByText(says).waitFor({ state: 'detached' })
    expect(await stored()).toMatchObject({ retentionDays: 30, quotaBytes: null })
  })

  test('more is saved at once, and says so', async () => {
    await field('Keep replays for').fill('90')
    await save().click()
    await page.getByRole('status').getByText('Saved').waitFor()
    expect(await stored()).toMatchObject({ retentionDays: 90 })
  })

  test('less says what goes, and asks first', async () => {
    await field('Keep replays for').fill('7')
    await field('Quota').fill('0.001')
    await save().click()
    const asks = page.getByRole('dialog', { name: 'Keep less?' })
    await asks
      .getByText('Sessions older than 7 days are deleted for good at the next sweep, within the hour. None is that old now.')
      .waitFor()
    await asks.getByText(/kept now, which the quota holds/).waitFor()
    await asks.getByRole('button', { name: 'Leave it' }).click()
    expect(await stored()).toMatchObject({ retentionDays: 90, quotaBytes: null })
    await save().click()
    await asks.getByRole('button', { name: 'Keep less' }).click()
    await page.getByRole('status').getByText('Saved').waitFor()
    await asks.waitFor({ state: 'detached' })
    expect(await stored()).toMatchObject({ retentionDays: 7, quotaBytes: 1_000_000 })
  })

  test('over the quota nothing is forecast: it says what goes, and when', async () => {
    await page.route('**/api/v1/projects/demo/storage', async (route) => {
      const told = (await (await route.fetch()).json()) as object
      return route.fulfill({ json: { ...told, quotaBytes: 1_000_000, logBytes: 1_020_000, growthBytesPerDay: 500_000, fullInDays: 0 } })
    })
    await page.reload()
    await page.getByText('1.0 MB of 1.0 MB in the quota, 102 %').waitFor()
    await page.getByText('Over the quota now; the oldest plain sessions go at the next sweep, within the hour').waitFor()
    expect(await page.getByRole('main').innerText()).not.toContain('within a day')
    await page.unroute('**/api/v1/projects/demo/storage')
  })
})
