import { existsSync } from 'node:fs'

/** The whole browser, as visitors have it. */
const browsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
/** Its engine without a window around it: a page opens in a third of the time. */
const shells = ['/usr/bin/chromium-headless-shell']

const find = (places: readonly string[]): string | null => {
  const named = process.env['PLAYHEAD_CHROMIUM']
  if (named) return existsSync(named) ? named : null
  return places.find((path) => existsSync(path)) ?? null
}

/** The path of a browser that the system holds: `PLAYHEAD_CHROMIUM`, then the usual places; null when there is none. */
export const findSystemBrowser = (): string | null => find(browsers)
/** The same, a shell before all. */
export const findSystemShell = (): string | null => find([...shells, ...browsers])
