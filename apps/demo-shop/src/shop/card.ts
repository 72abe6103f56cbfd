import type { Product } from '../catalogue/product.ts'
import { h } from './h.ts'
import { formatPence } from './money.ts'

export function pictureOf(product: Product, colourId: string | undefined, shot: string): string {
  return `/demo/images/${product.slug}-${colourId ?? product.colours[0]!.id}-${shot}.svg`
}

export function stars(rating: number): Node {
  return h(
    'span',
    { class: 'stars', role: 'img', 'aria-label': `${rating} of 5 stars` },
    h('span', { class: 'stars-full', style: `width:${(rating / 5) * 100}%` }),
  )
}

export function price(product: Product): Node {
  return h(
    'span',
    { class: 'price' },
    product.wasPence !== undefined && h('s', null, formatPence(product.wasPence)),
    formatPence(product.pricePence),
  )
}

/** A product in a grid: picture, name, price, colours. */
export function card(product: Product): HTMLElement {
  return h(
    'a',
    { class: 'card', href: `/demo/product/${product.slug}` },
    h(
      'span',
      { class: 'card-picture' },
      h('img', { src: pictureOf(product, undefined, 'front'), alt: product.name, width: 800, height: 1000 }),
      product.badge && h('span', { class: 'badge' }, product.badge),
      product.wasPence !== undefined && h('span', { class: 'badge badge-sale' }, 'Reduced'),
    ),
    h('span', { class: 'card-text' }, h('span', { class: 'card-name' }, product.name), price(product)),
    h(
      'span',
      { class: 'card-more' },
      h(
        'span',
        { class: 'dots' },
        product.colours.map((colour) => h('i', { style: `background:${colour.hex}` })),
      ),
      h('span', null, `${product.colours.length} colours`),
    ),
  )
}
