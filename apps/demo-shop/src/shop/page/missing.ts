import { h } from '../h.ts'
import type { View } from '../shop.ts'

export function missingPage(): View {
  return {
    title: 'Not found',
    content: h(
      'section',
      { class: 'narrow plain' },
      h('h1', null, 'Nothing on this mooring'),
      h('p', null, 'The page you were after has moved or never was.'),
      h('a', { class: 'button', href: '/demo/' }, 'Back to the shop'),
    ),
  }
}
