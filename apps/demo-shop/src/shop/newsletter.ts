import { h, icon } from './h.ts'
import { readKept, writeKept } from './keep.ts'

function signUp(after: () => void): HTMLFormElement {
  const email = h('input', {
    type: 'email',
    name: 'email',
    placeholder: 'you@example.com',
    'aria-label': 'E-mail',
    autocomplete: 'email',
    required: true,
  })
  return h(
    'form',
    {
      class: 'sign-up',
      onsubmit: (event) => {
        event.preventDefault()
        after()
      },
    },
    email,
    h('button', { class: 'button', type: 'submit' }, 'Join'),
  )
}

const thanks = (): Node => h('p', { class: 'joined' }, 'Thank you. The next letter goes out with the spring tide.')

/** The strip at the end of the range. */
function band(): Node {
  const form = signUp(() => form.replaceWith(thanks()))
  return h(
    'section',
    { class: 'letter' },
    h(
      'div',
      { class: 'wide' },
      h('h2', null, 'A letter, four times a year'),
      h('p', null, 'New runs, mending days and the occasional tide table.'),
      form,
    ),
  )
}

/** A card that slides in a few seconds after arriving, once for a visitor; `stop` keeps it from coming. */
function popup(): { element: HTMLElement; stop: () => void } {
  const element = h('aside', { class: 'popup', hidden: true, 'aria-label': 'Newsletter' })
  const close = (): void => {
    element.hidden = true
    writeKept('tern-letter', true)
  }
  const form = signUp(() => {
    writeKept('tern-letter', true)
    form.replaceWith(thanks())
    setTimeout(close, 1500)
  })
  element.append(
    h('button', { type: 'button', class: 'popup-close', 'aria-label': 'Close', onclick: close }, icon('close')),
    h('h2', null, '10 % off your first order'),
    h('p', null, 'Join the letter and we send you a code.'),
    form,
  )
  const timer = readKept('tern-letter', false) ? undefined : setTimeout(() => (element.hidden = false), 2500)
  return { element, stop: () => clearTimeout(timer) }
}

export const newsletter: { band: () => Node; popup: () => { element: HTMLElement; stop: () => void } } = { band, popup }
