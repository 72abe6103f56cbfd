import type { Locator } from 'playwright-core'
import type { Hand } from './hand.ts'
import type { Persona } from './persona.ts'

/** One visitor in the shop: the hand, and who it belongs to. */
export interface Visitor {
  hand: Hand
  persona: Persona
  /** Address of the shop's start page, with the slash at its end. */
  shopUrl: string
}

/** Presses until what should follow is there: a tap that lands while the page still moves only stops it, and people tap again. */
async function pressUntil(visitor: Visitor, target: Locator, proof: Locator): Promise<void> {
  const { hand } = visitor
  for (let tries = 0; tries < 3; tries++) {
    if (await proof.isVisible()) return
    await dismissPopup(visitor)
    await hand.press(target)
    const isThere = await proof.waitFor({ timeout: 1_500 }).then(
      () => true,
      () => false,
    )
    if (isThere) return
  }
  await proof.waitFor({ timeout: 1_000 })
}

/** Puts the newsletter card away if it lies in the way. */
export async function dismissPopup({ hand }: Visitor): Promise<void> {
  const close = hand.page.locator('.popup:not([hidden]) .popup-close')
  if (await close.isVisible()) await hand.press(close)
}

export async function browse(visitor: Visitor): Promise<void> {
  const { hand } = visitor
  await hand.pause(250, 500)
  await hand.scroll(hand.chance.between(380, 760))
  if (hand.chance.next() < 0.35) await hand.press(hand.page.locator('.chip').nth(hand.isTouch ? 1 : Math.floor(hand.chance.between(1, 5))))
  await hand.pause(150, 350)
}

export async function openProduct(visitor: Visitor, slug?: string): Promise<void> {
  const { hand } = visitor
  await dismissPopup(visitor)
  const cards = hand.page.locator(slug ? `main a.card[href$="/${slug}"]` : 'main a.card')
  const card = slug ? cards.first() : cards.nth(Math.floor(hand.chance.between(0, Math.min(6, await cards.count()))))
  await hand.reach(card)
  await dismissPopup(visitor)
  await pressUntil(visitor, card, hand.page.locator('.add'))
  await hand.pause(250, 550)
}

export async function readProduct({ hand }: Visitor): Promise<void> {
  const { page, chance } = hand
  if (chance.next() < 0.5) await hand.press(page.locator('.gallery-small button').nth(1))
  if (chance.next() < 0.4) await hand.press(page.locator('.pick-colour').last())
  const guide = page.locator('.guide-link')
  if (chance.next() < 0.3 && (await guide.count()) > 0) {
    await hand.press(guide)
    await hand.pause(350, 600)
    await hand.press(page.locator('dialog .popup-close'))
  }
}

export async function addToBasket({ hand }: Visitor): Promise<void> {
  const { page } = hand
  const sizes = page.locator('.pick-size')
  const toast = page.locator('.toast')
  // a tap that lands while the page still moves only stops it; people tap again
  for (let tries = 0; tries < 3 && !(await toast.isVisible()); tries++) {
    if ((await page.locator('.pick-size input:checked').count()) === 0) await hand.press(sizes.nth(Math.min(2, (await sizes.count()) - 1)))
    await hand.pause(80, 200)
    await hand.press(page.locator('.add'))
    await toast.waitFor({ timeout: 1_500 }).catch(() => undefined)
  }
  await hand.pause(100, 200)
}

export async function openBasket(visitor: Visitor): Promise<void> {
  const { hand } = visitor
  const toast = hand.page.locator('.toast a')
  const link = (await toast.isVisible()) ? toast : hand.page.locator('.bar a[href="/demo/cart"]')
  await pressUntil(visitor, link.first(), hand.page.locator('.coupon')).catch(() =>
    pressUntil(visitor, hand.page.locator('.bar a[href="/demo/cart"]'), hand.page.locator('.coupon')),
  )
  await hand.pause(250, 500)
}

export async function startCheckout(visitor: Visitor): Promise<void> {
  const { hand } = visitor
  await pressUntil(visitor, hand.page.getByText('Go to checkout'), hand.page.locator('form[name=address]'))
  await hand.pause(150, 300)
}

export type AddressField = 'name' | 'email' | 'street' | 'city' | 'postcode' | 'phone'

export async function fillAddress({ hand, persona }: Visitor, fields: readonly AddressField[], phone = '07700900123'): Promise<void> {
  const values: Record<AddressField, string> = {
    name: `${persona.firstName} ${persona.lastName}`,
    email: `${persona.firstName}@example.com`.toLowerCase(),
    street: '4 Quay Street',
    city: 'Bideford',
    postcode: 'EX39 1AB',
    phone,
  }
  for (const field of fields) await hand.type(hand.page.locator(`form[name=address] [name=${field}]`), values[field])
}

export const allFields: readonly AddressField[] = ['name', 'email', 'street', 'city', 'postcode', 'phone']

export async function submitStep({ hand }: Visitor): Promise<void> {
  await hand.press(hand.page.locator('.step-body button[type=submit]'))
}

/** Submits the address and arrives at the delivery step. */
export async function leaveAddress(visitor: Visitor): Promise<void> {
  const { page } = visitor.hand
  await pressUntil(visitor, page.locator('form[name=address] button[type=submit]'), page.locator('form[name=delivery]'))
}

export async function passDelivery(visitor: Visitor): Promise<void> {
  const { hand } = visitor
  await hand.page.locator('form[name=delivery]').waitFor({ timeout: 5_000 })
  await hand.pause(150, 300)
  if (hand.chance.next() < 0.4) await hand.press(hand.page.locator('.way').nth(1))
  await submitStep(visitor)
  await hand.page.locator('form[name=payment]').waitFor({ timeout: 6_000 })
}

export async function pay(visitor: Visitor): Promise<void> {
  const { hand } = visitor
  await hand.pause(150, 300)
  await hand.type(hand.page.locator('[name=card]'), '4242424242424242')
  await hand.type(hand.page.locator('[name=expires]'), '0429')
  await hand.type(hand.page.locator('[name=code]'), '314')
  await submitStep(visitor)
  await hand.page.locator('.thanks').waitFor({ timeout: 4_000 })
  await hand.pause(500, 900)
}
