import type { Device } from './persona.ts'
import {
  addToBasket,
  allFields,
  browse,
  dismissPopup,
  fillAddress,
  leaveAddress,
  openBasket,
  openProduct,
  passDelivery,
  pay,
  readProduct,
  startCheckout,
  submitStep,
  type Visitor,
} from './step.ts'

/** How a visit ended. */
export type Outcome =
  | 'bought'
  | 'bounced'
  | 'looked'
  | 'left-basket'
  | 'left-address'
  | 'left-delivery'
  | 'left-payment'
  | 'raged-save'
  | 'coupon-trouble'
  | 'phone-refused'
  | 'missed-button'
  | 'slow-continue'
  | 'later-error'
  | 'false-bottom'
  | 'lost-input'
  | 'quick-back'
  | 'nothing-found'
  | 'read-delivery'
  | 'signed-in'

export interface Journey {
  /** How often it is walked, against the others. */
  weight: number
  /** Set when only this kind of device can meet what it is about. */
  device?: Device
  walk(visitor: Visitor): Promise<Outcome>
}

async function toBasket(visitor: Visitor, slug?: string): Promise<void> {
  await openProduct(visitor, slug)
  await addToBasket(visitor)
  await openBasket(visitor)
}

async function toDelivery(visitor: Visitor): Promise<void> {
  await toBasket(visitor)
  await startCheckout(visitor)
  await fillAddress(visitor, allFields)
  await leaveAddress(visitor)
}

const shopping: Record<string, Journey> = {
  buy: {
    weight: 16,
    async walk(visitor) {
      if (visitor.hand.chance.next() < 0.4) await browse(visitor)
      await toDelivery(visitor)
      await passDelivery(visitor)
      await pay(visitor)
      return 'bought'
    },
  },
  bounce: {
    weight: 9,
    async walk({ hand }) {
      await hand.pause(1_200, 2_400)
      await hand.scroll(hand.chance.between(150, 500))
      await hand.pause(1_600, 2_600)
      return 'bounced'
    },
  },
  look: {
    weight: 9,
    async walk(visitor) {
      await browse(visitor)
      await openProduct(visitor)
      await readProduct(visitor)
      await visitor.hand.scroll(visitor.hand.chance.between(600, 1_500))
      await visitor.hand.pause(300, 700)
      const related = visitor.hand.page.locator('.related a.card')
      await visitor.hand.press(related.nth(1))
      await visitor.hand.pause(600, 1_200)
      return 'looked'
    },
  },
  leaveBasket: {
    weight: 6,
    async walk(visitor) {
      await openProduct(visitor)
      await readProduct(visitor)
      await addToBasket(visitor)
      await openBasket(visitor)
      await visitor.hand.press(visitor.hand.page.getByLabel('One more').first())
      await visitor.hand.look(visitor.hand.page.locator('.sum-total'))
      await visitor.hand.pause(700, 1_300)
      return 'left-basket'
    },
  },
  leaveAddress: {
    weight: 6,
    async walk(visitor) {
      await toBasket(visitor)
      await startCheckout(visitor)
      await fillAddress(visitor, ['name', 'email'])
      await visitor.hand.press(visitor.hand.page.locator('[name=street]'))
      await visitor.hand.pause(900, 1_600)
      return 'left-address'
    },
  },
  leaveDelivery: {
    weight: 4,
    async walk(visitor) {
      await toDelivery(visitor)
      const { hand } = visitor
      await hand.page.locator('form[name=delivery]').waitFor({ timeout: 5_000 })
      await hand.press(hand.page.locator('.way').nth(1))
      await hand.pause(700, 1_200)
      return 'left-delivery'
    },
  },
  leavePayment: {
    weight: 4,
    async walk(visitor) {
      await toDelivery(visitor)
      await passDelivery(visitor)
      await visitor.hand.press(visitor.hand.page.locator('[name=card]'))
      await visitor.hand.pause(700, 1_300)
      return 'left-payment'
    },
  },
}

const troubled: Record<string, Journey> = {
  deadButton: {
    weight: 6,
    async walk(visitor) {
      const { hand } = visitor
      await openProduct(visitor)
      await readProduct(visitor)
      await hand.hammer(hand.page.locator('.save'), Math.floor(hand.chance.between(4, 8)))
      await hand.pause(2_600, 3_000)
      return 'raged-save'
    },
  },
  coupon: {
    weight: 6,
    async walk(visitor) {
      const { hand } = visitor
      await toBasket(visitor)
      const veil = hand.page.locator('.coupon-veil')
      await hand.press(veil)
      await hand.pause(500, 800)
      await hand.hammer(veil, Math.floor(hand.chance.between(3, 6)))
      if (!hand.isTouch && hand.chance.next() < 0.4) {
        await hand.page.locator('[name=coupon]').focus()
        await hand.page.keyboard.type('tide20', { delay: 30 })
        await hand.page.keyboard.press('Enter')
        await hand.pause(1_600, 1_900)
        return 'coupon-trouble'
      }
      await hand.pause(1_500, 2_200)
      return 'coupon-trouble'
    },
  },
  phoneValidation: {
    weight: 8,
    device: 'phone',
    async walk(visitor) {
      const { hand } = visitor
      await toBasket(visitor)
      await startCheckout(visitor)
      await fillAddress(visitor, allFields, '07700 900 123')
      await submitStep(visitor)
      await hand.pause(500, 900)
      await submitStep(visitor)
      await hand.pause(600, 1_000)
      return 'phone-refused'
    },
  },
  laptopFold: {
    weight: 5,
    device: 'laptop',
    async walk(visitor) {
      const { hand } = visitor
      await openProduct(visitor)
      await hand.look(hand.page.locator('.gallery-large'))
      await hand.press(hand.page.locator('.gallery-small button').nth(1))
      await hand.pause(600, 900)
      await hand.press(hand.page.locator('.gallery-small button').nth(2))
      await hand.pause(1_200, 2_000)
      return 'missed-button'
    },
  },
  slowContinue: {
    weight: 4,
    async walk(visitor) {
      const { hand } = visitor
      await toDelivery(visitor)
      await hand.page.locator('form[name=delivery]').waitFor({ timeout: 5_000 })
      await hand.hammer(hand.page.locator('.step-body button[type=submit]'), Math.floor(hand.chance.between(1, 4)))
      await hand.page.locator('form[name=payment]').waitFor({ timeout: 6_000 })
      await hand.pause(300, 500)
      return 'slow-continue'
    },
  },
  laterError: {
    weight: 5,
    async walk(visitor) {
      const { hand } = visitor
      await toDelivery(visitor)
      await passDelivery(visitor)
      await hand.press(hand.page.locator('.way').nth(1))
      await hand.pause(500, 800)
      await hand.press(hand.page.locator('.step-body button[type=submit]'))
      await hand.pause(600, 900)
      return 'later-error'
    },
  },
  falseBottom: {
    weight: 9,
    async walk(visitor) {
      const { hand } = visitor
      await hand.pause(400, 700)
      const end = hand.page.locator('.colophon')
      for (let i = 0; i < 14; i++) {
        const box = await end.boundingBox()
        if (!box || box.y < hand.page.viewportSize()!.height * 0.62) break
        await hand.scroll(hand.chance.between(280, 420))
        await dismissPopup(visitor)
      }
      await hand.pause(900, 1_600)
      await hand.scroll(-hand.chance.between(300, 700))
      await hand.pause(500, 900)
      return 'false-bottom'
    },
  },
  lostInput: {
    weight: 5,
    async walk(visitor) {
      const { hand } = visitor
      await toBasket(visitor)
      await startCheckout(visitor)
      await fillAddress(visitor, ['name', 'email', 'street', 'city'])
      await hand.reach(hand.page.locator('[name=country]'))
      await hand.page.locator('[name=country]').selectOption(hand.chance.pick(['Ireland', 'Germany', 'Netherlands']))
      await hand.pause(600, 1_000)
      await fillAddress(visitor, ['name'])
      await hand.pause(500, 900)
      return 'lost-input'
    },
  },
}

const other: Record<string, Journey> = {
  quickBack: {
    weight: 5,
    async walk(visitor) {
      const { hand } = visitor
      await openProduct(visitor)
      await hand.page.goBack()
      await hand.pause(500, 800)
      await openProduct(visitor)
      await hand.page.goBack()
      await hand.pause(900, 1_500)
      return 'quick-back'
    },
  },
  nothingFound: {
    weight: 4,
    async walk(visitor) {
      const { hand } = visitor
      await hand.type(hand.page.locator('.search input'), hand.chance.pick(['umbrella', 'gift card', 'wellies', 'kids jacket']))
      await hand.page.keyboard.press('Enter')
      await hand.page.locator('.search-page').waitFor({ timeout: 5_000 })
      await hand.pause(700, 1_100)
      await hand.page.locator('.search input').fill('')
      await hand.type(hand.page.locator('.search input'), hand.chance.pick(['wool', 'boots', 'oilskin']))
      await hand.page.keyboard.press('Enter')
      await hand.pause(900, 1_300)
      return 'nothing-found'
    },
  },
  readDelivery: {
    weight: 4,
    async walk(visitor) {
      const { hand } = visitor
      await openProduct(visitor)
      await hand.press(hand.page.locator('.fold summary').first())
      await hand.pause(200, 400)
      await hand.press(hand.page.getByText('The whole of it'))
      await hand.page.locator('.prose').waitFor({ timeout: 4_000 })
      await hand.pause(500, 900)
      await hand.press(hand.page.locator('.prose summary').nth(1))
      await hand.pause(700, 1_100)
      await hand.press(hand.page.getByRole('link', { name: 'Back to the shop' }))
      await hand.page.locator('.hero').waitFor({ timeout: 4_000 })
      await hand.pause(400, 700)
      return 'read-delivery'
    },
  },
  signIn: {
    weight: 4,
    async walk(visitor) {
      const { hand, persona } = visitor
      if (!hand.isTouch) {
        await hand.press(hand.page.locator('.menu-button'))
        await hand.pause(400, 700)
        await hand.page.keyboard.press('Escape')
      }
      await hand.press(hand.page.locator('.bar a[href="/demo/account"]'))
      await hand.type(
        hand.page.locator('form[name=sign-in] [name=email]'),
        `${persona.firstName}.${persona.lastName}@example.com`.toLowerCase(),
      )
      await hand.type(hand.page.locator('form[name=sign-in] [name=password]'), 'tide-table')
      await hand.press(hand.page.locator('form[name=sign-in] button'))
      await hand.page.locator('.account .lines').waitFor({ timeout: 5_000 })
      await hand.pause(900, 1_400)
      return 'signed-in'
    },
  },
}

export const journeys: Record<string, Journey> = { ...shopping, ...troubled, ...other }
