import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { launchBrowser } from '../../../tests/e2e/harness/browser.ts'
import { type RunningServer, startServer } from '../../../tests/e2e/harness/server.ts'

const account = { name: 'Ada', email: 'ada@example.com', password: 'a long enough passphrase' }
/** 22 characters, and nobody's. */
const unknown = 'AAAAAAABQxBn2RMUhm9X7g'
const staging = 'https://a-rather-long-name-of-a-staging-server.internal.example.com:8443'

let server: RunningServer
let browser: Browser
let page: Page
let session: string

beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
  page = await (await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } })).newPage()
  await page.request.post('/api/v1/setup', { data: { token: server.setupUrl.split('#token=')[1], ...account } })
  const imported = await page.request.post('/api/v1/projects/demo/imports?format=rrweb', { data: rrweb() })
  session = ((await imported.json()) as { sessionId: string }).sessionId
  const isListed = async (): Promise<void> =>
    expect((await page.request.get(`/api/v1/projects/demo/sessions/${session}`)).status()).toBe(200)
  await vi.waitFor(isListed, { timeout: 20_000 })
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** A page whose three images the recording does not hold. */
function rrweb(): object[] {
  const startMs = Date.now() - 60_000
  const image = (id: number, name: string): object => ({
    type: 2,
    id,
    tagName: 'img',
    attributes: { src: `https://shop.example.com/${name}.png`, width: '60', height: '40' },
    childNodes: [],
  })
  const images = [image(5, 'a'), image(6, 'b'), image(7, 'b')]
  const body = { type: 2, id: 4, tagName: 'body', attributes: {}, childNodes: images }
  const head = { type: 2, id: 3, tagName: 'head', attributes: {}, childNodes: [] }
  const html = { type: 2, id: 2, tagName: 'html', attributes: {}, childNodes: [head, body] }
  return [
    { type: 4, timestamp: startMs, data: { href: 'https://shop.example.com/', width: 800, height: 600 } },
    { type: 2, timestamp: startMs + 1, data: { node: { type: 0, id: 1, childNodes: [html] }, initialOffset: { left: 0, top: 0 } } },
    { type: 3, timestamp: startMs + 900, data: { source: 2, type: 2, id: 5, x: 10, y: 10 } },
  ]
}

describe('the link of playhead.sessionUrl()', () => {
  test('leads to the replay in the project that holds the session, at the moment it names', async () => {
    await page.goto(`/sessions/${session}?t=500`)
    await page.waitForURL(`**/p/demo/sessions/${session}?t=500`)
  })

  test('asks to sign in first, and goes on from there', async () => {
    const stranger = await (await browser.newContext({ baseURL: server.url })).newPage()
    await stranger.goto(`/sessions/${session}`)
    await stranger.getByLabel(/e-mail/i).fill(account.email)
    const password = stranger.getByLabel(/password/i).first()
    const signIn = stranger.getByRole('button', { name: 'Sign in' })
    await password.fill('forgotten')
    await signIn.click()
    // Who runs the server can let them in.
    await stranger.getByText(`account reset ${account.email}`).waitFor()
    await password.fill(account.password)
    await signIn.click()
    await stranger.waitForURL(`**/p/demo/sessions/${session}`)
    await stranger.context().close()
  })

  test('waits for a session that is still on its way', async () => {
    let asked = 0
    await page.route(`**/api/v1/sessions/${session}`, async (route) => {
      if (asked++) return route.continue()
      return route.fulfill({ status: 404, json: { error: { code: 'not-found', message: 'Not yet.' } } })
    })
    await page.goto(`/sessions/${session}`)
    await page.getByText('Looking for this session').waitFor()
    await page.getByText('It is not here yet.').waitFor()
    expect(await page.getByRole('link', { name: 'To the sessions' }).getAttribute('href')).toBe('/')
    await page.waitForURL(`**/p/demo/sessions/${session}`)
    await page.unroute(`**/api/v1/sessions/${session}`)
  })

  test('says when there is none, with a way back', async () => {
    await page.goto('/sessions/short')
    await page.getByText('This session is not here').waitFor()
    await page.getByRole('button', { name: 'Look again' }).waitFor()
    await page.getByRole('link', { name: 'To the sessions' }).click()
    await page.waitForURL('**/p/demo/sessions')
    await page.goto(`/sessions/${unknown}`)
    await page.getByText('Looking for this session').waitFor()
  })
})

test.each(['/nonsense', '/p/demo/nonsense'])('%s: no such page, under a header, with a way back', async (path) => {
  await page.goto(path)
  await page.getByText('There is no such page').waitFor()
  await page.getByRole('banner').getByRole('link', { name: 'Playhead, home' }).waitFor()
  await page.getByRole('link', { name: 'To the sessions' }).click()
  await page.waitForURL('**/p/demo/sessions')
})

describe('a link with values that are not known', () => {
  test('shows all sessions', async () => {
    await page.goto('/p/demo/sessions?device=zeppelin&signal=foo&sort=bar')
    await page.locator(`[data-session="${session}"]`).waitFor()
  })

  test('shows a map of the device class with most views', async () => {
    await page.goto('/p/demo/heatmaps?page=%2Fnone&device=zeppelin&mode=sideways')
    await page.getByRole('heading', { name: 'Elements' }).waitFor()
  })
})

test('a menu of conditions says when there is nothing to choose from', async () => {
  await page.goto('/p/demo/sessions?clicked=%23nothing')
  await page.getByText('No session matches').waitFor()
  await page.getByRole('combobox', { name: 'Source' }).click()
  await page.getByText('No session is listed, so no source either').waitFor()
})

describe('on a phone', () => {
  // 345: a window of 360 px with a scrollbar beside the page.
  test.each([390, 375, 360, 345])('nothing of a replay is out of reach, %i px wide', async (width) => {
    await page.setViewportSize({ width, height: 844 })
    await page.goto(`/p/demo/sessions/${session}`)
    const buttons = page.getByRole('toolbar', { name: 'Replay' }).getByRole('button')
    await buttons.first().waitFor()
    for (const button of await buttons.all()) {
      const box = (await button.boundingBox())!
      const name = (await button.getAttribute('aria-label'))!
      expect({ name, isIn: box.x >= 0 && box.x + box.width <= width, isLarge: box.width >= 36 }).toEqual({
        name,
        isIn: true,
        isLarge: true,
      })
    }
    expect(await page.getByRole('main').evaluate((main) => main.scrollWidth - main.clientWidth)).toBe(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('a refusal and its button stand whole on the install page', async () => {
    const { writeKey } = (await (await page.request.get('/api/v1/projects/demo')).json()) as { writeKey: string }
    const refused = await fetch(`${server.url}/i?k=${writeKey}`, { method: 'POST', headers: { origin: staging }, body: 'x' })
    expect(refused.status).toBe(403)
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto('/p/demo/install')
    const button = page.getByRole('button', { name: `Accept recordings from ${staging}` })
    await button.waitFor()
    const cut = await page.getByRole('alert').evaluate((alert) => {
      const { right } = alert.getBoundingClientRect()
      return [alert, ...alert.querySelectorAll('*')]
        .filter((part) => part.getBoundingClientRect().right > Math.min(right, innerWidth) + 0.5 || part.scrollWidth > part.clientWidth + 1)
        .filter((part) => getComputedStyle(part).display !== 'inline')
        .map((part) => part.outerHTML.slice(0, 80))
    })
    expect(cut).toEqual([])
    await page.setViewportSize({ width: 1440, height: 900 })
  })
})

describe('the install page', () => {
  beforeAll(() => page.goto('/p/demo/install'))
  const consent = (): Promise<string> => page.locator('.sheet', { hasText: 'Consent and masking' }).innerText()

  test('the tag’s consent and options are attributes', async () => {
    await page.getByText('playhead.consent.grant()').waitFor()
    for (const said of ['playhead.consent.deny()', 'playhead.consent.withdraw()', 'data-consent="granted"', 'data-privacy="balanced"'])
      expect(await consent()).toContain(said)
  })

  test('the npm tab says where the package comes from, and makes the recorder that consent is told to', async () => {
    await page.getByRole('tab', { name: 'npm' }).click()
    await page.getByText('npm run build && npm pack ./packages/recorder/dist').waitFor()
    await page.getByText(/npm install .+playhead-recorder-.+\.tgz/).waitFor()
    await page.getByText(/export const playhead = init\({ key: 'pk_/).waitFor()
    await page.getByText("import { playhead } from './playhead'").waitFor()
    for (const said of ['playhead.consent.grant()', "consent: 'granted'", "privacy: 'balanced'"]) expect(await consent()).toContain(said)
    expect(await consent()).not.toMatch(/data-(?:consent|privacy)/)
  })
})

describe('the session tab of a replay', () => {
  const counts = {
    'rage-click': 2,
    'error-click': 3,
    error: 4,
    'dead-click': 5,
    'request-failed': 2,
    'form-abandoned': 2,
    'console-error': 9,
  }
  test.each([1440, 390])('shows every signal whole, %i px wide', async (width) => {
    await page.setViewportSize({ width, height: 900 })
    const address = `**/api/v1/projects/demo/sessions/${session}`
    await page.route(address, async (route) => {
      const row = (await (await route.fetch()).json()) as object
      return route.fulfill({ json: { ...row, counts } })
    })
    await page.goto(`/p/demo/sessions/${session}`)
    await page.getByRole('tab', { name: /^Session/ }).click()
    const panel = page.getByRole('tabpanel')
    await panel.getByText('9 × console error').waitFor()
    const right = await panel.evaluate((element) => element.getBoundingClientRect().right)
    for (const badge of await panel.getByText(/^\d × /).all()) {
      const box = (await badge.boundingBox())!
      expect(box.x + box.width, (await badge.textContent())!).toBeLessThanOrEqual(right)
    }
    await page.unroute(address)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('says how true the replay is, what is missing, why, and what to do', async () => {
    await page.goto(`/p/demo/sessions/${session}`)
    const badge = page.getByRole('button', { name: /^Fidelity/ })
    await badge.getByText('97', { exact: true }).waitFor()
    await badge.click()
    const images = page.getByRole('dialog').getByRole('region', { name: 'Images, style sheets and fonts' })
    await images.getByText('3 ×, −3').waitFor()
    await images.getByText('Serve them from the site’s own origin').waitFor()
    await images.getByText('Which').click()
    await images.getByText('2 × https://shop.example.com/b.png').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: 'Session' }).click()
    await page.getByRole('tabpanel').getByText('100 less what is missing from what was shown so far makes 97.').waitFor()
  })
})

describe('a page and a device class without a view', () => {
  const shown = (): ReturnType<Page['locator']> => page.getByRole('main')

  test('say why there is no map, count nothing, and lead to where there is one', async () => {
    await page.goto('/p/demo/heatmaps?page=%2F')
    await shown().getByText('1 click in 1 view. Could not be placed: 1 (100 %).').waitFor()
    await shown().getByText('The one click could not be placed').waitFor()
    expect(await shown().innerText()).not.toContain('nobody clicked')
    await page.keyboard.press('d')
    await page.waitForURL(/device=laptop/)
    await shown().getByText('No laptop has seen this page').waitFor()
    await shown().getByText('No view, so no click.').waitFor()
    expect(await shown().innerText()).not.toMatch(/placed|0 sessions|%/)
    await shown().getByRole('button', { name: 'Show 1 view on a tablet' }).click()
    await page.waitForURL(/device=tablet/)
    await shown().getByText('1 click in 1 view. Could not be placed: 1 (100 %).').waitFor()
  })

  test('nobody at all: the most viewed page instead', async () => {
    await page.goto('/p/demo/heatmaps?page=%2Fnowhere')
    await shown().getByText('Nobody has viewed this page').waitFor()
    await shown().getByRole('button', { name: 'Show the most viewed page' }).click()
    await shown().getByText('1 click in 1 view. Could not be placed: 1 (100 %).').waitFor()
  })
})

test('a part of the sessions says of how many it is a part', async () => {
  await page.goto('/p/demo/heatmaps?page=%2F')
  await page.getByText('1 session saw this page on a tablet: heat takes 30 sessions').waitFor()
  await page.route('**/api/v1/projects/demo/status', async (route) => {
    const status = (await (await route.fetch()).json()) as object
    return route.fulfill({ json: { ...status, sessions: 1240 } })
  })
  await page.reload()
  await page.getByText('1 of 1,240 sessions saw this page on a tablet: heat takes 30 sessions').waitFor()
  await page.unroute('**/api/v1/projects/demo/status')
})

test('the install page says what it waits for before the server has answered', async () => {
  let answer = (): void => undefined
  const asked = new Promise<void>((resolve) => (answer = resolve))
  await page.route('**/api/v1/projects/demo/status', async (route) => {
    await asked
    await route.continue()
  })
  await page.goto('/p/demo/install')
  await page.getByText('This waits for its answer: whether an event of this project has arrived').waitFor()
  answer()
  await page.getByText('Events arrive').waitFor()
  await page.unroute('**/api/v1/projects/demo/status')
})

test('a lock stands before the address of an https page only', async () => {
  const lock = page.getByTestId('address').getByRole('img', { name: 'https' })
  await page.goto(`/p/demo/sessions/${session}`)
  await page.getByTestId('address').getByText('shop.example.com/').waitFor()
  expect(await lock.count()).toBe(1)
  const plain = JSON.stringify(rrweb()).replaceAll('https://', 'http://')
  const imported = await page.request.post('/api/v1/projects/demo/imports?format=rrweb', { data: JSON.parse(plain) })
  const { sessionId } = (await imported.json()) as { sessionId: string }
  await page.goto(`/p/demo/sessions/${sessionId}`)
  await page.getByTestId('address').getByText('shop.example.com/').waitFor()
  expect(await lock.count()).toBe(0)
})

test('the storage bar shows what nearly nothing takes, and says how much it is', async () => {
  await page.goto('/p/demo/settings')
  await page.getByText(/of \d+ GB on the disk, less than 0\.1 %/).waitFor()
  const log = (await page.getByRole('progressbar', { name: /^Log: \d/ }).boundingBox())!
  expect(log.width).toBeGreaterThanOrEqual(4)
})

/** How much lighter one of two colours is than the other: 1 to 21, as WCAG counts it. */
const contrast = (colours: readonly [string, string]): number => {
  const luminance = (colour: string): number => {
    const [r, g, b] = colour.match(/[\d.]+/g)!.map((part) => {
      const share = Number(part) / 255
      return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const [one, other] = colours.map(luminance)
  return (Math.max(one!, other!) + 0.05) / (Math.min(one!, other!) + 0.05)
}

test.each(['light', 'dark'] as const)(
  'what filters are called, and what a waiting switch is set to, can be read in the %s',
  async (scheme) => {
    await page.emulateMedia({ colorScheme: scheme })
    await page.goto('/p/demo/sessions')
    for (const name of ['Device', 'Signal', 'Page', 'Source']) {
      const colours = await page.getByRole('combobox', { name, exact: true }).evaluate((input): [string, string] => {
        return [getComputedStyle(input, '::placeholder').color, getComputedStyle(input).backgroundColor]
      })
      expect(contrast(colours), `${name}: ${colours.join(' on ')}`).toBeGreaterThanOrEqual(4.5)
    }
    await page.goto('/p/demo/heatmaps?page=%2F')
    const [heat, elements] = await Promise.all(
      ['Heat', 'Elements'].map((name) =>
        page
          .locator('label')
          .getByText(name, { exact: true })
          .evaluate((label) => {
            const { color, fontWeight } = getComputedStyle(label)
            return { color, fontWeight }
          }),
      ),
    )
    expect(contrast([heat!.color, elements!.color])).toBeGreaterThanOrEqual(1.5)
    expect(Number(elements!.fontWeight)).toBeGreaterThan(Number(heat!.fontWeight))
    await page.emulateMedia({ colorScheme: null })
  },
)

describe('the list of sessions', () => {
  const many = { 'rage-click': 12, 'error-click': 3, error: 4 }
  let live = true
  beforeAll(async () => {
    await page.route('**/api/v1/projects/demo/sessions/search', async (route) => {
      const found = (await (await route.fetch()).json()) as { items: { id: string }[] }
      const source = 'a-newsletter-with-a-name-that-no-column-holds'
      const worst = {
        counts: many,
        source,
        entryPage: '/a/rather/long/page/of/a/shop',
        exitPage: '/another/that/is/as/long',
        pages: ['/a', '/b'],
      }
      const items = found.items.map((item) => (item.id === session ? { ...item, ...worst, live } : { ...item, live: false }))
      return route.fulfill({ json: { ...found, items } })
    })
  })
  afterAll(() => page.unroute('**/api/v1/projects/demo/sessions/search'))

  test('a visitor is there no longer than the server says so', async () => {
    await page.goto('/p/demo/sessions')
    const row = page.locator(`[data-session="${session}"]`)
    await row.getByLabel('live').waitFor()
    live = false
    await row.getByLabel('live').waitFor({ state: 'detached' })
  })

  test('a device stays as wide as it is high beside a long source', async () => {
    await page.goto('/p/demo/sessions')
    const icon = (await page.locator(`[data-session="${session}"]`).getByLabel('Tablet').boundingBox())!
    expect(icon.width).toBe(icon.height)
  })

  test('a row is two lines that fit on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto('/p/demo/sessions')
    const row = page.locator(`[data-session="${session}"]`)
    await row.getByText('12 × rage click').waitFor()
    expect(await page.getByTestId('session-list').evaluate((list) => list.scrollWidth - list.clientWidth)).toBe(0)
    const lines = new Set<number>()
    for (const part of await row.locator('p, .mantine-Badge-root').all()) {
      const box = (await part.boundingBox())!
      expect([box.x >= 0, box.x + box.width <= 390], (await part.textContent())!).toEqual([true, true])
      lines.add(Math.round((box.y + box.height / 2) / 12))
    }
    expect(lines.size).toBe(2)
    expect((await row.boundingBox())!.height).toBeGreaterThanOrEqual(44)
    await page.setViewportSize({ width: 1440, height: 900 })
  })
})
