import { productBySlug } from '../../catalogue/product.ts'
import { pictureOf } from '../card.ts'
import { field } from '../checkout.ts'
import { h } from '../h.ts'
import type { Shop, View } from '../shop.ts'
import { tellWho } from '../tell.ts'

const orders: [number: string, when: string, state: string, total: string, slug: string][] = [
  ['T-20417', '2 October', 'Delivered', '£135', 'pilot-jumper'],
  ['T-19860', '14 June', 'Delivered', '£46', 'dry-sack'],
  ['T-18122', '30 January', 'Mended', 'Free', 'squall-jacket'],
]

function signIn(shop: Shop, after: () => void): Node {
  const problem = h('p', { class: 'field-error', role: 'alert', hidden: true })
  const email = h('input', { type: 'email', name: 'email', autocomplete: 'username', maxlength: 120 })
  const password = h('input', { type: 'password', name: 'password', autocomplete: 'current-password', maxlength: 120 })
  return h(
    'div',
    { class: 'two account-in' },
    h(
      'form',
      {
        class: 'form',
        name: 'sign-in',
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault()
          const isRight = /^\S+@\S+\.\S+$/.test(email.value) && password.value.length >= 6
          problem.textContent = 'That e-mail and password do not go together.'
          problem.hidden = isRight
          if (!isRight) return
          const name = email.value
            .split('@')[0]!
            .split(/[._-]/)
            .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
            .join(' ')
          shop.setAccount({ email: email.value, name })
          tellWho(`u_${email.value.split('@')[0]!.toLowerCase()}`, { tier: email.value.length % 3 === 0 ? 'mending-club' : 'customer' })
          after()
        },
      },
      h('h1', null, 'Sign in'),
      field('E-mail', email),
      field('Password', password),
      problem,
      h('div', { class: 'form-end' }, h('button', { class: 'button', type: 'submit' }, 'Sign in')),
    ),
    h(
      'aside',
      { class: 'side' },
      h('h2', null, 'New to Tern?'),
      h(
        'p',
        null,
        'You do not need an account to order. With one you see your orders, send things in for mending, and skip the address next time.',
      ),
      h('p', { class: 'small' }, 'This shop is a demonstration: any address and any six letters will do.'),
    ),
  )
}

function signedIn(shop: Shop, after: () => void): Node {
  const account = shop.account()!
  return h(
    'div',
    null,
    h(
      'div',
      { class: 'range-head' },
      h('h1', null, `Hello, ${account.name}`),
      h(
        'button',
        {
          type: 'button',
          class: 'link',
          onclick: () => {
            shop.setAccount(null)
            after()
          },
        },
        'Sign out',
      ),
    ),
    h(
      'ul',
      { class: 'lines' },
      orders.map(([number, when, state, total, slug]) => {
        const product = productBySlug(slug)!
        return h(
          'li',
          { class: 'line' },
          h(
            'a',
            { class: 'line-picture', href: `/demo/product/${slug}` },
            h('img', { src: pictureOf(product, undefined, 'front'), alt: product.name, width: 120, height: 150 }),
          ),
          h('div', { class: 'line-text' }, h('span', { class: 'line-name' }, product.name), h('p', null, `${number}, ${when}`)),
          h('span', { class: 'state' }, state),
          h('p', { class: 'line-price' }, total),
        )
      }),
    ),
  )
}

export function accountPage(shop: Shop): View {
  const content = h('section', { class: 'wide account' })
  const update = (): void => content.replaceChildren(shop.account() ? signedIn(shop, update) : signIn(shop, update))
  update()
  return { title: 'Account', content }
}
