import { existsSync } from 'node:fs'
import puppeteer, { type KeyInput } from 'puppeteer-core'
import { launchBrowser } from '../e2e/harness/browser.ts'

/** As much of a browser as a visit needs, whichever it is. */
export interface Driver {
  readonly name: string
  open(): Promise<Tab>
  close(): Promise<void>
}
export interface Tab {
  goto(url: string): Promise<void>
  /** Runs a script; what it returns must be JSON. */
  run<T>(script: string): Promise<T>
  /** Presses each key on the element that has the focus; `Control+` before one holds it. */
  type(keys: readonly string[]): Promise<void>
  /** Addresses of all requests, as the browser tells them. */
  readonly requested: readonly string[]
  close(): Promise<void>
}

export async function openChromium(): Promise<Driver> {
  const browser = await launchBrowser()
  return {
    name: `Chromium ${browser.version()}`,
    async open() {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
      const page = await context.newPage()
      const requested: string[] = []
      page.on('request', (request) => requested.push(request.url()))
      page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined))
      return {
        goto: async (url) => void (await page.goto(url)),
        run: <T>(script: string) => page.evaluate(script) as Promise<T>,
        async type(keys) {
          for (const key of keys) await page.keyboard.press(key)
        },
        requested,
        close: () => context.close(),
      }
    },
    close: () => browser.close(),
  }
}

const firefoxPaths = [process.env['PLAYHEAD_FIREFOX'], '/usr/bin/firefox-esr', '/usr/bin/firefox']

/** Null where there is no Firefox. */
export async function openFirefox(): Promise<Driver | null> {
  const executablePath = firefoxPaths.find((path) => path && existsSync(path))
  if (!executablePath) return null
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true })
  return {
    name: (await browser.version()).replace(/^firefox\//i, 'Firefox '),
    async open() {
      const context = await browser.createBrowserContext()
      const page = await context.newPage()
      await page.setViewport({ width: 1280, height: 800 })
      const requested: string[] = []
      page.on('request', (request) => requested.push(request.url()))
      page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined))
      return {
        goto: async (url) => void (await page.goto(url)),
        run: <T>(script: string) => page.evaluate(script) as Promise<T>,
        async type(keys) {
          for (const key of keys) {
            const [name, held] = key.split('+').reverse() as [KeyInput, KeyInput | undefined]
            if (held) await page.keyboard.down(held)
            await page.keyboard.press(name)
            if (held) await page.keyboard.up(held)
          }
        },
        requested,
        close: () => context.close(),
      }
    },
    close: () => browser.close(),
  }
}
