import { existsSync } from 'node:fs'
import puppeteer from 'puppeteer-core'
import { chromiumArguments, launchBrowser } from '../e2e/harness/browser.ts'

/** As much of a browser as a visit needs, whichever it is. */
export interface Browser {
  readonly name: string
  open(): Promise<Tab>
  close(): Promise<void>
}
export interface Tab {
  goto(url: string): Promise<void>
  /** Runs an expression in the page; what it gives must be JSON. */
  run<T>(script: string): Promise<T>
  /** Runs an expression in every frame within the page; a frame that is gone gives nothing. */
  runInFrames<T>(script: string): Promise<T[]>
  click(x: number, y: number): Promise<void>
  /** Navigations (addresses without fragments), popups, dialogs, downloads and crashes since it was asked last. */
  events(): string[]
  close(): Promise<void>
}

const withoutFragment = (url: string): string => url.replace(/#.*$/, '')

/** Null where it did not answer in time, or at all. */
const within = <T>(ms: number, work: Promise<T>): Promise<T | null> =>
  Promise.race([work.catch(() => null), new Promise<null>((resolve) => void setTimeout(resolve, ms, null))])

export async function openChromium(): Promise<Browser> {
  const browser = await launchBrowser({ args: [...chromiumArguments, '--autoplay-policy=no-user-gesture-required'] })
  return {
    name: `Chromium ${browser.version()}`,
    async open() {
      const context = await browser.newContext({ viewport: { width: 900, height: 700 } })
      const page = await context.newPage()
      const events: string[] = []
      page.on('framenavigated', (frame) => events.push(withoutFragment(frame.url())))
      page.on('popup', (popup) => events.push(`popup ${popup.url()}`))
      page.on('download', () => events.push('download'))
      page.on('crash', () => events.push('crash'))
      page.on('dialog', (dialog) => {
        events.push(`dialog ${dialog.message()}`)
        void dialog.dismiss().catch(() => undefined)
      })
      return {
        goto: async (url) => void (await page.goto(url, { waitUntil: 'load' })),
        run: <T>(script: string) => page.evaluate(script) as Promise<T>,
        async runInFrames<T>(script: string) {
          const frames = page.frames().filter((frame) => frame !== page.mainFrame())
          const answers = await Promise.all(frames.map((frame) => within<T>(2000, frame.evaluate(script))))
          return answers.filter((answer) => answer !== null)
        },
        click: (x, y) => page.mouse.click(x, y),
        events: () => events.splice(0),
        close: () => context.close(),
      }
    },
    close: () => browser.close(),
  }
}

const firefoxPaths = [process.env['PLAYHEAD_FIREFOX'], '/usr/bin/firefox-esr', '/usr/bin/firefox']

/** Null where there is no Firefox. */
export async function openFirefox(): Promise<Browser | null> {
  const executablePath = firefoxPaths.find((path) => path && existsSync(path))
  if (!executablePath) return null
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: { 'media.autoplay.default': 0 },
  })
  return {
    name: (await browser.version()).replace(/^firefox\//i, 'Firefox '),
    async open() {
      const context = await browser.createBrowserContext()
      const page = await context.newPage()
      await page.setViewport({ width: 900, height: 700 })
      const events: string[] = []
      page.on('framenavigated', (frame) => events.push(withoutFragment(frame.url())))
      page.on('popup', () => events.push('popup'))
      page.on('dialog', (dialog) => {
        events.push(`dialog ${dialog.message()}`)
        void dialog.dismiss().catch(() => undefined)
      })
      return {
        goto: async (url) => void (await page.goto(url, { waitUntil: 'load' })),
        run: <T>(script: string) => page.evaluate(script) as Promise<T>,
        async runInFrames<T>(script: string) {
          const frames = page.frames().filter((frame) => frame !== page.mainFrame())
          const answers = await Promise.all(frames.map((frame) => within(2000, frame.evaluate(script) as Promise<T>)))
          return answers.filter((answer) => answer !== null)
        },
        click: (x, y) => page.mouse.click(x, y),
        events: () => events.splice(0),
        close: () => context.close(),
      }
    },
    close: () => browser.close(),
  }
}
