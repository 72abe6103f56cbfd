import { deliveryWays } from '../../catalogue/delivery.ts'
import { ask } from '../ask.ts'
import { checkoutStep, field } from '../checkout.ts'
import { h } from '../h.ts'
import { formatPence } from '../money.ts'
import type { Shop, View } from '../shop.ts'
import { totalPence } from '../summary.ts'
import { tellEvent } from '../tell.ts'

interface Plan {
  instalments: { months: number; schedule: { firstPence: number } }
}

// never filled since the instalment partner left
const plans: Partial<Record<string, Plan>> = {}

function cardFields(): Node {
  return h(
    'div',
    { class: 'form form-inner' },
    field(
      'Card number',
      h('input', { name: 'card', inputmode: 'numeric', autocomplete: 'cc-number', placeholder: '4242 4242 4242 4242', maxlength: 24 }),
    ),
    field(
      'Expires',
      h('input', { name: 'expires', inputmode: 'numeric', autocomplete: 'cc-exp', placeholder: 'MM / YY', maxlength: 7 }),
      'field-half',
    ),
    field(
      'Security code',
      h('input', { name: 'code', inputmode: 'numeric', autocomplete: 'cc-csc', placeholder: '123', maxlength: 4 }),
      'field-half',
    ),
  )
}

export function paymentPage(shop: Shop): View {
  const total = totalPence(shop, shop.order.delivery)
  const panel = h('div', { class: 'pay-panel' }, cardFields())
  const problem = h('p', { class: 'field-error', role: 'alert', hidden: true })
  const place = h('button', { class: 'button button-yellow', type: 'submit' }, `Place order, ${formatPence(total)}`)

  function choose(way: string): void {
    place.disabled = way === 'later'
    if (way === 'card') panel.replaceChildren(cardFields())
    else {
      panel.replaceChildren()
      // fault later-error: reads the plan of a country that has none, throws, and leaves an empty panel and a closed button
      const plan = plans[shop.order.address.country] as Plan
      panel.append(h('p', null, `First payment ${formatPence(plan.instalments.schedule.firstPence)}`))
      place.disabled = false
    }
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    const data = new FormData(event.target as HTMLFormElement)
    const isCardRight = String(data.get('card') ?? '').replaceAll(/\D/g, '').length >= 15
    problem.textContent = 'The card number is too short.'
    problem.hidden = isCardRight
    if (!isCardRight) return
    place.disabled = true
    place.textContent = 'Placing your order…'
    const lines = shop.basket.lines().map(({ slug, colour, size, quantity }) => ({ slug, colour, size, quantity }))
    const answer = await ask<{ number: string }>('order', { lines, delivery: shop.order.delivery, email: shop.order.address.email })
    if (!answer.ok) {
      problem.textContent = answer.message
      problem.hidden = false
      place.disabled = false
      place.textContent = `Place order, ${formatPence(total)}`
      return
    }
    shop.choose({ number: answer.value.number, totalPence: total }, 'checkout/placed')
    tellEvent('order', { totalPence: total, items: shop.basket.count() })
    shop.basket.empty()
    shop.go('/demo/thanks')
  }

  const { address } = shop.order
  const way = (id: string, name: string, note: string): Node =>
    h(
      'label',
      { class: 'way' },
      h('input', { type: 'radio', name: 'pay', value: id, checked: id === 'card', onchange: () => choose(id) }),
      h('span', { class: 'way-text' }, h('strong', null, name), h('span', null, note)),
    )
  const review = h(
    'div',
    { class: 'review-order' },
    h('h2', null, 'Check it over'),
    h(
      'dl',
      null,
      h('dt', null, 'To'),
      h('dd', null, `${address.name || 'You'}, ${address.street}, ${address.city} ${address.postcode}`),
      h('dt', null, 'By'),
      h('dd', null, deliveryWays.find((one) => one.id === shop.order.delivery)?.name ?? 'Standard'),
      h('dt', null, 'Goods'),
      h(
        'dd',
        null,
        shop.basket
          .lines()
          .map((line) => `${line.quantity} × ${line.product.name}`)
          .join(', '),
      ),
    ),
  )
  const form = h(
    'form',
    { class: 'form', name: 'payment', novalidate: true, onsubmit: (event) => void submit(event) },
    h('h1', null, 'Payment'),
    h(
      'div',
      { class: 'ways' },
      way('card', 'Card', 'Visa, Mastercard, Amex'),
      way('later', 'Pay in three', 'Nothing today, then three monthly payments'),
    ),
    panel,
    review,
    problem,
    h('div', { class: 'form-end' }, h('a', { class: 'link', href: '/demo/checkout/delivery' }, 'Back to delivery'), place),
  )
  return { title: 'Checkout, payment', content: checkoutStep(shop, 'payment', form, shop.order.delivery) }
}
