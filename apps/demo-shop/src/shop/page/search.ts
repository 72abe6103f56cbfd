import { type Product, productBySlug, products } from '../../catalogue/product.ts'
import { ask } from '../ask.ts'
import { card } from '../card.ts'
import { h } from '../h.ts'
import type { View } from '../shop.ts'

export function searchPage(query: string): View {
  const head = h('p', { class: 'found', role: 'status' }, 'Looking…')
  const results = h('div', { class: 'grid' })
  const content = h('section', { class: 'wide search-page' }, h('div', { class: 'range-head' }, h('h1', null, `“${query}”`), head), results)
  void ask<{ slugs: string[] }>(`search?q=${encodeURIComponent(query)}`).then((answer) => {
    if (!answer.ok) {
      head.textContent = answer.message
      return
    }
    const found = answer.value.slugs.map(productBySlug).filter((product): product is Product => product !== undefined)
    head.textContent = found.length === 0 ? 'Nothing found' : `${found.length} found`
    results.replaceChildren(...found.map(card))
    if (found.length === 0)
      results.replaceWith(
        h(
          'div',
          { class: 'nothing' },
          h('p', null, 'We do not make that. People who looked for it liked these.'),
          h('div', { class: 'grid' }, products.slice(0, 4).map(card)),
        ),
      )
  })
  return { title: `Search: ${query}`, content }
}
