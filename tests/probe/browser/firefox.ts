import puppeteer, { type Page } from 'puppeteer-core'
import { findFirefox } from '../../browser/firefox.ts'
import type { Point, Tab } from '../tab.ts'
import type { ProbeBrowser } from './browser.ts'

/** Runs a script in the browser's own window: for what no remote command can do. */
type Chrome = (script: string) => Promise<void>
/** A remote command that puppeteer does not offer. */
type Send = (method: string, params: object) => Promise<{ result: unknown }>

export async function openFirefox(): Promise<ProbeBrowser> {
  const executablePath = findFirefox()
  if (!executablePath) throw new Error('No Firefox found: set PLAYHEAD_FIREFOX to one.')
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'media.autoplay.default': 0,
      'dom.w3c_touch_events.enabled': 1,
      'full-screen-api.warning.timeout': 0,
      'full-screen-api.transition-duration.enter': '0 0',
      'full-screen-api.transition-duration.leave': '0 0',
      // The machine has no pointing device; a desktop has.
      'ui.primaryPointerCapabilities': 6,
      'ui.allPointerCapabilities': 6,
      'webgl.force-enabled': true,
    },
  })
  const { connection } = browser as unknown as { connection: { send: Send } }
  const send: Send = (method, params) => connection.send(method, params)
  const chrome = await openChrome(send)
  return {
    name: 'firefox',
    version: (await browser.version()).replace('firefox/', ''),
    // Only the tab in front has the focus and paints frames.
    tabsAtOnce: 1,
    openTab: async () => tabOf(await browser.newPage(), send, chrome),
    isAlive: () => browser.connected,
    close: () => browser.close(),
  }
}

async function openChrome(send: Send): Promise<Chrome> {
  const { result } = await send('browsingContext.getTree', { 'moz:scope': 'chrome' })
  const { context } = (result as { contexts: { context: string }[] }).contexts[0]!
  return async (expression) => {
    const answer = await send('script.evaluate', { expression, target: { context }, awaitPromise: true })
    const { type, exceptionDetails } = answer.result as { type: string; exceptionDetails?: { text: string } }
    if (type !== 'success') throw new Error(exceptionDetails?.text)
  }
}

async function tabOf(page: Page, send: Send, chrome: Chrome): Promise<Tab> {
  const act = (pointerType: 'touch', actions: readonly object[]): Promise<void> =>
    send('input.performActions', {
      context: Reflect.get(page.mainFrame(), '_id') as string,
      actions: [{ type: 'pointer', id: pointerType, parameters: { pointerType }, actions }],
    }).then(() => undefined)
  await page.setViewport({ width: 1000, height: 700 })
  const top = 'gBrowser.selectedBrowser'
  return {
    open: async (url) => void (await page.goto(url, { waitUntil: 'load' })),
    run: (body) => page.evaluate(`(async () => { ${body}\n})()`) as Promise<never>,
    move: (x, y) => page.mouse.move(x, y),
    down: (button = 'left') => page.mouse.down({ button }),
    up: (button = 'left') => page.mouse.up({ button }),
    wheel: (deltaY) => page.mouse.wheel({ deltaY }),
    press: (keys) => pressAll(page, keys.split('+')),
    type: (text) => page.keyboard.type(text),
    swipe: (from, to) =>
      act('touch', [
        { type: 'pointerMove', ...from },
        { type: 'pointerDown', button: 0 },
        ...[1, 2, 3, 4, 5, 6].map((i) => ({
          type: 'pointerMove',
          x: Math.round(from.x + ((to.x - from.x) * i) / 6),
          y: Math.round(from.y + ((to.y - from.y) * i) / 6),
          duration: 16,
        })),
        { type: 'pointerUp', button: 0 },
      ]),
    // Its remote protocol has no pen, and begins no drags without a screen: scripts say what a hand would do.
    pen: ({ x, y }) => page.evaluate(penScript, x, y),
    dragItem: (from, to) => page.evaluate(dragScript, from, to),
    resize: (width, height, deviceScaleFactor = 1) => page.setViewport({ width, height, deviceScaleFactor }),
    prefer: (scheme) => chrome(`${top}.browsingContext.top.prefersColorSchemeOverride = '${scheme}'`),
    pinch: (scale) => chrome(`${top}.messageManager.loadFrameScript('data:,content.windowUtils.setResolutionAndScaleTo(${scale})', false)`),
    touchOnly: () => chrome(`Services.prefs.setIntPref('ui.primaryPointerCapabilities', 1)`),
    async close() {
      await chrome(`Services.prefs.setIntPref('ui.primaryPointerCapabilities', 6)`)
      await page.close()
    },
  }
}

type Key = Parameters<Page['keyboard']['press']>[0]
async function pressAll(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.down(key as Key)
  for (const key of [...keys].reverse()) await page.keyboard.up(key as Key)
}

function penScript(clientX: number, clientY: number): void {
  const target = document.elementFromPoint(clientX, clientY)!
  for (const type of ['pointerdown', 'pointerup', 'click'])
    target.dispatchEvent(new PointerEvent(type, { clientX, clientY, pointerType: 'pen', bubbles: true, composed: true }))
}

function dragScript(from: Point, to: Point): void {
  const dataTransfer = new DataTransfer()
  const steps = [
    ['dragstart', from, from],
    ['dragover', to, to],
    ['drop', to, to],
    ['dragend', from, to],
  ] as const
  for (const [type, target, { x, y }] of steps)
    document
      .elementFromPoint(target.x, target.y)!
      .dispatchEvent(new DragEvent(type, { clientX: x, clientY: y, dataTransfer, bubbles: true, composed: true, cancelable: true }))
}
