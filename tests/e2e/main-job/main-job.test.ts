import { mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../harness/browser.ts'
import { type PlayerHost, startPlayerHost } from '../harness/host.ts'
import { comparePictures, drawn } from '../harness/picture.ts'
import { root, runCli, type RunningServer, startServer } from '../harness/server.ts'
import { defineSource, openRecording } from '../harness/viewer.ts'
import { type Clicked, type Moment, shop, viewport } from './shopper.ts'

/** Pictures for people: live, replayed, difference. */
const pictures = join(root, 'tests/dist/main-job')

let server: RunningServer
let browser: Browser
let dashboard: Page
let host: PlayerHost
let sessionId: string
let moments: Moment[]
let clicked: Clicked[]

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  server = await startServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  host?.close()
  await browser?.close()
  if (server) expect(await server.stop()).toBe(0)
})

interface Listed {
  items: { id: string; pages: string[]; clicks: number; device: string; counts: Record<string, number> }[]
}
const ask = <T>(path: string, body?: unknown): Promise<T> =>
  dashboard.evaluate(
    async ([url, json]) => {
      const response = await fetch(
        url,
        json === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: json },
      )
      if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
      return response.json()
    },
    [path, body === undefined ? undefined : JSON.stringify(body)] as const,
  ) as Promise<T>

/** The whole of the main job, in the order in which a stranger does it. */
describe('record a visit, replay it, see where people click', () => {
  test('the first-run link makes the account', async () => {
    expect(server.setupUrl).toMatch(/\/setup#token=\S{20,}/)
    dashboard = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const problems: string[] = []
    dashboard.on('pageerror', (error) => problems.push(error.message))
    await dashboard.goto(server.setupUrl)
    await dashboard.getByLabel(/name/i).first().fill('Ada')
    await dashboard.getByLabel(/e-?mail/i).fill('ada@example.com')
    await dashboard
      .getByLabel(/password/i)
      .first()
      .fill('a long enough passphrase')
    await dashboard.getByRole('button', { name: /create/i }).click()
    await dashboard.waitForURL(/\/p\/demo\//)
    expect(problems).toEqual([])
  })

  test('a visit is listed within 5 s of its last event', async () => {
    const shopper = await browser.newContext({ viewport, deviceScaleFactor: 1 })
    const page = await shopper.newPage()
    const visit = await shop(page, server.url)
    ;({ moments, clicked } = visit)
    let listed: Listed['items'] = []
    while (Date.now() < visit.leftAtMs + 5_000) {
      listed = (await ask<Listed>('/api/v1/projects/demo/sessions/search', {})).items
      if (listed[0]?.pages.includes('/demo/delivery.html')) break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const listedAfterMs = Date.now() - visit.leftAtMs
    await shopper.close()
    expect(listed).toHaveLength(1)
    expect(listed[0]!.pages).toEqual(['/demo/', '/demo/product/squall-jacket', '/demo/cart', '/demo/delivery.html'])
    expect(listed[0]!.device).toBe('desktop')
    expect(listed[0]!.clicks).toBeGreaterThanOrEqual(5)
    expect(listedAfterMs).toBeLessThan(5_000)
    sessionId = listed[0]!.id
    await dashboard.goto(`${server.url}/p/demo/sessions`)
    await dashboard.getByText('/demo/delivery.html').first().waitFor()
    await dashboard.screenshot({ path: join(pictures, 'sessions.png') })
  })

  test('the replay looks as the page did, at every moment, forward and back', async () => {
    const made = await runCli(['token', 'create', '--project', 'demo', '--role', 'viewer', '--json'], server.dataDir)
    expect(made.stderr).toBe('')
    host = await startPlayerHost({ url: server.url, token: (JSON.parse(made.stdout) as { token: string }).token })
    const page = await browser.newPage({ viewport, deviceScaleFactor: 1 })
    const requested: string[] = []
    page.on('request', (request) => requested.push(request.url()))
    await page.goto(host.url)
    const { startedAtMs } = await openRecording(page, 'demo', sessionId, { overlay: false })
    const differences: Record<string, number> = {}
    const order = [...moments.entries(), ...[...moments.entries()].filter(([index]) => index < 3).reverse()]
    for (const [turn, [index, moment]] of order.entries()) {
      await page.evaluate((ms) => globalThis.player.seek(ms), moment.atMs - startedAtMs)
      await drawn(page)
      const replay = await page.screenshot({ animations: 'allow', caret: 'hide' })
      const way = turn < moments.length ? 'forward' : 'back'
      const difference = await comparePictures(
        browser,
        moment.picture,
        replay,
        join(pictures, `${index}-${moment.name.replaceAll(/\W+/g, '-')}-${way}.png`),
      )
      differences[`${moment.name}, ${way}`] = difference.content
    }
    console.info('share of content that differs:', differences)
    expect(Object.keys(differences).length).toBeGreaterThanOrEqual(8)
    for (const [name, difference] of Object.entries(differences)) expect(difference, name).toBeLessThan(0.005)
    // Nothing but the host's own files and the API: the recorded site is never asked.
    expect(requested.filter((url) => !url.startsWith(host.url) && !url.startsWith('blob:') && !url.startsWith('data:'))).toEqual([])
    await page.close()
  })

  test('the dashboard plays it, and follows a deep link to a moment', async () => {
    const moment = moments[2]!
    const manifest = await ask<{ startedAtMs: number }>(`/api/v1/projects/demo/sessions/${sessionId}/recording`)
    await dashboard.goto(`${server.url}/p/demo/sessions/${sessionId}?t=${moment.atMs - manifest.startedAtMs}`)
    const frame = dashboard.frameLocator('iframe[sandbox="allow-scripts"]')
    await frame.getByRole('heading', { name: /size/i }).first().waitFor()
    await dashboard.screenshot({ path: join(pictures, 'replay.png') })
    await dashboard.getByRole('button', { name: /play/i }).first().click()
    // The last page of the visit, which stays.
    await frame.getByRole('heading', { level: 1, name: /delivery/i }).waitFor({ timeout: 60_000 })

    // And a replay can be left within the app: by a link, by the browser's way back, by a key.
    const problems: string[] = []
    dashboard.on('pageerror', (error) => problems.push(error.message))
    await dashboard.getByRole('link', { name: 'Sessions', exact: true }).click()
    await dashboard.getByRole('heading', { name: 'Sessions' }).waitFor()
    await dashboard.goBack()
    await frame.getByRole('heading', { level: 1 }).first().waitFor()
    // The key asks for the heatmap of the page shown, so there has to be one.
    await dashboard.getByTestId('address').filter({ hasText: 'localhost' }).waitFor()
    await dashboard.keyboard.press('m')
    await dashboard.getByRole('heading', { name: 'Elements' }).waitFor()
    expect(problems).toEqual([])
  })

  test('the click map shows the clicks on the elements clicked', async () => {
    const page = '/demo/product/squall-jacket'
    const map = await ask<{ views: number; unplaced: number; elements: { key: string; name: string; clicks: number; dead: number }[] }>(
      '/api/v1/projects/demo/heatmaps',
      {
        kind: 'click',
        page,
        device: 'desktop',
      },
    )
    expect(map.views).toBe(1)
    for (const name of ['Size guide', 'Add to basket', 'Save for later'])
      expect(map.elements.find((element) => element.name === name)?.clicks, name).toBe(1)
    // The shop's first fault: a button that does nothing.
    expect(map.elements.find((element) => element.name === 'Save for later')!.dead).toBe(1)

    await dashboard.goto(`${server.url}/p/demo/heatmaps?page=${encodeURIComponent(page)}&device=desktop`)
    await dashboard.getByText('Add to basket').first().waitFor()
    await dashboard.frameLocator('iframe[sandbox="allow-scripts"]').getByRole('button', { name: 'Add to basket' }).waitFor()
    await dashboard.screenshot({ path: join(pictures, 'click-map.png') })

    // Drawn on the element itself: where the shopper clicked, the map is warm; far from any click it is blank.
    const stage = await browser.newPage({ viewport })
    await stage.goto(host.url)
    await defineSource(stage)
    const drawn = await drawMap(stage, sessionId, page, map.elements)
    expect(drawn.unplaced).toEqual([])
    expect(drawn.placed).toBe(map.elements.length)
    for (const { name, x, y } of clicked.filter((click) => click.page === page)) expect(drawn.warmthAt(x, y), name).toBeGreaterThan(0.3)
    expect(drawn.warmthAt(40, 400)).toBe(0)
    await stage.close()
  })

  test('the session exports as rrweb, and rrweb’s own Replayer plays it', async () => {
    const file = join(tmpdir(), `playhead-${sessionId}.json`)
    const exported = await runCli(['export', sessionId, '--format', 'rrweb', '--out', file], server.dataDir)
    expect(exported.stderr).toBe('')
    expect(exported.status).toBe(0)
    const events = JSON.parse(readFileSync(file, 'utf8')) as { type: number; timestamp: number }[]
    expect(events.filter((event) => event.type === 2).length).toBeGreaterThanOrEqual(3)
    const page = await browser.newPage({ viewport })
    await page.goto(host.url)
    await page.addScriptTag({ url: '/rrweb.js' })
    await page.addStyleTag({ url: '/rrweb.css' })
    const text = await page.evaluate(
      async ([recorded, atMs]) => {
        const { rrweb } = globalThis as unknown as {
          rrweb: { Replayer: new (events: unknown[], options: object) => { pause(ms: number): void } }
        }
        const replayer = new rrweb.Replayer(recorded, { root: document.getElementById('stage')!, mouseTail: false })
        replayer.pause(atMs - (recorded as { timestamp: number }[])[0]!.timestamp)
        await new Promise((resolve) => setTimeout(resolve, 500))
        return document.querySelector('iframe')!.contentDocument!.body.innerText
      },
      [events, moments[4]!.atMs] as const,
    )
    await page.screenshot({ path: join(pictures, 'rrweb-replayer.png') })
    expect(text).toContain('Your basket')
    expect(text).toContain('Squall Jacket')
    await page.close()
  })
})

/** Draws the map as the dashboard does, at the recorded width, and reads the heat's own pixels: 0 blank … 1 opaque. */
async function drawMap(
  page: Page,
  session: string,
  path: string,
  elements: object[],
): Promise<{ placed: number; unplaced: readonly unknown[]; warmthAt(x: number, y: number): number }> {
  const backdrop = await ask<{ sessionId: string; tab: string; atMs: number }>(
    `/api/v1/projects/demo/backdrop?page=${encodeURIComponent(path)}&device=desktop`,
  )
  expect(backdrop.sessionId).toBe(session)
  const drawn = await page.evaluate(
    async ([base, place, list]) => {
      const stage = document.getElementById('stage')!
      stage.style.width = `${innerWidth}px`
      const source = await globalThis.sourceOf(base)
      const map = await globalThis.PlayheadPlayer.createClickMap({
        container: stage,
        frameUrl: '/frame.html',
        source,
        ...place,
        elements: list as never,
      })
      // The heat is drawn off the main thread: wait for its first pixels.
      for (let turn = 0; turn < 100; turn++) {
        const canvas = stage.querySelector('canvas')
        if (canvas && canvas.width > 0) {
          const copy = new OffscreenCanvas(canvas.width, canvas.height)
          const context = copy.getContext('2d')!
          context.drawImage(canvas, 0, 0)
          const { data } = context.getImageData(0, 0, copy.width, copy.height)
          const alpha = Array.from({ length: data.length / 4 }, (_, i) => data[i * 4 + 3]! / 255)
          const box = canvas.getBoundingClientRect()
          if (alpha.some((value) => value > 0))
            return { placed: map.placed, unplaced: map.unplaced, width: copy.width, alpha, scale: copy.width / box.width }
        }
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error('no heat was drawn')
    },
    [`/api/v1/projects/demo/sessions/${session}`, { tab: backdrop.tab, atMs: backdrop.atMs }, elements] as const,
  )
  await page.screenshot({ path: join(pictures, 'heat.png'), fullPage: true })
  return {
    ...drawn,
    warmthAt: (x, y) => drawn.alpha[Math.floor(y * drawn.scale) * drawn.width + Math.floor(x * drawn.scale)] ?? Number.NaN,
  }
}
