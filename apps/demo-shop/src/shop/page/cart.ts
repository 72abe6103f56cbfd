import { ask } from '../ask.ts'
import { pictureOf } from '../card.ts'
import { h } from '../h.ts'
import { formatPence } from '../money.ts'
import type { Shop, View } from '../shop.ts'
import { summary } from '../summary.ts'

// fault coupon-veil: the label lies over the field and its button and takes every press; only the Tab key gets in
function coupon(shop: Shop, update: () => void): Node {
  const field = h('input', { type: 'text', name: 'coupon', autocomplete: 'off', maxlength: 20, 'aria-label': 'Discount code' })
  const note = h('p', { class: 'coupon-note', role: 'status' })
  const form = h(
    'form',
    {
      class: 'coupon',
      onsubmit: (event) => {
        event.preventDefault()
        note.textContent = ''
        void ask<{ percent: number; code: string }>('coupon', { code: field.value }).then((answer) => {
          if (!answer.ok) note.textContent = answer.message
          else {
            shop.basket.setCoupon(answer.value.code, answer.value.percent)
            update()
          }
        })
      },
    },
    field,
    h('button', { class: 'button button-small', type: 'submit' }, 'Apply'),
    h('span', { class: 'coupon-veil' }, 'Discount code'),
  )
  return h('div', { class: 'coupon-box' }, form, note)
}

export function cartPage(shop: Shop): View {
  const content = h('section', { class: 'wide' })
  const step = (index: number, quantity: number): Node =>
    h(
      'div',
      { class: 'stepper' },
      h('button', { type: 'button', 'aria-label': 'One fewer', onclick: () => change(index, quantity - 1) }, '−'),
      h('span', null, quantity),
      h('button', { type: 'button', 'aria-label': 'One more', onclick: () => change(index, quantity + 1) }, '+'),
    )
  const change = (index: number, quantity: number): void => {
    shop.basket.setQuantity(index, quantity)
    update()
  }
  function update(): void {
    const lines = shop.basket.lines()
    if (lines.length === 0) {
      content.replaceChildren(
        h(
          'div',
          { class: 'plain' },
          h('h1', null, 'Your basket is empty'),
          h('p', null, 'The jumpers are a good place to start.'),
          h('a', { class: 'button', href: '/demo/?category=knitwear' }, 'See the knitwear'),
        ),
      )
      return
    }
    content.replaceChildren(
      h('h1', null, 'Your basket'),
      h(
        'div',
        { class: 'two' },
        h(
          'ul',
          { class: 'lines' },
          lines.map((line, i) =>
            h(
              'li',
              { class: 'line' },
              h(
                'a',
                { class: 'line-picture', href: `/demo/product/${line.slug}` },
                h('img', { src: pictureOf(line.product, line.colour, 'front'), alt: line.product.name, width: 120, height: 150 }),
              ),
              h(
                'div',
                { class: 'line-text' },
                h('a', { class: 'line-name', href: `/demo/product/${line.slug}` }, line.product.name),
                h('p', null, `${line.product.colours.find((one) => one.id === line.colour)?.name ?? ''}, ${line.size}`),
                h('button', { type: 'button', class: 'link', onclick: () => change(i, 0) }, 'Remove'),
              ),
              step(i, line.quantity),
              h('p', { class: 'line-price' }, formatPence(line.product.pricePence * line.quantity)),
            ),
          ),
        ),
        h(
          'aside',
          { class: 'side' },
          summary(shop, null),
          coupon(shop, update),
          h('a', { class: 'button button-yellow wide-button', href: '/demo/checkout/address' }, 'Go to checkout'),
          h('p', { class: 'small' }, 'Sixty days to return it. Mended free for life.'),
        ),
      ),
    )
  }
  update()
  return { title: 'Basket', content }
}
