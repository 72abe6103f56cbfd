import { chromiumArguments, launchBrowser } from '../e2e/harness/browser.ts'
import { createLog, type Driver, tabOf, viewport, withoutFragment } from './driver.ts'

export async function openChromium(): Promise<Driver> {
  const browser = await launchBrowser({ args: [...chromiumArguments, '--autoplay-policy=no-user-gesture-required'] })
  return {
    name: `Chromium ${browser.version()}`,
    async open() {
      const context = await browser.newContext({ viewport })
      const page = await context.newPage()
      const log = createLog()
      page.on('request', (request) => log.requested.push(request.url()))
      page.on('framenavigated', (frame) => log.events.push(withoutFragment(frame.url())))
      page.on('popup', (popup) => log.events.push(`popup ${popup.url()}`))
      page.on('download', () => log.events.push('download'))
      page.on('crash', () => log.events.push('crash'))
      page.on('dialog', (dialog) => {
        log.events.push(`dialog ${dialog.message()}`)
        void dialog.dismiss().catch(() => undefined)
      })
      return tabOf(page, log, {
        async type(keys) {
          for (const key of keys) await page.keyboard.press(key)
        },
        close: () => context.close(),
      })
    },
    close: () => browser.close(),
  }
}
