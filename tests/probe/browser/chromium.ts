import type { BrowserContextOptions, chromium } from 'playwright-core'
import { chromiumArguments, launchBrowser } from '../../e2e/harness/browser.ts'
import { drag, type Tab } from '../tab.ts'
import type { ProbeBrowser } from './browser.ts'

export async function openChromium(): Promise<ProbeBrowser> {
  const browser = await launchBrowser({
    args: [...chromiumArguments, '--autoplay-policy=no-user-gesture-required', '--enable-unsafe-swiftshader'],
  })
  return {
    name: 'chromium',
    version: browser.version(),
    // Each tab is a context of its own, and every one of them believes that it has the focus.
    tabsAtOnce: 3,
    openTab: () => openTab(browser.newContext.bind(browser)),
    isAlive: () => browser.isConnected(),
    close: () => browser.close(),
  }
}

async function openTab(newContext: (options: BrowserContextOptions) => ReturnType<typeof chromium.launchPersistentContext>): Promise<Tab> {
  const context = await newContext({ viewport: { width: 1000, height: 700 }, serviceWorkers: 'block' })
  const page = await context.newPage()
  page.on('dialog', (dialog) => void dialog.dismiss())
  const session = await context.newCDPSession(page)
  const tab: Tab = {
    open: async (url) => void (await page.goto(url, { waitUntil: 'load' })),
    run: (body) => page.evaluate(`(async () => { ${body}\n})()`),
    move: (x, y) => page.mouse.move(x, y),
    down: (button = 'left') => page.mouse.down({ button }),
    up: (button = 'left') => page.mouse.up({ button }),
    wheel: (deltaY) => page.mouse.wheel(0, deltaY),
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    async swipe(from, to) {
      const at = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: (typeof from)[]): Promise<unknown> =>
        session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(({ x, y }) => ({ x, y })) })
      await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 })
      await at('touchStart', [from])
      for (let i = 1; i <= 6; i++) await at('touchMove', [{ x: from.x + ((to.x - from.x) * i) / 6, y: from.y + ((to.y - from.y) * i) / 6 }])
      await at('touchEnd', [])
    },
    async pen({ x, y }) {
      const common = { x, y, button: 'left', clickCount: 1, pointerType: 'pen' } as const
      await session.send('Input.dispatchMouseEvent', { ...common, type: 'mousePressed' })
      await session.send('Input.dispatchMouseEvent', { ...common, type: 'mouseReleased' })
    },
    dragItem: (from, to) => drag(tab, from, to),
    resize: (width, height, pixelRatio = 0) =>
      session
        .send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: pixelRatio, mobile: false })
        .then(() => undefined),
    prefer: (colorScheme) => page.emulateMedia({ colorScheme }),
    pinch: (pageScaleFactor) => session.send('Emulation.setPageScaleFactor', { pageScaleFactor }).then(() => undefined),
    async touchOnly() {
      await session.send('Emulation.setEmulatedMedia', {
        features: [
          { name: 'hover', value: 'none' },
          { name: 'pointer', value: 'coarse' },
        ],
      })
      await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 1 })
    },
    close: () => context.close(),
  }
  return tab
}
