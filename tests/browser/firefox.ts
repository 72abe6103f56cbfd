import { existsSync } from 'node:fs'
import puppeteer, { type KeyInput } from 'puppeteer-core'
import { createLog, type Driver, tabOf, viewport, withoutFragment } from './driver.ts'

/** The Firefox to test with, if there is one. */
export const findFirefox = (): string | undefined =>
  [process.env['PLAYHEAD_FIREFOX'], '/usr/bin/firefox-esr', '/usr/bin/firefox'].find((path) => path && existsSync(path))

/** Null where there is no Firefox. */
export async function openFirefox(): Promise<Driver | null> {
  const executablePath = findFirefox()
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
      await page.setViewport(viewport)
      const log = createLog()
      page.on('request', (request) => log.requested.push(request.url()))
      page.on('framenavigated', (frame) => log.events.push(withoutFragment(frame.url())))
      page.on('popup', () => log.events.push('popup'))
      page.on('dialog', (dialog) => {
        log.events.push(`dialog ${dialog.message()}`)
        void dialog.dismiss().catch(() => undefined)
      })
      return tabOf(page, log, {
        async type(keys) {
          for (const key of keys) {
            const [name, held] = key.split('+').reverse() as [KeyInput, KeyInput | undefined]
            if (held) await page.keyboard.down(held)
            await page.keyboard.press(name)
            if (held) await page.keyboard.up(held)
          }
        },
        close: () => context.close(),
      })
    },
    close: () => browser.close(),
  }
}
