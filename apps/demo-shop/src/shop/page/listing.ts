import { type Category, categoryNames, type Product, products } from '../../catalogue/product.ts'
import { card } from '../card.ts'
import { h } from '../h.ts'
import { newsletter } from '../newsletter.ts'
import type { Shop, View } from '../shop.ts'

type Order = 'featured' | 'low' | 'high' | 'rated'

const orders: Record<Order, [name: string, compare: (a: Product, b: Product) => number]> = {
  featured: ['Featured', () => 0],
  low: ['Price, low to high', (a, b) => a.pricePence - b.pricePence],
  high: ['Price, high to low', (a, b) => b.pricePence - a.pricePence],
  rated: ['Best rated', (a, b) => b.rating - a.rating],
}

const hero = (): Node =>
  h(
    'section',
    { class: 'hero' },
    h('img', { class: 'hero-picture', src: '/demo/images/seascape.png', alt: '', width: 1600, height: 900 }),
    h(
      'div',
      { class: 'wide hero-text' },
      h('h1', null, 'Dress for the weather you have'),
      h('p', null, 'Oilskins, wool and kit for people who go out anyway. Made in small runs on the North Devon coast.'),
      h('a', { class: 'button button-yellow', href: '/demo/product/squall-jacket' }, 'See the Squall Jacket'),
    ),
  )

// fault false-bottom: reads as the end of the page, with half of the range below it
const falseBottom = (): Node =>
  h(
    'section',
    { class: 'colophon' },
    h(
      'div',
      { class: 'wide' },
      h('p', { class: 'colophon-line' }, 'That’s the coast, covered.'),
      h('p', null, 'Tern Outfitters · The Old Sail Loft, Appledore · Since 1987'),
      h(
        'p',
        { class: 'colophon-links' },
        h('a', { href: '/demo/delivery.html' }, 'Delivery & returns'),
        h('a', { href: '/demo/account' }, 'Account'),
        h('a', { href: 'tel:+441237470000' }, '01237 470 000'),
      ),
    ),
  )

/** The range: hero, filters, sixteen products. `?category=` narrows it. */
export function listingPage(_shop: Shop, query: URLSearchParams): View {
  const asked = query.get('category') ?? ''
  let category: Category | null = asked in categoryNames ? (asked as Category) : null
  let colour: string | null = null
  let order: Order = 'featured'
  const results = h('div', { class: 'results' })
  const found = h('p', { class: 'found', role: 'status' })
  const chips = h('div', { class: 'chips', role: 'group', 'aria-label': 'Category' })
  const swatches = h('div', { class: 'swatches', role: 'group', 'aria-label': 'Colour' })
  const colours = [...new Map(products.flatMap((product) => product.colours.map((one) => [one.id, one] as const))).values()]

  const chip = (name: string, value: Category | null): Node =>
    h(
      'button',
      {
        type: 'button',
        class: 'chip',
        'aria-pressed': String(category === value),
        onclick: () => {
          category = value
          history.replaceState(null, '', value ? `/demo/?category=${value}` : '/demo/')
          update()
        },
      },
      name,
    )

  function update(): void {
    const shown = products
      .filter((product) => (!category || product.category === category) && (!colour || product.colours.some((one) => one.id === colour)))
      .toSorted(orders[order][1])
    chips.replaceChildren(
      chip('Everything', null),
      ...(Object.entries(categoryNames) as [Category, string][]).map(([value, name]) => chip(name, value)),
    )
    swatches.replaceChildren(
      ...colours.map((one) =>
        h('button', {
          type: 'button',
          class: 'swatch',
          title: one.name,
          'aria-label': one.name,
          'aria-pressed': String(colour === one.id),
          style: `--colour:${one.hex}`,
          onclick: () => {
            colour = colour === one.id ? null : one.id
            update()
          },
        }),
      ),
    )
    found.textContent = `${shown.length} ${shown.length === 1 ? 'thing' : 'things'}`
    const isWhole = !category && !colour
    const grid = (some: Product[]): Node => h('div', { class: 'grid wide' }, some.map(card))
    if (shown.length === 0)
      results.replaceChildren(
        h(
          'p',
          { class: 'wide nothing' },
          'Nothing in that colour here. ',
          h(
            'button',
            {
              type: 'button',
              class: 'link',
              onclick: () => {
                colour = null
                update()
              },
            },
            'Show every colour',
          ),
        ),
      )
    else if (isWhole)
      results.replaceChildren(
        grid(shown.slice(0, 8)),
        falseBottom(),
        h('h2', { class: 'wide second-half' }, 'The rest of the locker'),
        grid(shown.slice(8)),
        newsletter.band(),
      )
    else results.replaceChildren(grid(shown))
  }

  const sort = h(
    'select',
    {
      'aria-label': 'Sort',
      onchange: () => {
        order = sort.value as Order
        update()
      },
    },
    (Object.entries(orders) as [Order, [string, unknown]][]).map(([value, [name]]) => h('option', { value }, name)),
  )
  update()
  const popup = newsletter.popup()
  return {
    title: category ? categoryNames[category] : 'Clothes and kit for wet coasts',
    content: h(
      'div',
      null,
      category === null && hero(),
      h('section', { class: 'wide range-head' }, h('h2', null, category ? categoryNames[category] : 'The range'), found),
      h('div', { class: 'wide filters' }, chips, swatches, h('label', { class: 'sort' }, h('span', null, 'Sort'), sort)),
      results,
      popup.element,
    ),
    stop: popup.stop,
  }
}
