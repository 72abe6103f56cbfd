import { readFile } from 'node:fs/promises'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { launchBrowser } from '../harness/browser.ts'
import { type RunningServer, startServer } from '../harness/server.ts'
import { origin, sendVisit } from './visit.ts'

let server: RunningServer
let browser: Browser
let page: Page
let replay: string
let session: string
let goOn: () => Promise<void>
const problems: string[] = []

beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
  page = await (await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } })).newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => problems.push(error.message))
  const token = server.setupUrl.split('#token=')[1]
  await page.request.post('/api/v1/setup', { data: { token, name: 'Ada', email: 'ada@example.com', password: 'a long enough passphrase' } })
  const made = await page.request.post('/api/v1/projects', { data: { name: 'Shop', origins: [origin] } })
  const { id, writeKey } = (await made.json()) as { id: string; writeKey: string }
  ;({ session, goOn } = await sendVisit(page.request, server.url, writeKey))
  replay = `/p/${id}/sessions/${session}`
  const isCounted = async (): Promise<void> => {
    const row = await page.request.get(`/api/v1/projects/${id}/sessions/${session}`)
    expect(((await row.json()) as { counts: Record<string, number> }).counts['rage-click']).toBe(1)
  }
  await vi.waitFor(isCounted, { timeout: 30_000, interval: 250 })
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const clock = (): Locator => page.getByTestId('clock')
const timeline = (): Locator => page.getByRole('slider', { name: 'Moment' })
const dock = (): Locator => page.getByRole('region', { name: 'Dock' })
const story = (): Locator => page.getByRole('tabpanel', { name: 'Story' })
const address = (): Locator => page.getByTestId('address')
async function open(search = ''): Promise<void> {
  await page.goto(replay + search)
  await timeline().waitFor()
  await story().getByText('Order now').waitFor()
  // Derived signals come with the session's own row.
  await story().getByText('Rage click on').waitFor()
}
/** Where a moment is on the timeline, page px; `row` counts the lanes from the row of matches (0) on. */
async function pointOf(ms: number, row: number): Promise<{ x: number; y: number }> {
  const box = (await timeline().boundingBox())!
  const durationMs = Number(await timeline().getAttribute('aria-valuemax')) * 1000
  return { x: box.x + (ms / durationMs) * box.width, y: box.y + 4 + (row ? 14 + row * 16 - 8 : 7) }
}
const nowMs = async (): Promise<number> => Number(new URL(page.url()).searchParams.get('t'))

describe('opened from a filter', () => {
  test('begins three seconds before what was asked for, says why, and leads back to the same list', async () => {
    await page.goto(`${replay.replace(`/${session}`, '')}?signal=rage-click`)
    await page.locator(`[data-session="${session}"]`).click()
    await page.waitForURL(`**${replay}?signal=rage-click`)
    await page.getByText('Matched: with a rage click').waitFor()
    // The first of the four clicks came at 8.3 s.
    await clock().getByText('0:05').waitFor()
    expect(await page.getByTestId('match').count()).toBe(1)
    await page.getByText('Match 1 of 1').waitFor()
    await page.getByText('1 / 1').waitFor()
    await page.keyboard.press('End')
    await page.getByRole('link', { name: 'All sessions' }).click()
    await page.waitForURL(/signal=rage-click/)
    await page.getByRole('heading', { name: 'Sessions' }).waitFor()
  })

  test('[ and ] go between matches; a link with a moment begins there instead', async () => {
    await open('?signal=rage-click&t=14500')
    await clock().getByText('0:14').waitFor()
    await page.keyboard.press('[')
    await clock().getByText('0:05').waitFor()
    expect(await nowMs()).toBe(5_300)
    await page.getByText('Match 1 of 1, in 3 s').waitFor()
    // From the lead-in to what it leads to, whose mark flashes; beyond it there is no other session to go to.
    await page.keyboard.press(']')
    await clock().getByText('0:08').waitFor()
    expect(await nowMs()).toBe(8_300)
    expect(await page.getByTestId('match').getAttribute('data-here')).toBe('true')
    await page.keyboard.press(']')
    await page.getByText('This is the only match, and no session after this in the list.').waitFor()
  })

  test('that a match is the only one is known while the recording is still being read', async () => {
    let go = (): void => undefined
    const held = new Promise<void>((resolve) => (go = resolve))
    await page.route(/\/chunks\/[^/]+\/1$/, async (route) => {
      await held
      await route.continue()
    })
    await page.goto(`${replay}?signal=rage-click`)
    await page.getByText('Match 1 of 1').waitFor()
    await page.keyboard.press('[')
    await page.getByText('This is the only match, and no session before this in the list.').waitFor()
    go()
    await story().getByText('Order now').waitFor()
    await page.unroute(/\/chunks\/[^/]+\/1$/)
  })

  test('from a heatmap it begins before the click, however late that is read', async () => {
    await page.goto(`${replay}?clicked=${encodeURIComponent('body>button:14')}&name=Save+for+later&page=/`)
    await clock().getByText('0:05').waitFor()
    await page.getByText('Match 1 of 4, in 3 s').waitFor()
  })
})

describe('device, address and tabs', () => {
  beforeEach(() => open('?t=1000'))

  test('the page stands in its device under its own address', async () => {
    await address().getByText('shop.example.com/').waitFor()
    await page.getByRole('group', { name: 'laptop, 1000 × 800' }).waitFor()
    await page.goto(`${replay}?t=14500`)
    await address().getByText('shop.example.com/cart').waitFor()
  })

  test('another tab is gone to at the moment when it was looked at', async () => {
    const tabs = page.getByRole('group', { name: 'Tabs of the visitor' })
    await tabs.getByRole('button', { name: /^Tab 1, followed/ }).waitFor()
    await tabs.getByRole('button', { name: /^Tab 2, first looked at 0:12/ }).click()
    await tabs.getByRole('button', { name: /^Tab 2, followed: \/help/ }).waitFor()
    await page.getByRole('group', { name: 'tablet, 600 × 800' }).waitFor()
    await address().getByText('shop.example.com/help').waitFor()
    await page.frameLocator('iframe').getByRole('heading', { name: 'Help page' }).waitFor()
    expect(await nowMs()).toBe(12_000)
  })
})

describe('timeline', () => {
  beforeEach(() => open('?t=1000'))

  test('near marks are one, hovering tells them beside a picture of the moment, pressing goes there', async () => {
    const clicks = await pointOf(8_300, 2)
    await page.mouse.move(clicks.x, clicks.y)
    const card = page.getByTestId('preview')
    await card.getByText('0:08 Clicked Save for later with no response (4 times)').waitFor()
    await card.getByText('Rage click on Save for later').waitFor()
    await card.frameLocator('iframe').getByRole('heading', { name: 'First page' }).waitFor()
    const cart = await pointOf(20_000, 1)
    await page.mouse.move(cart.x, cart.y)
    await card.getByText('0:20 Nothing happens until 0:29').waitFor()
    await card.frameLocator('iframe').getByRole('heading', { name: 'Cart page' }).waitFor()
    // The large picture stays where it is.
    expect(await clock().textContent()).toBe('0:01')
    await page.mouse.move(clicks.x + 6, clicks.y)
    await page.mouse.down()
    await page.mouse.up()
    await vi.waitFor(async () => expect(await nowMs()).toBe(8_300))
    await page.mouse.move(10, 10)
    await card.waitFor({ state: 'hidden' })
  })

  test('dragging follows the pointer, Home and End the ends', async () => {
    const [from, to] = [await pointOf(3_000, 5), await pointOf(25_000, 5)]
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move((from.x + to.x) / 2, to.y, { steps: 4 })
    await clock()
      .getByText(/0:1[34]/)
      .waitFor()
    await page.mouse.move(to.x, to.y, { steps: 4 })
    await page.mouse.up()
    await clock()
      .getByText(/0:2[45]/)
      .waitFor()
    await timeline().press('Home')
    await clock().getByText('0:00').waitFor()
    expect(await timeline().getAttribute('aria-valuetext')).toBe('0:00 of 0:30')
    await timeline().press('End')
    await clock().getByText('0:30').waitFor()
  })
})

describe('keys', () => {
  beforeEach(() => open('?t=1000'))

  test('move by a picture, five seconds and an event, change speed, skip idle', async () => {
    const press = async (key: string, thenMs: number): Promise<void> => {
      await page.keyboard.press(key)
      await vi.waitFor(async () => expect(await nowMs(), key).toBe(thenMs))
    }
    await press('.', 1_040)
    await press(',', 1_000)
    await press('ArrowRight', 6_000)
    await press('ArrowLeft', 1_000)
    await press('Shift+ArrowRight', 8_300)
    // The story tells these four clicks in one line.
    await press('Shift+ArrowRight', 8_600)
    await press('Shift+ArrowLeft', 8_300)
    await press('Shift+ArrowLeft', 0)
    await page.keyboard.press('ArrowUp')
    await page.getByRole('button', { name: 'Speed 2' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.getByRole('button', { name: 'Speed 0.5' }).waitFor()
    await page.getByRole('button', { name: 'Skip idle time', pressed: true }).waitFor()
    await page.keyboard.press('i')
    await page.getByRole('button', { name: 'Skip idle time', pressed: false }).waitFor()
  })

  test('stay with the replay after a press on a tab or a choice of the dock', async () => {
    for (const name of ['Session', /^Notes/, 'Story']) {
      await page.getByRole('tab', { name }).click()
      await page.keyboard.press('d')
      await dock().waitFor()
      await page.keyboard.press('d')
      await dock().waitFor({ state: 'detached' })
    }
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Play' }).waitFor()
    // Arrows are the tabs' own.
    const before = await nowMs()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('tab', { name: /^Notes/, selected: true }).waitFor()
    expect(await nowMs()).toBe(before)
  })

  test('space is the replay’s after a press of the pointer, and the button’s that was gone to by key', async () => {
    const plays = (name: 'Play' | 'Pause'): Promise<void> => page.getByRole('button', { name, exact: true }).waitFor()
    await story().getByRole('button', { name: 'Clicked Order now' }).click()
    await vi.waitFor(async () => expect(await nowMs()).toBe(30_000))
    await page.keyboard.press('ArrowLeft')
    await vi.waitFor(async () => expect(await nowMs()).toBe(25_000))
    await page.keyboard.press('Space')
    await plays('Pause')
    await page.keyboard.press('Space')
    await plays('Play')
    expect(await nowMs()).toBeLessThan(30_000)
    const skip = (pressed: boolean): Locator => page.getByRole('button', { name: 'Skip idle time', pressed })
    await skip(true).click()
    await page.keyboard.press('Space')
    await plays('Pause')
    await page.keyboard.press('Space')
    await plays('Play')
    await skip(false).waitFor()
    // What was gone to by Tab is pressed by Space.
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await skip(true).waitFor()
    await plays('Play')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.getByLabel('Note at 0:2').waitFor()
    await page.keyboard.press('Escape')
  })

  test('space plays and pauses, idle time is jumped over', async () => {
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    // The visitor did nothing for eight seconds; nobody waits for that.
    await clock()
      .getByText(/0:0[789]/)
      .waitFor({ timeout: 4_000 })
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Play' }).waitFor()
  })

  test('? tells them, d keeps the dock open, f fills the window', async () => {
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('Note at this moment').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('d')
    await page
      .getByRole('region', { name: 'Dock' })
      .getByRole('tab', { name: /^Network/ })
      .waitFor()
    await page.reload()
    await page.getByRole('region', { name: 'Dock' }).waitFor()
    await page.keyboard.press('d')
    await page.getByRole('region', { name: 'Dock' }).waitFor({ state: 'detached' })
    await page.keyboard.press('f')
    await page.getByRole('button', { name: 'Leave full screen' }).waitFor()
    expect(
      await page
        .getByRole('banner')
        .evaluate((bar) => document.elementFromPoint(5, 5) === bar || bar.contains(document.elementFromPoint(5, 5))),
    ).toBe(false)
    await page.keyboard.press('f')
    await page.getByRole('button', { name: 'Full screen', exact: true }).waitFor()
  })
})

describe('story', () => {
  beforeEach(() => open('?t=9000'))

  test('tells repeats once, follows the playhead, and can be narrowed', async () => {
    const line = story().getByRole('button', { name: 'Clicked Save for later 4 times with no response' })
    await line.waitFor()
    await story().locator('[aria-current]').getByText('Rage click on').waitFor()
    await story().getByRole('button', { name: 'Errors 2' }).click()
    await story().getByRole('button', { name: 'Error boom' }).waitFor()
    await story().getByRole('button', { name: 'Console error No stock' }).waitFor()
    // What the page only logs is no error; clicks are as many as the list of sessions tells.
    expect(await story().getByRole('button', { name: 'Basket of 1' }).count()).toBe(0)
    await story().getByRole('button', { name: 'Clicks 6' }).waitFor()
    expect(await line.count()).toBe(0)
    await story().getByRole('textbox').fill('nothing like it')
    await story().getByText('No line of this session says “nothing like it” among these.').waitFor()
    await story().getByRole('button', { name: 'Show the whole story' }).click()
    await line.waitFor()
    // Also what the story leaves out otherwise can be found.
    await story().getByRole('textbox').fill('stock')
    await story()
      .getByRole('button', { name: /GET 503/ })
      .click()
    await clock().getByText('0:09').waitFor()
    expect(await nowMs()).toBe(9_600)
  })
})

describe('notes', () => {
  test('c writes one at this moment; it has its mark, can be deleted and put back, and is there for others', async () => {
    await open('?t=9000')
    await page.keyboard.press('c')
    const editor = page.getByLabel('Note at 0:09')
    // Keys within it are letters.
    await editor.pressSequentially('ids [of] the basket')
    await editor.press('Enter')
    await editor.waitFor({ state: 'detached' })
    expect(await clock().textContent()).toBe('0:09')
    await page.getByRole('tab', { name: 'Notes 1' }).click()
    const notes = page.getByRole('tabpanel', { name: /Notes/ })
    await notes.getByText('ids [of] the basket').waitFor()
    await notes.getByText(/0:09, Ada/).waitFor()
    const mark = await pointOf(9_000, 5)
    await page.mouse.move(mark.x, mark.y)
    await page.getByTestId('preview').getByText('ids [of] the basket').waitFor()
    await notes.getByRole('button', { name: 'Delete the note at 0:09' }).click()
    await notes.getByText('Nobody has written anything down in this session.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await notes.getByText('ids [of] the basket').waitFor()
    await page.reload()
    await page.getByRole('tab', { name: 'Notes 1' }).waitFor()
  })

  test('what was not saved is there when one comes back, until one gives up', async () => {
    await open('?t=9000')
    await page.keyboard.press('c')
    const editor = page.getByLabel('Note at 0:09')
    await editor.pressSequentially('half a thou')
    await page.reload()
    await expect.poll(() => editor.inputValue()).toBe('half a thou')
    await editor.press('Escape')
    await editor.waitFor({ state: 'detached' })
    await page.reload()
    await page.getByRole('tab', { name: /^Notes/ }).waitFor()
    expect(await editor.count()).toBe(0)
  })
})

describe('clip', () => {
  const begins = (): Locator => page.getByRole('slider', { name: 'Clip begins' })
  const ends = (): Locator => page.getByRole('slider', { name: 'Clip ends' })
  const panel = (): Locator => page.getByRole('region', { name: 'Clip' })
  const saved = async (press: () => Promise<void>): Promise<Buffer> => {
    const [download] = await Promise.all([page.waitForEvent('download', { timeout: 90_000 }), press()])
    return readFile(await download.path())
  }

  test('x marks 20 s around the playhead; its ends are moved by key and pointer; Escape takes it away', async () => {
    await open('?t=14500')
    await page.keyboard.press('x')
    await panel().getByText('0:04 – 0:24, 20 s').waitFor()
    await begins().press('ArrowRight')
    await begins().press('Shift+ArrowRight')
    await panel().getByText('0:10 – 0:24, 14 s').waitFor()
    expect(await begins().getAttribute('aria-valuetext')).toBe('0:10, clip of 14 s')
    // What is moved is shown, and nothing but the end moves.
    await clock().getByText('0:10').waitFor()
    await ends().press('End')
    await panel().getByText('0:10 – 0:30, 20 s').waitFor()
    const [box, room] = [(await ends().boundingBox())!, (await timeline().boundingBox())!]
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2 - room.width / 3, box.y + 10, { steps: 5 })
    await page.mouse.up()
    await panel().getByText('0:10 – 0:20, 10 s').waitFor()
    await page.keyboard.press('Escape')
    await panel().waitFor({ state: 'detached' })
    expect(await page.getByTestId('clip-range').count()).toBe(0)
  })

  test('playing goes round in it', async () => {
    await open('?t=29000')
    await page.getByRole('button', { name: 'Clip', exact: true }).click()
    await begins().press('End')
    await panel().getByText('0:29 – 0:30, 1 s').waitFor()
    // Half a second before the end the nearest second is the last; whoever comes back to 29 went round.
    await page.evaluate(() => {
      const seen: string[] = []
      Object.assign(globalThis, { seen })
      const track = document.querySelector('[aria-label=Moment]')!
      const look = (): void => {
        const now = track.getAttribute('aria-valuenow')!
        if (seen.at(-1) !== now) seen.push(now)
      }
      new MutationObserver(look).observe(track, { attributeFilter: ['aria-valuenow'] })
    })
    await page.keyboard.press('Space')
    await vi.waitFor(
      async () => {
        const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)
        expect(seen.slice(0, 4)).toEqual(['30', '29', '30', '29'])
      },
      { timeout: 10_000 },
    )
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    await page.keyboard.press('Space')
    await page.keyboard.press('Escape')
  })

  test('a copied link opens at its beginning and stops at its end', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url })
    await open('?t=14500&signal=rage-click')
    await page.keyboard.press('x')
    await ends().press('Home')
    await ends().press('ArrowRight')
    await panel().getByText('0:04 – 0:06, 2 s').waitFor()
    await panel().getByRole('button', { name: 'Copy link' }).click()
    await page.getByText('Link to this clip copied').waitFor()
    const link = new URL(await page.evaluate(() => navigator.clipboard.readText()))
    expect(link.pathname + link.search).toBe(`${replay}?t=4500&to=6500`)
    await open(link.search)
    await page.getByTestId('clip-range').waitFor({ state: 'attached' })
    await clock().getByText('0:04').waitFor()
    expect(await begins().count()).toBe(0)
    await page.keyboard.press('i')
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    await page.getByRole('button', { name: 'Play' }).waitFor()
    expect(await clock().textContent()).toBe('0:06')
    expect(new URL(page.url()).search).toBe(link.search)
    // Played again, it goes on from there.
    await page.keyboard.press('Space')
    await clock().getByText('0:07').waitFor()
    await page.keyboard.press('Space')
    await page.keyboard.press('Escape')
    await page.waitForURL(/\?t=\d+$/)
  })

  test('it is saved as a GIF and as a file that opens by itself, with its progress on the way', async () => {
    await open('?t=14500')
    await page.keyboard.press('x')
    await ends().press('Home')
    const gif = await saved(async () => {
      await panel().getByRole('button', { name: 'GIF', exact: true }).click()
      await panel()
        .getByRole('button', { name: /^GIF, (waiting|\d+ of \d+ frames)$/ })
        .waitFor()
    })
    expect(gif.subarray(0, 6).toString()).toBe('GIF89a')
    await panel().getByRole('button', { name: 'GIF', exact: true }).waitFor()
    await page.getByText(/^playhead-[\w-]+\.gif$/).waitFor()
    const html = await saved(() => panel().getByRole('button', { name: 'HTML file' }).click())
    await page.getByText(`playhead-${session}.html`).waitFor()
    expect(html.subarray(0, 15).toString().toLowerCase()).toBe('<!doctype html>')
  })

  test('one that cannot be drawn says why, and what can be had instead', async () => {
    const says = 'No Chromium was found to draw with. Install one, or say where it is in PLAYHEAD_CHROMIUM.'
    const failed = { id: '00000000-0000-4000-8000-000000000000', state: 'failed', done: 0, total: 0, message: says }
    await page.route('**/clips', (route) => route.fulfill({ status: 202, json: { ...failed, state: 'waiting' } }))
    await page.route('**/clips/*', (route) => route.fulfill({ json: failed }))
    await open('?t=14500')
    await page.keyboard.press('x')
    await panel().getByRole('button', { name: 'Video (WebM)' }).click()
    const list = page.getByRole('list', { name: 'Clips on their way' })
    await list.getByText(says).waitFor()
    await list.getByRole('button', { name: 'HTML file instead' }).waitFor()
    await list.getByRole('button', { name: /^Take away/ }).click()
    await list.waitFor({ state: 'detached' })
    await page.unroute('**/clips')
    await page.unroute('**/clips/*')
  })

  test('the server draws a still, telling so, and nobody is asked what to share', async () => {
    await open('?t=14500')
    const list = page.getByRole('list', { name: 'Clips on their way' })
    const still = await saved(async () => {
      await page.keyboard.press('s')
      await list.getByText(/^Still image of 0:14: /).waitFor()
    })
    expect(still.subarray(1, 4).toString()).toBe('PNG')
    await list.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Clip', exact: true }).click()
    await panel().waitFor()
    await page.keyboard.press('Escape')
  })

  test('a still that the server cannot draw is offered by the browser, which says that it will ask', async () => {
    await page.route('**/clips', (route) =>
      route.fulfill({ status: 503, json: { error: { code: 'unavailable', message: 'This server does not have the role worker.' } } }),
    )
    await open('?t=14500')
    await page.getByRole('button', { name: 'Still image of this moment' }).click()
    const list = page.getByRole('list', { name: 'Clips on their way' })
    await list.getByText(/Still image of 0:14 could not be drawn/).waitFor()
    await list.getByText('it asks what to share, choose this tab').waitFor()
    await list.getByRole('button', { name: 'Take it with this browser' }).waitFor()
    await list.getByRole('button', { name: /^Take away/ }).click()
    await list.waitFor({ state: 'detached' })
    await page.unroute('**/clips')
  })
})

test('a session that is not there: why, and the way on', async () => {
  await page.goto(replay.replace(session, 'AAAAAAABQxBn2RMUhm9X7g'))
  await page.getByText('This session is not here').waitFor()
  await page.getByRole('link', { name: 'All sessions' }).waitFor()
})

test('a part that does not come is told, and the rest is shown', async () => {
  await page.route(/\/chunks\/[^/]+\/1$/, (route) => route.abort())
  await page.goto(`${replay}?t=14500`)
  await page.getByRole('button', { name: /^Fidelity/ }).click()
  await page
    .getByRole('region', { name: 'Stretches of the recording' })
    .getByText(/verify/)
    .waitFor()
  // How it was masked is no loss, and is said here too.
  await page.getByRole('dialog').getByRole('region', { name: 'Masking' }).getByText('Text is shown; what is typed is masked').waitFor()
  await page.keyboard.press('Escape')
  // The timeline says where, the dock that its lists are shorter for it.
  await page.getByTestId('gap').waitFor()
  await page.keyboard.press('d')
  await dock().getByText('1 part of this recording could not be read').waitFor()
  await page.unroute(/\/chunks\/[^/]+\/1$/)
  await dock().getByRole('button', { name: 'Try again' }).click()
  await page.getByTestId('gap').waitFor({ state: 'detached' })
  await page.keyboard.press('d')
})

test('where no part comes the story says so, and does not say that nothing was done', async () => {
  await page.route('**/chunks/**', (route) => route.abort())
  await page.goto(replay)
  await story().getByText('3 parts of this recording could not be read').waitFor()
  await page.unroute('**/chunks/**')
  await story().getByRole('button', { name: 'Try again' }).click()
  await story().getByText('Order now').waitFor()
})

test('on a phone everything is within reach of a thumb, and nothing is cut', async () => {
  const phone = await browser.newContext({
    baseURL: server.url,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    storageState: await page.context().storageState(),
  })
  const small = await phone.newPage()
  await small.goto(`${replay}?signal=rage-click`)
  await small.getByRole('toolbar', { name: 'Replay' }).waitFor()
  await small.getByRole('button', { name: 'Clip', exact: true }).tap()
  const span = small.getByTestId('clip-span')
  await span.getByText('0:00 – 0:20').waitFor()
  const wide = await small.evaluate(() => document.querySelector('main')!.scrollWidth)
  expect(wide).toBe(390)
  for (const button of await small.getByRole('main').getByRole('button').all()) {
    if (!(await button.isVisible())) continue
    const { width, height } = (await button.boundingBox())!
    expect(Math.min(width, height), (await button.getAttribute('aria-label')) ?? (await button.innerText())).toBeGreaterThanOrEqual(44)
  }
  // The end of a clip that begins with the session stands beside the names of the lanes, not over them.
  const room = await small.evaluate(() => {
    const left = document.querySelector('[data-testid=clip-range] i[data-edge=fromMs]')!.getBoundingClientRect().left - 9
    const names = [...document.querySelectorAll('span[data-lane]')].map((name) => {
      const words = document.createRange()
      words.selectNodeContents(name)
      return words.getBoundingClientRect().right
    })
    return left - Math.max(...names)
  })
  expect(room).toBeGreaterThanOrEqual(1)
  const touch = await phone.newCDPSession(small)
  const end = (await small.getByRole('slider', { name: 'Clip ends' }).boundingBox())!
  expect(end.width).toBeGreaterThanOrEqual(44)
  const finger = (x: number) => ({ touchPoints: [{ x, y: end.y + 60 }] })
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', ...finger(end.x + 22) })
  await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', ...finger(end.x - 82) })
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await span.getByText('0:00 – 0:10').waitFor()
  await small.keyboard.press('Escape')
  await span.waitFor({ state: 'detached' })
  // A finger that drags along the timeline sees where it is.
  const box = (await small.getByRole('slider', { name: 'Moment' }).boundingBox())!
  const point = (part: number) => ({ touchPoints: [{ x: box.x + box.width * part, y: box.y + 80 }] })
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', ...point(0.2) })
  await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', ...point(0.6) })
  await small.getByTestId('preview').frameLocator('iframe').getByRole('heading', { name: 'Cart page' }).waitFor()
  const card = (await small.getByTestId('preview').boundingBox())!
  expect([card.x >= 0, card.x + card.width <= 390]).toEqual([true, true])
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await small.getByTestId('preview').waitFor({ state: 'hidden' })
  await small.getByText('Network', { exact: true }).first().waitFor()
  // The dock takes the lower half, and the picture keeps the width above it; another time it is closed.
  await small.getByRole('button', { name: 'Dock', exact: true }).tap()
  const dock = small.getByRole('region', { name: 'Dock' })
  const [sheet, picture] = [(await dock.boundingBox())!, (await small.getByTestId('stage').boundingBox())!]
  expect([sheet.width, sheet.y + sheet.height]).toEqual([390, 844])
  expect(sheet.y).toBeGreaterThan(400)
  expect(picture.width).toBeGreaterThan(350)
  expect((await small.getByRole('button', { name: 'Play' }).boundingBox())!.y + 44).toBeLessThanOrEqual(sheet.y)
  await dock.getByRole('button', { name: 'Close the dock' }).tap()
  await dock.waitFor({ state: 'detached' })
  await small.getByRole('button', { name: 'Dock', exact: true }).tap()
  await small.reload()
  await small.getByRole('toolbar', { name: 'Replay' }).waitFor()
  expect(await dock.count()).toBe(0)
  await phone.close()
})

test.each([
  ['a desktop’s', 1_000, 1000],
  ['a narrow', 12_500, 600],
])('on a phone %s page takes the whole width, with what plays it in reach wherever it is scrolled to', async (_, ms, recorded) => {
  const screen = { width: 390, height: 660 }
  const phone = await browser.newContext({
    baseURL: server.url,
    viewport: screen,
    hasTouch: true,
    isMobile: true,
    storageState: await page.context().storageState(),
  })
  const small = await phone.newPage()
  await small.goto(`${replay}?t=${ms}`)
  await small.getByRole('group', { name: new RegExp(`, ${recorded} × 800$`) }).waitFor()
  await small.getByRole('slider', { name: 'Moment' }).waitFor()
  const boxOf = async (found: Locator) => (await found.boundingBox())!
  const picture = await boxOf(small.getByTestId('stage'))
  expect([picture.x, picture.width, Math.round(picture.height)]).toEqual([0, 390, Math.round((390 * 800) / recorded)])
  // Nothing lies between the address and what stands above it but a gap.
  const tabs = await boxOf(small.getByRole('group', { name: 'Tabs of the visitor' }))
  expect((await boxOf(small.getByRole('group', { name: / × 800$/ }))).y - (tabs.y + tabs.height)).toBeLessThanOrEqual(8)
  const isInReach = async (): Promise<boolean> => {
    const { y, width, height } = await boxOf(small.getByRole('button', { name: 'Play' }))
    return Math.min(width, height) >= 40 && y >= 52 && y + height <= screen.height
  }
  expect(await isInReach()).toBe(true)
  // The lanes come below the controls; whoever scrolls to them still has these.
  const lanes = small.getByRole('slider', { name: 'Moment' })
  expect((await boxOf(lanes)).y).toBeGreaterThan(picture.y + picture.height)
  await lanes.scrollIntoViewIfNeeded()
  expect(await isInReach()).toBe(true)
  // What a press brings up below is brought into sight.
  await small.getByRole('main').evaluate((main) => main.scrollTo(0, 0))
  await small.getByRole('button', { name: 'Clip', exact: true }).tap()
  const panel = await boxOf(small.getByRole('region', { name: 'Clip' }))
  expect(panel.y + panel.height).toBeLessThanOrEqual(screen.height)
  // In the whole screen all of the page is seen at once.
  await small.getByRole('button', { name: 'Full screen', exact: true }).tap()
  await small.getByRole('button', { name: 'Leave full screen' }).waitFor()
  const whole = await boxOf(small.getByTestId('stage'))
  expect([whole.y >= 0, whole.y + whole.height <= screen.height]).toEqual([true, true])
  await phone.close()
})

test('a visit that goes on is followed as it comes', async () => {
  await open('?t=1000')
  await page.getByText('/ 0:30').waitFor()
  await goOn()
  await page.getByText('/ 0:40').waitFor()
  await story().getByText('Pay now').waitFor()
  await page.getByRole('button', { name: 'Live' }).click()
  await clock().getByText('0:40').waitFor()
  // The visitor went back to the other tab in between; each span tells the page that was looked at.
  const spans = timeline().locator('[data-lane=page]')
  await expect.poll(() => spans.locator('i').allTextContents()).toEqual(['/', '/help', '/cart', '/help', '/cart'])
  // Nothing came for a minute: more still may, but nobody is taken to be there.
  await page.route(`**/sessions/${session}`, async (route) => {
    if (route.request().resourceType() === 'document') return route.continue()
    const row = (await (await route.fetch()).json()) as object
    return route.fulfill({ json: { ...row, live: false } })
  })
  await page.getByRole('button', { name: 'Live' }).waitFor({ state: 'detached' })
  await page.unroute(`**/sessions/${session}`)
})

test('nothing went wrong on the page meanwhile', () => expect(problems).toEqual([]))
