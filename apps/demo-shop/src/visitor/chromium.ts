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
  const found = places.find((path) => existsSync(path))
  if (found) return found
  const own = chromium.executablePath()
  return own && existsSync(own) ? own : null
}

export const chromiumArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // the visitors stand for people, so the page should not see an automated browser
  '--disable-blink-features=AutomationControlled',
]
