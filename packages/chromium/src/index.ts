import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { findSystemBrowser, findSystemShell } from './place.ts'

/** The path of a whole Chromium to measure with: the system's, or Playwright's own; null when there is none. */
export const findChromium = (): string | null => findSystemBrowser() ?? own()

/** The path of what drives pages soonest: a Chromium's shell without a window, or else a whole one. */
export const findChromiumShell = (): string | null => findSystemShell() ?? own()

function own(): string | null {
  if (process.env['PLAYHEAD_CHROMIUM']) return null
  const path = chromium.executablePath()
  return path && existsSync(path) ? path : null
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
