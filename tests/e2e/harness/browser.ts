import { existsSync } from 'node:fs'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The Chromium that `npm test` found or installed, where there is one. */
export const chromiumPath = (): string | undefined =>
  [process.env['PLAYHEAD_CHROMIUM'], ...places, chromium.executablePath()].find((path) => path && existsSync(path))

export function findChromium(): string {
  const path = chromiumPath()
  if (!path) throw new Error('no Chromium found; set PLAYHEAD_CHROMIUM')
  return path
}

/** How every test launches it: what it does by itself is switched off. */
export const chromiumArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const launchBrowser = (options: LaunchOptions = {}): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), args: [...chromiumArguments], ...options })
