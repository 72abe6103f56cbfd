import { type Browser, chromium } from 'playwright-core'
import { chromiumArguments } from '@playhead/chromium'
import { createHand } from './hand.ts'
import { type Journey, journeys, type Outcome } from './journey.ts'
import { type Past, passDay } from './past.ts'
import { createPersona, type Device } from './persona.ts'
import { type Chance, createChance } from './random.ts'

export interface VisitOptions {
  /** The shop's start page. */
  url: string
  sessions: number
  concurrency: number
  seed: number
  executablePath: string
  onVisit(visit: Visit): void
}

export interface Visit {
  done: number
  outcome: Outcome | 'failed'
  device: Device
  returning: boolean
  /** Why a visit failed; absent otherwise. */
  reason?: string
}

const returningShare = 0.16

function nextJourney(chance: Chance, device: Device | null): Journey {
  const open = Object.fromEntries(Object.entries(journeys).filter(([, journey]) => !journey.device || !device || journey.device === device))
  return open[chance.weigh(Object.fromEntries(Object.entries(open).map(([name, { weight }]) => [name, weight])))]!
}

async function visitOnce(browser: Browser, options: VisitOptions, chance: Chance, pasts: Past[]): Promise<Omit<Visit, 'done'>> {
  const past = chance.next() < returningShare ? pasts.shift() : undefined
  const journey = nextJourney(chance, past ? past.persona.device : null)
  const persona = past?.persona ?? createPersona(chance, journey.device)
  const about = { device: persona.device, returning: past !== undefined }
  const context = await browser.newContext({ ...persona.context, ...(past ? { storageState: past.state } : {}) })
  try {
    const page = await context.newPage()
    page.setDefaultTimeout(6_000)
    const address = new URL(options.url)
    // people who return know the way
    address.search = past ? '' : persona.query
    await page.goto(address.href, { waitUntil: 'load', timeout: 15_000, ...(persona.referer && !past ? { referer: persona.referer } : {}) })
    const hand = await createHand(page, chance, persona.device === 'phone' || persona.device === 'tablet')
    let outcome: Visit['outcome']
    let reason: string | undefined
    try {
      outcome = await journey.walk({ hand, persona, shopUrl: options.url })
    } catch (error) {
      outcome = 'failed'
      reason = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!
    }
    if (!past && outcome !== 'failed') pasts.push({ persona, state: passDay(await context.storageState()) })
    // leaving as people do: the page gets its pagehide, and time to send what it kept for that moment
    await page.goto('about:blank').catch(() => undefined)
    await page.waitForTimeout(350)
    return { ...about, outcome, ...(reason === undefined ? {} : { reason }) }
  } finally {
    await context.close().catch(() => undefined)
  }
}

/** Sends the visitors through the shop, some at a time; a visit that fails is told and the others go on. */
export async function runVisits(options: VisitOptions): Promise<void> {
  const browser = await chromium.launch({ executablePath: options.executablePath, args: [...chromiumArguments] })
  const pasts: Past[] = []
  let begun = 0
  let done = 0
  const walkOn = async (): Promise<void> => {
    while (begun < options.sessions) {
      if (!browser.isConnected()) throw new Error('the browser was closed.')
      const number = begun++
      const chance = createChance(options.seed * 100_003 + number)
      const visit = await visitOnce(browser, options, chance, pasts).catch((error: unknown): Omit<Visit, 'done'> => ({
        device: 'desktop',
        returning: false,
        outcome: 'failed',
        reason: (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!,
      }))
      options.onVisit({ done: ++done, ...visit })
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(options.concurrency, options.sessions) }, walkOn))
  } finally {
    await browser.close()
  }
}
