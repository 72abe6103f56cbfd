import type { CDPSession, Locator, Page } from 'playwright-core'
import type { Chance } from './random.ts'

/** A person's hand on one page: mouse or finger, keys, and pauses. */
export interface Hand {
  page: Page
  chance: Chance
  isTouch: boolean
  pause(fromMs: number, toMs?: number): Promise<void>
  /** Moves over something without pressing; fingers cannot, and wait instead. */
  look(target: Locator): Promise<void>
  press(target: Locator): Promise<void>
  /** Presses the same spot again and again, faster than anything could answer. */
  hammer(target: Locator, times: number): Promise<void>
  type(target: Locator, text: string): Promise<void>
  /** Scrolls by pixels, in a few strokes. */
  scroll(byPx: number): Promise<void>
  /** Scrolls until the target is comfortably in the window. */
  reach(target: Locator): Promise<void>
}

/** How far a finger moves before the browser takes it for a swipe. */
const slopPx = 15

interface Point {
  x: number
  y: number
}

/** A slightly bent path that starts and ends slowly, as wrists do. */
function curve(from: Point, to: Point, steps: number, chance: Chance): Point[] {
  const bend = chance.between(-0.16, 0.16)
  const middle = { x: (from.x + to.x) / 2 - (to.y - from.y) * bend, y: (from.y + to.y) / 2 + (to.x - from.x) * bend }
  return Array.from({ length: steps }, (_, i) => {
    const linear = (i + 1) / steps
    const t = linear * linear * (3 - 2 * linear)
    const along = (a: number, b: number, c: number): number => (1 - t) ** 2 * a + 2 * (1 - t) * t * b + t ** 2 * c
    return { x: along(from.x, middle.x, to.x), y: along(from.y, middle.y, to.y) }
  })
}

export async function createHand(page: Page, chance: Chance, isTouch: boolean): Promise<Hand> {
  const { width, height } = page.viewportSize()!
  const finger: CDPSession | null = isTouch ? await page.context().newCDPSession(page) : null
  let at: Point = { x: width * chance.between(0.3, 0.7), y: height * chance.between(0.2, 0.6) }
  const pause = (fromMs: number, toMs: number = fromMs * 1.6): Promise<void> => page.waitForTimeout(chance.between(fromMs, toMs))

  async function moveTo(point: Point): Promise<void> {
    const steps = Math.max(5, Math.min(16, Math.round(Math.hypot(point.x - at.x, point.y - at.y) / 45)))
    for (const next of curve(at, point, steps, chance)) {
      await page.mouse.move(next.x, next.y)
      await page.waitForTimeout(9)
    }
    at = point
  }

  async function spotOf(target: Locator): Promise<Point> {
    const box = await target.boundingBox({ timeout: 3_000 })
    if (!box) throw new Error('What the visitor wanted to touch is not there.')
    return { x: box.x + box.width * chance.between(0.3, 0.7), y: box.y + box.height * chance.between(0.3, 0.7) }
  }

  async function stroke(byPx: number): Promise<void> {
    if (!finger) {
      await page.mouse.wheel(0, byPx)
      await page.waitForTimeout(40)
      return
    }
    // a real swipe: the page sees touches, and the browser scrolls by them
    const from = height * (byPx > 0 ? 0.78 : 0.3)
    const x = width * chance.between(0.45, 0.65)
    const moves = 7
    await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y: from }] })
    for (let i = 1; i <= moves; i++) {
      await finger.send('Input.dispatchTouchEvent', {
        type: 'touchMove',
        touchPoints: [{ x, y: from - ((byPx + Math.sign(byPx) * slopPx) * i) / moves }],
      })
      await page.waitForTimeout(14)
    }
    await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  }

  async function scroll(byPx: number): Promise<void> {
    const limit = isTouch ? height * 0.55 : 240
    for (let left = byPx; Math.abs(left) > 1;) {
      const step = Math.sign(left) * Math.min(Math.abs(left), limit * chance.between(0.75, 1))
      await stroke(step)
      left -= step
    }
    await settle()
  }

  /** Waits until the page lies still: a swipe goes on for a while by itself. */
  async function settle(): Promise<void> {
    let before = Number.NaN
    for (let i = 0; i < 12; i++) {
      const now = await page.evaluate(() => scrollY)
      if (now === before) return
      before = now
      await page.waitForTimeout(50)
    }
  }

  async function reach(target: Locator): Promise<void> {
    for (let tries = 0; tries < 6; tries++) {
      const box = await target.boundingBox({ timeout: 3_000 })
      if (!box) return
      if (box.y > 130 && box.y + Math.min(box.height, height * 0.5) < height - 30) return
      const before = await page.evaluate(() => scrollY)
      await scroll(box.y + box.height / 2 - height * 0.55)
      if ((await page.evaluate(() => scrollY)) === before) return
    }
  }

  async function press(target: Locator): Promise<void> {
    await target.waitFor({ state: 'visible', timeout: 3_000 })
    await reach(target)
    const spot = await spotOf(target)
    if (isTouch) {
      await page.touchscreen.tap(spot.x, spot.y)
      return
    }
    await moveTo(spot)
    await pause(50, 130)
    await page.mouse.down()
    await page.waitForTimeout(35)
    await page.mouse.up()
  }

  return {
    page,
    chance,
    isTouch,
    pause,
    scroll,
    reach,
    press,
    async look(target) {
      await reach(target)
      if (!isTouch) await moveTo(await spotOf(target))
      await pause(180, 420)
    },
    async hammer(target, times) {
      await target.waitFor({ state: 'visible', timeout: 3_000 })
      await reach(target)
      const spot = await spotOf(target)
      if (!isTouch) await moveTo(spot)
      for (let i = 0; i < times; i++) {
        const near = { x: spot.x + chance.between(-3, 3), y: spot.y + chance.between(-3, 3) }
        if (isTouch) await page.touchscreen.tap(near.x, near.y)
        else await page.mouse.click(near.x, near.y, { delay: 25 })
        await pause(90, 190)
      }
    },
    async type(target, text) {
      await press(target)
      for (const letter of text) await page.keyboard.type(letter, { delay: chance.between(8, 26) })
      await pause(40, 120)
    },
  }
}
