import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The path of a Chromium to drive: `PLAYHEAD_CHROMIUM`, then the usual places, then Playwright's own; null when there is none. */
export function findChromium(): string | null {
  const named = process.env['PLAYHEAD_CHROMIUM']
  if (named) return existsSync(named) ? named : null
  return [...places, chromium.executablePath()].find((path) => path && existsSync(path)) ?? null
}

/** How it is launched: without what it does by itself on the network. */
export const chromiumArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
