import { h } from './h.ts'
import type { Shop } from './shop.ts'
import { summary } from './summary.ts'

const steps: [path: string, name: string][] = [
  ['address', 'Address'],
  ['delivery', 'Delivery'],
  ['payment', 'Payment'],
]

/** The frame of the three steps: where you are, the step itself, the sums beside it. */
export function checkoutStep(shop: Shop, step: string, body: Node, delivery: string | null): HTMLElement {
  const at = steps.findIndex(([path]) => path === step)
  return h(
    'section',
    { class: 'wide checkout' },
    h(
      'ol',
      { class: 'steps' },
      steps.map(([path, name], i) =>
        h(
          'li',
          { class: i < at ? 'done' : i === at ? 'now' : '', 'aria-current': i === at ? 'step' : null },
          h('span', null, i + 1),
          i < at ? h('a', { href: `/demo/checkout/${path}` }, name) : name,
        ),
      ),
    ),
    h('div', { class: 'two' }, h('div', { class: 'step-body' }, body), h('aside', { class: 'side' }, summary(shop, delivery))),
  )
}

/** A labelled field with a place for its error. */
export function field(label: string, input: HTMLInputElement | HTMLSelectElement, kind = ''): HTMLElement {
  return h('label', { class: `field ${kind}` }, h('span', { class: 'field-name' }, label), input)
}
