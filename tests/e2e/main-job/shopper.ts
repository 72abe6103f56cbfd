import type { Page } from 'playwright-core'

/** A moment of the visit: what the shopper saw, and when by the page's clock. */
export interface Moment {
  readonly name: string
  readonly atMs: number
  readonly picture: Buffer
}

/** An element that was clicked, and where it lay on the page, CSS px. */
export interface Clicked {
  readonly page: string
  readonly name: string
  readonly x: number
  readonly y: number
}

export const viewport = { width: 1280, height: 800 }

/** One visit to the demo shop: listing, pop-up, product, modal, basket, delivery page. Ends by leaving. */
export async function shop(page: Page, url: string): Promise<{ moments: Moment[]; clicked: Clicked[]; leftAtMs: number }> {
  const moments: Moment[] = []
  const clicked: Clicked[] = []

  /** Waits until nothing moves any more, then takes the picture and its time. */
  async function remember(name: string): Promise<void> {
    await page.waitForLoadState('networkidle')
    for (let quietMs = 0; quietMs < 300;) {
      const wasQuiet = await page.evaluate(async () => {
        const running = document.getAnimations()
        await document.fonts.ready
        await Promise.allSettled(running.map((animation) => animation.finished))
        await Promise.allSettled([...document.images].filter((image) => image.loading !== 'lazy').map((image) => image.decode()))
        return running.length === 0
      })
      quietMs = wasQuiet ? quietMs + 100 : 0
      await page.waitForTimeout(100)
    }
    const picture = await page.screenshot({ animations: 'allow', caret: 'hide' })
    const atMs = await page.evaluate(() => Math.round(performance.timeOrigin + performance.now()))
    moments.push({ name, atMs, picture })
  }
  async function click(name: string, selector: string): Promise<void> {
    const target = page.locator(selector).first()
    await target.scrollIntoViewIfNeeded()
    const box = (await target.boundingBox())!
    const at = await page.evaluate(() => ({ scrollY, path: location.pathname }))
    clicked.push({ page: at.path, name, x: box.x + box.width / 2, y: box.y + box.height / 2 + at.scrollY })
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 8 })
    await page.mouse.down()
    await page.mouse.up()
  }

  await page.goto(`${url}/demo/`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.locator('.popup').waitFor()
  await remember('the listing with its pop-up')
  await click('Close', '.popup-close')

  await page.mouse.wheel(0, 700)
  await page.waitForTimeout(400)
  await remember('the listing, scrolled')

  await page.goto(`${url}/demo/product/squall-jacket`)
  await page.getByRole('button', { name: 'Add to basket' }).waitFor()
  await click('Size guide', 'button.guide-link')
  await page.locator('dialog[open]').waitFor()
  await remember('the size guide')
  await page.keyboard.press('Escape')

  await page.locator('.pick-size').nth(1).click()
  await click('Add to basket', 'button.add')
  await page.locator('.toast').waitFor()
  await click('Save for later', 'button.save')
  await page.locator('.toast').waitFor({ state: 'detached' })
  await remember('the product, chosen')

  await page.locator('a[href="/demo/cart"]').first().click()
  await page.getByRole('heading', { name: 'Your basket' }).waitFor()
  await remember('the basket')

  await page.goto(`${url}/demo/delivery.html`)
  await remember('the plain page')
  const leftAtMs = Date.now()
  await page.goto('about:blank')
  return { moments, clicked, leftAtMs }
}
