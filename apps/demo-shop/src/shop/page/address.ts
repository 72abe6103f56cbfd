import { checkoutStep, field } from '../checkout.ts'
import { h } from '../h.ts'
import { type Address, emptyAddress, type Shop, type View } from '../shop.ts'

const countries = ['United Kingdom', 'Ireland', 'France', 'Germany', 'Netherlands', 'Norway']

// fault phone-validation: narrow screens go through the old "compact" rule, which refuses the spaces everyone types
function phoneProblem(phone: string): string | null {
  const isCompact = matchMedia('(max-width: 480px)').matches
  if (isCompact) return /^\d{10,11}$/.test(phone) ? null : 'Please check this field.'
  return /^\+?[\d ()-]{9,18}$/.test(phone) ? null : 'Enter a phone number, for example 07700 900 123.'
}

function problemOf(name: keyof Address, value: string): string | null {
  if (name === 'email') return /^\S+@\S+\.\S+$/.test(value) ? null : 'Enter an e-mail address, for example anna@example.com.'
  if (name === 'phone') return phoneProblem(value)
  return value.trim() ? null : 'Please fill this in.'
}

export function addressPage(shop: Shop): View {
  const holder = h('div')
  const rows: [name: keyof Address, label: string, autocomplete: string, type: string, kind: string][] = [
    ['name', 'Full name', 'name', 'text', ''],
    ['email', 'E-mail', 'email', 'email', ''],
    ['street', 'House and street', 'address-line1', 'text', ''],
    ['city', 'Town', 'address-level2', 'text', 'field-half'],
    ['postcode', 'Postcode', 'postal-code', 'text', 'field-half'],
  ]
  const box = (name: keyof Address, label: string, autocomplete: string, type: string, kind: string, address: Address): HTMLElement =>
    field(label, h('input', { name, type, autocomplete, value: address[name], maxlength: 120 }), kind)

  function submit(event: Event): void {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const data = new FormData(form)
    let isRight = true
    for (const input of form.querySelectorAll('input')) {
      const value = String(data.get(input.name) ?? '')
      const problem = problemOf(input.name as keyof Address, value)
      input.parentElement!.querySelector('.field-error')?.remove()
      if (problem) {
        isRight = false
        input.setAttribute('aria-invalid', 'true')
        input.after(h('span', { class: 'field-error', role: 'alert' }, problem))
      } else input.removeAttribute('aria-invalid')
    }
    if (!isRight) return
    shop.choose(
      { address: Object.fromEntries([...data].map(([name, value]) => [name, String(value)])) as unknown as Address },
      'checkout/address',
    )
    shop.go('/demo/checkout/delivery')
  }

  function draw(address: Address): void {
    // fault lost-input: another country draws the form again, from nothing
    const country = h(
      'select',
      { name: 'country', autocomplete: 'country-name', onchange: () => draw({ ...emptyAddress, country: country.value }) },
      countries.map((name) => h('option', { value: name, selected: name === address.country }, name)),
    )
    holder.replaceChildren(
      h(
        'form',
        { class: 'form', name: 'address', novalidate: true, onsubmit: submit },
        h('h1', null, 'Where shall we send it?'),
        rows.map(([name, label, autocomplete, type, kind]) => box(name, label, autocomplete, type, kind, address)),
        field('Country', country, 'field-half'),
        box('phone', 'Phone, for the driver', 'tel', 'tel', 'field-half', address),
        h(
          'div',
          { class: 'form-end' },
          h('a', { class: 'link', href: '/demo/cart' }, 'Back to basket'),
          h('button', { class: 'button button-yellow', type: 'submit' }, 'Continue to delivery'),
        ),
      ),
    )
  }
  draw(shop.order.address)
  return { title: 'Checkout, address', content: checkoutStep(shop, 'address', holder, null) }
}
