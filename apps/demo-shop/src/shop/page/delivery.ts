import { deliveryPence, deliveryWays } from '../../catalogue/delivery.ts'
import { ask } from '../ask.ts'
import { checkoutStep } from '../checkout.ts'
import { h } from '../h.ts'
import { formatPence } from '../money.ts'
import type { Shop, View } from '../shop.ts'

const guardMs = 1_100

export function deliveryPage(shop: Shop): View {
  let timer: ReturnType<typeof setTimeout> | undefined
  const goods = shop.basket.subtotalPence() - shop.basket.discountPence()
  const problem = h('p', { class: 'field-error', role: 'alert', hidden: true })
  const send = async (): Promise<void> => {
    const answer = await ask<{ pence: number }>('quote', { delivery: shop.order.delivery, goodsPence: goods })
    if (answer.ok) shop.go('/demo/checkout/payment')
    else {
      problem.textContent = answer.message
      problem.hidden = false
    }
  }
  const form = h(
    'form',
    {
      class: 'form',
      name: 'delivery',
      onsubmit: (event) => {
        event.preventDefault()
        // fault slow-continue: the guard against double orders waits, each impatient press waits anew, and nothing shows it
        clearTimeout(timer)
        timer = setTimeout(() => void send(), guardMs)
      },
    },
    h('h1', null, 'How shall it travel?'),
    h(
      'div',
      { class: 'ways' },
      deliveryWays.map((way) =>
        h(
          'label',
          { class: 'way' },
          h('input', {
            type: 'radio',
            name: 'delivery',
            value: way.id,
            checked: way.id === shop.order.delivery,
            onchange: () => shop.choose({ delivery: way.id }, 'checkout/delivery'),
          }),
          h('span', { class: 'way-text' }, h('strong', null, way.name), h('span', null, way.note)),
          h('span', { class: 'way-price' }, deliveryPence(way.id, goods) === 0 ? 'Free' : formatPence(deliveryPence(way.id, goods))),
        ),
      ),
    ),
    h(
      'label',
      { class: 'check' },
      h('input', {
        type: 'checkbox',
        name: 'gift',
        checked: shop.order.gift,
        onchange: (event) => shop.choose({ gift: (event.target as HTMLInputElement).checked }, 'checkout/gift'),
      }),
      'Wrap it in brown paper and string',
    ),
    problem,
    h(
      'div',
      { class: 'form-end' },
      h('a', { class: 'link', href: '/demo/checkout/address' }, 'Back to address'),
      h('button', { class: 'button button-yellow', type: 'submit' }, 'Continue to payment'),
    ),
  )
  return { title: 'Checkout, delivery', content: checkoutStep(shop, 'delivery', form, null), stop: () => clearTimeout(timer) }
}
