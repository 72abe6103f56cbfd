import { products } from '../../catalogue/product.ts'
import { card } from '../card.ts'
import { h, icon } from '../h.ts'
import { formatPence } from '../money.ts'
import type { Shop, View } from '../shop.ts'
import { missingPage } from './missing.ts'

export function thanksPage(shop: Shop): View {
  const { number, address, totalPence } = shop.order
  if (!number) return missingPage()
  return {
    title: 'Thank you',
    content: h(
      'div',
      null,
      h(
        'section',
        { class: 'thanks' },
        h(
          'div',
          { class: 'wide' },
          h('span', { class: 'thanks-tick' }, icon('check')),
          h('h1', null, `Thank you${address.name ? `, ${address.name.split(' ')[0]}` : ''}.`),
          h('p', null, `Order ${number} is on the packing bench. A note is on its way to ${address.email || 'you'}.`),
          h(
            'dl',
            { class: 'thanks-facts' },
            h('div', null, h('dt', null, 'Order'), h('dd', null, number)),
            h('div', null, h('dt', null, 'Paid'), h('dd', null, formatPence(totalPence))),
            h('div', null, h('dt', null, 'Leaves us'), h('dd', null, 'Tomorrow morning')),
          ),
          h('a', { class: 'button', href: '/demo/' }, 'Back to the shop'),
        ),
      ),
      h('section', { class: 'wide related' }, h('h2', null, 'For next time'), h('div', { class: 'grid' }, products.slice(9, 13).map(card))),
    ),
  }
}
