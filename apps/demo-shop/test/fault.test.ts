import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildDemoShop } from '../src/build.ts'
import { createDemoHandler } from '../src/serve.ts'
import { chromiumArguments, findChromiumShell } from '@playhead/chromium'

const desktop = { width: 1440, height: 900 }
const laptop = { width: 1180, height: 720 }
const phone = { width: 390, height: 844 }

let dir = ''
let server: Server
let browser: Browser
let base = ''

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'demo-shop-'))
  await buildDemoShop(dir)
  const handle = createDemoHandler({ distDir: dir, snippet: '' })
  server = createServer((request, response) => {
    if (!handle(request, response)) response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/demo`
  browser = await chromium.launch({ executablePath: findChromiumShell() ?? '', args: [...chromiumArguments] })
}, 60_000)

afterAll(async () => {
  await browser?.close()
  server?.close()
  server?.closeAllConnections()
  await rm(dir, { recursive: true, force: true })
})

async function visit(
  path: string,
  viewport: { width: number; height: number },
  run: (page: Page, errors: string[]) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
  const errors: string[] = []
  try {
    const page = await context.newPage()
    page.setDefaultTimeout(8_000)
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(base + path)
    await run(page, errors)
  } finally {
    await context.close()
  }
}

async function fillCheckout(page: Page, phoneNumber = '07700900123'): Promise<void> {
  const values = {
    name: 'Anna Reed',
    email: 'anna@example.com',
    street: '4 Quay Street',
    city: 'Bideford',
    postcode: 'EX39 1AB',
    phone: phoneNumber,
  }
  for (const [name, value] of Object.entries(values)) await page.fill(`[name=${name}]`, value)
}

/** With a mug in the basket, on the given step of the checkout. */
async function toCheckout(page: Page, step: 'address' | 'delivery' | 'payment', phoneNumber?: string): Promise<void> {
  await page.click('.add')
  await page.click('.toast a')
  await page.click('text=Go to checkout')
  if (step === 'address') return
  await fillCheckout(page, phoneNumber)
  await page.click('.step-body button[type=submit]')
  await page.waitForURL('**/checkout/delivery')
  if (step === 'delivery') return
  await page.click('.step-body button[type=submit]')
  await page.waitForURL('**/checkout/payment')
}

const watchChanges = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen: string[] = []
    Object.assign(window, { seen })
    new MutationObserver((records) => seen.push(...records.map((record) => `${record.type} ${record.attributeName ?? ''}`.trim()))).observe(
      document,
      { subtree: true, childList: true, attributes: true, characterData: true },
    )
    addEventListener('focusin', () => seen.push('focus'))
  })
const changes = (page: Page): Promise<string[]> => page.evaluate(() => (window as unknown as { seen: string[] }).seen)

it('scrolls sideways nowhere on a narrow phone', async () => {
  await visit('/product/slipway-boots', { width: 360, height: 780 }, async (page) => {
    const width = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth)
    const widths = [await width()]
    await page.locator('.pick-size').first().click()
    await page.click('.add')
    await page.click('.toast a')
    await page.locator('.line').waitFor()
    widths.push(await width())
    await page.click('text=Go to checkout')
    widths.push(await width())
    expect(widths).toEqual([360, 360, 360])
  })
})

it('sells something from the range to the thank-you page, without an error', async () => {
  await visit('/', desktop, async (page, errors) => {
    await page.click('.chip:has-text("Outerwear")')
    await page.click('a.card:has-text("Squall Jacket")')
    await page.click('text=Size guide')
    await page.click('dialog .popup-close')
    await page.click('.add')
    expect(await page.textContent('.field-error')).toContain('Choose a size')
    await page.click('.pick-size:has-text("M")')
    await toCheckout(page, 'payment', '07700 900 123')
    await page.fill('[name=card]', '4242 4242 4242 4242')
    await page.click('text=Place order, £240')
    await page.waitForURL('**/demo/thanks')
    expect(await page.textContent('.thanks h1')).toBe('Thank you, Anna.')
    expect(await page.textContent('.thanks p')).toMatch(/Order T-\d{5}/)
    expect(await page.isVisible('.bar .count')).toBe(false)
    expect(errors).toEqual([])
  })
})

describe('faults', () => {
  it('dead-button: changes nothing and asks nothing', async () => {
    await visit('/product/galley-mug', desktop, async (page, errors) => {
      await page.waitForLoadState('networkidle')
      await watchChanges(page)
      const requests: string[] = []
      page.on('request', (request) => requests.push(request.url()))
      for (let i = 0; i < 4; i++) await page.click('.save')
      await page.waitForTimeout(300)
      expect(await changes(page)).toEqual([])
      expect(requests).toEqual([])
      expect(errors).toEqual([])
      await page.click('.add')
      expect(await changes(page)).not.toEqual([])
    })
  })

  it('coupon-veil: takes presses on the field and on Apply; the keyboard gets in', async () => {
    await visit('/product/galley-mug', desktop, async (page) => {
      await page.click('.add')
      await page.click('.toast a')
      for (const target of ['[name=coupon]', '.coupon button']) {
        const box = (await page.locator(target).boundingBox())!
        await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
        expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY')
      }
      await page.focus('[name=coupon]')
      await page.keyboard.type('TIDE10')
      await page.keyboard.press('Enter')
      await page.waitForSelector('text=Code TIDE10')
    })
  })

  it('phone-validation: refuses the spaces on a phone only', async () => {
    await visit('/product/galley-mug', phone, async (page) => {
      await toCheckout(page, 'address')
      await fillCheckout(page, '07700 900 123')
      await page.click('.step-body button[type=submit]')
      expect(await page.getAttribute('[name=phone]', 'aria-invalid')).toBe('true')
      expect(await page.textContent('.step-body [role=alert]')).toBe('Please check this field.')
      expect(page.url()).toContain('/checkout/address')
    })
    await visit('/product/galley-mug', desktop, (page) => toCheckout(page, 'delivery', '07700 900 123'))
  })

  it('laptop-fold: the basket button starts below the window on laptops, inside it on desktops', async () => {
    const topOf = async (viewport: { width: number; height: number }): Promise<number> => {
      let top = 0
      await visit('/product/squall-jacket', viewport, async (page) => {
        top = (await page.locator('.add').boundingBox())!.y
      })
      return top
    }
    expect(await topOf(laptop)).toBeGreaterThan(laptop.height)
    expect(await topOf(desktop)).toBeLessThan(desktop.height - 60)
  })

  it('slow-continue: nothing at all for a second, then a slow request, and an impatient press starts the wait anew', async () => {
    await visit('/product/galley-mug', desktop, async (page) => {
      await toCheckout(page, 'delivery')
      await watchChanges(page)
      const asked = page.waitForRequest('**/demo/api/quote')
      await page.click('.step-body button[type=submit]')
      await page.waitForTimeout(600)
      const lastPressMs = Date.now()
      await page.click('.step-body button[type=submit]')
      const first = await Promise.race([asked.then(() => 'asked'), page.waitForTimeout(800).then(() => 'still waiting')])
      expect(first).toBe('still waiting')
      expect((await changes(page)).filter((kind) => kind !== 'focus')).toEqual([])
      await page.waitForURL('**/checkout/payment')
      expect(Date.now() - lastPressMs).toBeGreaterThan(1_900)
    })
  })

  it('later-error: throws, empties the panel and closes the button', async () => {
    await visit('/product/galley-mug', desktop, async (page, errors) => {
      await toCheckout(page, 'payment')
      await page.click('text=Pay in three')
      await expect.poll(() => errors.length).toBe(1)
      expect(errors[0]).toContain('instalments')
      expect(await page.locator('.pay-panel > *').count()).toBe(0)
      expect(await page.isDisabled('.step-body button[type=submit]')).toBe(true)
    })
  })

  it('false-bottom: a band like the footer, more than half a window of nothing, and eight products below', async () => {
    await visit('/', desktop, async (page) => {
      const shape = await page.evaluate(() => {
        const [band, title, footer] = ['.colophon', '.second-half', '.foot'].map((name) => document.querySelector(name)!)
        const range = document.createRange()
        range.selectNodeContents(title!)
        const cards = [...document.querySelectorAll('a.card')]
        const bandBottom = band!.getBoundingClientRect().bottom
        return {
          isSameColour: getComputedStyle(band!).backgroundColor === getComputedStyle(footer!).backgroundColor,
          gapPx: range.getBoundingClientRect().top - bandBottom,
          below: cards.filter((card) => card.getBoundingClientRect().top > bandBottom).length,
        }
      })
      expect(shape.isSameColour).toBe(true)
      expect(shape.gapPx).toBeGreaterThan(desktop.height / 2)
      expect(shape.below).toBe(8)
    })
  })

  it('lost-input: another country empties what was typed', async () => {
    await visit('/product/galley-mug', desktop, async (page) => {
      await toCheckout(page, 'address')
      await fillCheckout(page)
      expect(await page.inputValue('[name=name]')).toBe('Anna Reed')
      await page.selectOption('[name=country]', 'Ireland')
      expect(
        await page
          .locator('form[name=address] input')
          .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value).join('')),
      ).toBe('')
      expect(await page.inputValue('[name=country]')).toBe('Ireland')
    })
  })
})
