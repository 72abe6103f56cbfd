import { readChunk, openEvents, type PlayheadEvent } from '@playhead/wire'
import type { Browser, Page } from 'playwright-core'
import { expect, vi } from 'vitest'
import type { Guest, HostSite } from './site.ts'

export interface Trip {
  /** What the page saw of itself. */
  readonly log: string[]
  /** Every property that it can enumerate. */
  readonly surface: string[]
  /** What its console printed: level and text; and where each line says that it comes from. */
  readonly console: string[]
  readonly consolePlaces: string[]
  readonly events: PlayheadEvent[]
}

/** A page's hands: through the protocol alone, as a page may have broken whatever runs in it. */
export interface Driver {
  readonly page: Page
  /** The value of an expression in the page; waits for promises. */
  ask<T>(expression: string): Promise<T>
  click(id: string): Promise<void>
  /** Resolves when two frames were painted. */
  idle(): Promise<void>
}

async function drive(page: Page): Promise<Driver> {
  const session = await page.context().newCDPSession(page)
  async function ask<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`)
    return result.value as T
  }
  return {
    page,
    ask,
    async click(id) {
      const { x, y } = await ask<{ x: number; y: number }>(`hostPoint(${JSON.stringify(id)})`)
      await page.mouse.click(x, y)
    },
    idle: () => ask('hostIdle()'),
  }
}

/** Opens a page with a guest, does what `visit` does, and gathers what can be seen. */
export async function travel(
  browser: Browser,
  site: HostSite,
  guest: Guest,
  path: string,
  visit: (driver: Driver) => Promise<void>,
): Promise<Trip> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 } })
  const page = await context.newPage()
  const printed: string[] = []
  const consolePlaces: string[] = []
  page.on('console', (message) => {
    // The network's own errors come when they come.
    if (message.text().startsWith('Failed to load resource')) return
    printed.push(
      `${message.type()} ${message
        .text()
        .split('\n')[0]!
        .replaceAll(/:\d{4,5}\b/g, '')}`,
    )
    consolePlaces.push(message.location().url.replace(/^.*\//, ''))
  })
  page.on('pageerror', (error) => printed.push(`uncaught ${error.message}`))
  site.chunks.get(guest)!.length = 0
  try {
    await page.goto(site.url(guest) + path)
    const driver = await drive(page)
    await vi.waitFor(async () => expect(await driver.ask('window.hostReady')).toBe(true), 20_000)
    await driver.idle()
    await visit(driver)
    await driver.idle()
    const log = await driver.ask<string[]>('hostLog')
    const surface = await driver.ask<string[]>('hostSurface()')
    return { log, surface, console: printed, consolePlaces, events: await readEvents(driver, site, guest) }
  } finally {
    await context.close()
  }
}

/** Ends the recording and reads it. */
async function readEvents({ ask, page }: Driver, site: HostSite, guest: Guest): Promise<PlayheadEvent[]> {
  if (guest === 'off' || guest === 'rude') return []
  // Bytes as text, one character each: a page may have its own idea of JSON.
  const kept = await ask<string | undefined>(
    `window.guest?.flush().then(() => guestChunks.map((chunk) => chunk.reduce((text, byte) => text + String.fromCharCode(byte), '')).join('\\n\\r\\n'))`,
  )
  if (kept === undefined) await page.goto('about:blank')
  const events: PlayheadEvent[] = []
  for (const bytes of kept?.split('\n\r\n').map((text) => Buffer.from(text, 'latin1')) ?? site.chunks.get(guest)!)
    for (const event of await openEvents(readChunk(new Uint8Array(bytes)))) events.push(event)
  return events
}
