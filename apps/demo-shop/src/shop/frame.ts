import { h, icon } from './h.ts'
import type { Shop } from './shop.ts'

export interface Frame {
  show(content: Node): void
  update(shop: Shop): void
  announce(text: string, link?: { text: string; href: string }): void
}

const mark = (): Node => {
  const holder = h('span', { class: 'mark' })
  holder.innerHTML =
    '<svg viewBox="0 0 64 32" width="46" height="23" aria-hidden="true"><path d="M2 20C14 6 22 8 31 17C38 6 48 2 62 3C50 8 44 14 38 25C36 29 28 29 26 25C21 17 12 16 2 20Z" fill="currentColor"/></svg>'
  return holder
}

/** The dropdown closes on a choice, on Escape and on a click elsewhere. */
function shopMenu(): Node {
  const entry = (href: string, name: string, note: string): Node =>
    h('a', { href, role: 'menuitem' }, h('strong', null, name), h('span', null, note))
  const list = h(
    'div',
    { class: 'menu-list', role: 'menu', hidden: true },
    entry('/demo/', 'Everything', 'All sixteen things we make'),
    entry('/demo/?category=outerwear', 'Outerwear', 'Oilskins, smocks, trousers'),
    entry('/demo/?category=knitwear', 'Knitwear', 'Wool for wind'),
    entry('/demo/?category=footwear', 'Footwear', 'Boots and socks'),
    entry('/demo/?category=carry', 'Bags', 'Dry sacks and totes'),
    entry('/demo/?category=cabin', 'Cabin', 'Mugs, lamps, blankets'),
  )
  const button = h(
    'button',
    { type: 'button', class: 'menu-button', 'aria-expanded': 'false', 'aria-haspopup': 'menu' },
    'Shop',
    icon('chevron'),
  )
  const set = (isOpen: boolean): void => {
    // writing what is there already would still be a change of the page, at every click anywhere
    if (list.hidden === !isOpen) return
    list.hidden = !isOpen
    button.setAttribute('aria-expanded', String(isOpen))
  }
  button.addEventListener('click', () => set(list.hasAttribute('hidden')))
  list.addEventListener('click', () => set(false))
  document.addEventListener('click', (event) => {
    if (!button.contains(event.target as Node)) set(false)
  })
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') set(false)
  })
  return h('div', { class: 'menu' }, button, list)
}

function footer(): Node {
  const column = (title: string, ...links: [text: string, href: string][]): Node =>
    h(
      'div',
      null,
      h('h2', null, title),
      links.map(([text, href]) => h('a', { href }, text)),
    )
  return h(
    'footer',
    { class: 'foot' },
    h(
      'div',
      { class: 'wide foot-columns' },
      h(
        'div',
        { class: 'foot-brand' },
        mark(),
        h('p', null, 'Clothes and kit for wet coasts. Made in small runs, mended for life.'),
        h('a', { href: 'tel:+441237470000' }, '01237 470 000'),
      ),
      column(
        'Shop',
        ['Outerwear', '/demo/?category=outerwear'],
        ['Knitwear', '/demo/?category=knitwear'],
        ['Footwear', '/demo/?category=footwear'],
        ['Cabin', '/demo/?category=cabin'],
      ),
      column('Help', ['Delivery & returns', '/demo/delivery.html'], ['Your account', '/demo/account'], ['Your basket', '/demo/cart']),
      h(
        'div',
        null,
        h('h2', null, 'Visit'),
        h('p', null, 'The Old Sail Loft'),
        h('p', null, 'Appledore, North Devon'),
        h('p', null, 'Tuesday to Saturday, 10 to 5'),
      ),
    ),
    h(
      'div',
      { class: 'wide foot-small' },
      h('span', null, '© Tern Outfitters Ltd'),
      h('span', null, 'A demonstration shop: nothing here is for sale, and no card is charged.'),
    ),
  )
}

/** Header, main, footer and the announcements: what stays while pages change. */
export function createFrame(root: HTMLElement, go: (path: string) => void): Frame {
  const count = h('span', { class: 'count', hidden: true })
  const accountName = h('span', { class: 'bar-word' }, 'Sign in')
  const query = h('input', {
    type: 'search',
    name: 'q',
    placeholder: 'Search',
    'aria-label': 'Search the shop',
    maxlength: 80,
    autocomplete: 'off',
  })
  const search = h(
    'form',
    {
      class: 'search',
      role: 'search',
      onsubmit: (event) => {
        event.preventDefault()
        if (query.value.trim()) go(`/demo/search?q=${encodeURIComponent(query.value.trim())}`)
      },
    },
    icon('search'),
    query,
  )
  const header = h(
    'header',
    { class: 'bar' },
    h('p', { class: 'bar-note' }, 'Free delivery over £75 · Free mending, always'),
    h(
      'div',
      { class: 'wide bar-row' },
      h('a', { class: 'brand', href: '/demo/', 'aria-label': 'Tern, home' }, mark(), h('span', null, 'Tern')),
      h(
        'nav',
        { class: 'bar-nav', 'aria-label': 'Main' },
        shopMenu(),
        h('a', { class: 'bar-link', href: '/demo/?category=outerwear' }, 'Outerwear'),
        h('a', { class: 'bar-link', href: '/demo/?category=knitwear' }, 'Knitwear'),
        h('a', { class: 'bar-link', href: '/demo/delivery.html' }, 'Delivery & returns'),
      ),
      search,
      h('a', { class: 'bar-icon', href: '/demo/account', 'aria-label': 'Account' }, icon('person'), accountName),
      h(
        'a',
        { class: 'bar-icon', href: '/demo/cart', 'aria-label': 'Basket' },
        icon('basket'),
        h('span', { class: 'bar-word' }, 'Basket'),
        count,
      ),
    ),
  )
  const main = h('main', { id: 'main' })
  const toasts = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' })
  root.replaceChildren(header, main, footer(), toasts)
  return {
    show: (content) => main.replaceChildren(content),
    update(shop) {
      count.textContent = String(shop.basket.count())
      count.hidden = shop.basket.count() === 0
      accountName.textContent = shop.account()?.name.split(' ')[0] ?? 'Sign in'
    },
    announce(text, link) {
      const toast = h('div', { class: 'toast' }, icon('check'), h('span', null, text), link && h('a', { href: link.href }, link.text))
      toasts.replaceChildren(toast)
      setTimeout(() => toast.remove(), 4000)
    },
  }
}
