import { chromiumArguments, findChromium as find } from '@playhead/chromium'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'

export { chromiumArguments }

/** The Chromium that `npm test` found or installed. */
export function findChromium(): string {
  const path = find()
  if (!path) throw new Error('no Chromium found; set PLAYHEAD_CHROMIUM')
  return path
}

export const launchBrowser = (options: LaunchOptions = {}): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), args: [...chromiumArguments], ...options })
