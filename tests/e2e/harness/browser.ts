import { chromiumArguments, findChromium, findChromiumShell } from '@playhead/chromium'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'

export { chromiumArguments }

/** The Chromium that `npm test` found or installed; a path, or an error. */
export function requireChromium(path: string | null): string {
  if (!path) throw new Error('no Chromium found; set PLAYHEAD_CHROMIUM')
  return path
}

export const launchBrowser = (options: LaunchOptions = {}): Promise<Browser> =>
  chromium.launch({ executablePath: requireChromium(findChromiumShell()), args: [...chromiumArguments], ...options })

/** A browser that keeps pages to go back to, as a visitor's does: a shell without a window has no such cache. */
export const launchWholeBrowser = (): Promise<Browser> =>
  launchBrowser({ executablePath: requireChromium(findChromium()), ignoreDefaultArgs: ['--disable-back-forward-cache'] })
