import { categoryNames, type Product, productBySlug, relatedProducts } from '../../catalogue/product.ts'
import { reviewsOf } from '../../catalogue/review.ts'
import { ask } from '../ask.ts'
import { card, pictureOf, price, stars } from '../card.ts'
import { h, icon } from '../h.ts'
import type { Shop, View } from '../shop.ts'
import { sizeGuide } from '../size-guide.ts'
import { missingPage } from './missing.ts'

const shotNames = ['front', 'close', 'low']

// fault dead-button: the listener only keeps the focus where it was; nobody wrote the rest
const saveForLater = (): Node =>
  h(
    'button',
    { type: 'button', class: 'button button-quiet save', onmousedown: (event) => event.preventDefault() },
    icon('heart'),
    'Save for later',
  )

function gallery(product: Product): { element: Node; show: (colour: string) => void } {
  let colour = product.colours[0]!.id
  let shot = 'front'
  const large = h('img', { class: 'gallery-large', alt: product.name, width: 800, height: 1000 })
  const small = h('div', { class: 'gallery-small' })
  const update = (): void => {
    large.src = pictureOf(product, colour, shot)
    small.replaceChildren(
      ...shotNames.map((name) =>
        h(
          'button',
          {
            type: 'button',
            'aria-label': `Picture: ${name}`,
            'aria-pressed': String(name === shot),
            onclick: () => {
              shot = name
              update()
            },
          },
          h('img', { src: pictureOf(product, colour, name), alt: '', width: 80, height: 100 }),
        ),
      ),
    )
  }
  update()
  return {
    element: h('div', { class: 'gallery' }, h('div', { class: 'gallery-stage' }, large), small),
    show: (next) => {
      colour = next
      update()
    },
  }
}

function reviewSection(product: Product): Node {
  return h(
    'section',
    { class: 'wide reviews', id: 'reviews' },
    h(
      'div',
      { class: 'reviews-head' },
      h('h2', null, 'What people say'),
      h('p', null, stars(product.rating), ` ${product.rating} from ${product.reviewCount} reviews`),
    ),
    h(
      'div',
      { class: 'review-list' },
      reviewsOf(product).map((review) =>
        h(
          'article',
          { class: 'review' },
          stars(review.stars),
          h('h3', null, review.title),
          h('p', null, review.text),
          h('footer', null, `${review.author}, ${review.place}`),
        ),
      ),
    ),
  )
}

/** One product: pictures, colours, sizes, basket, reviews, related. */
export function productPage(shop: Shop, slug: string): View {
  const product = productBySlug(slug)
  if (!product) return missingPage()
  const pictures = gallery(product)
  let colour = product.colours[0]!
  let size = product.sizes.length === 1 ? product.sizes[0]! : ''
  const colourName = h('span', null, colour.name)
  const sizeError = h('p', { class: 'field-error', role: 'alert', hidden: true }, 'Choose a size first.')
  const stock = h('p', { class: 'stock' }, 'In stock, sent tomorrow')
  const radio = (name: string, value: string, label: Node | string, isChecked: boolean, pick: () => void): Node =>
    h('label', { class: `pick pick-${name}` }, h('input', { type: 'radio', name, value, checked: isChecked, onchange: pick }), label)
  const guide = sizeGuide()
  const add = h(
    'button',
    {
      type: 'button',
      class: 'button button-yellow add',
      onclick: () => {
        sizeError.hidden = size !== ''
        if (size === '') return
        shop.basket.add({ slug: product.slug, colour: colour.id, size })
        shop.announce(`${product.name} is in your basket`, { text: 'View basket', href: '/demo/cart' })
      },
    },
    'Add to basket',
  )
  void ask<{ left: number }>(`stock?slug=${product.slug}`).then((answer) => {
    if (answer.ok && answer.value.left < 6) stock.textContent = `Only ${answer.value.left} left, sent tomorrow`
  })
  const panel = h(
    'div',
    { class: 'panel' },
    h(
      'p',
      { class: 'crumbs' },
      h('a', { href: '/demo/' }, 'Shop'),
      ' / ',
      h('a', { href: `/demo/?category=${product.category}` }, categoryNames[product.category]),
    ),
    h('h1', null, product.name),
    h(
      'p',
      { class: 'panel-price' },
      price(product),
      h(
        'a',
        { class: 'panel-rating', href: `/demo/product/${product.slug}#reviews` },
        stars(product.rating),
        `${product.reviewCount} reviews`,
      ),
    ),
    h('p', { class: 'panel-blurb' }, product.blurb),
    h(
      'fieldset',
      null,
      h('legend', null, 'Colour: ', colourName),
      h(
        'div',
        { class: 'picks' },
        product.colours.map((one, i) =>
          radio('colour', one.id, h('span', { class: 'pick-dot', style: `--colour:${one.hex}`, title: one.name }), i === 0, () => {
            colour = one
            colourName.textContent = one.name
            pictures.show(one.id)
          }),
        ),
      ),
    ),
    h(
      'fieldset',
      null,
      h(
        'legend',
        null,
        'Size',
        product.sizes.length > 1 &&
          h('button', { type: 'button', class: 'link guide-link', onclick: () => guide.showModal() }, icon('ruler'), 'Size guide'),
      ),
      h(
        'div',
        { class: 'picks' },
        product.sizes.map((one) =>
          radio('size', one, h('span', null, one), one === size, () => {
            size = one
            sizeError.hidden = true
          }),
        ),
      ),
      sizeError,
    ),
    h('div', { class: 'buy' }, add, saveForLater()),
    stock,
    h(
      'ul',
      { class: 'details' },
      product.details.map((detail) => h('li', null, detail)),
    ),
    h(
      'details',
      { class: 'fold' },
      h('summary', null, 'Delivery and returns'),
      h(
        'p',
        null,
        'Standard delivery £4.50, free over £75. Sixty days to change your mind. ',
        h('a', { href: '/demo/delivery.html' }, 'The whole of it'),
      ),
    ),
    h(
      'details',
      { class: 'fold' },
      h('summary', null, 'Mending'),
      h('p', null, 'Send it back at any age. We patch, re-wax and re-stitch without charge.'),
    ),
  )
  return {
    title: product.name,
    content: h(
      'div',
      { class: 'product-page' },
      h('section', { class: 'wide product' }, pictures.element, panel),
      reviewSection(product),
      h(
        'section',
        { class: 'wide related' },
        h('h2', null, 'Goes out with'),
        h('div', { class: 'grid' }, relatedProducts(product).map(card)),
      ),
      guide,
    ),
  }
}
