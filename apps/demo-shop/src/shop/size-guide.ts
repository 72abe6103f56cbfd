import { h, icon } from './h.ts'

const rows: [size: string, chest: string, waist: string, height: string][] = [
  ['XS', '82–87', '66–71', '158–166'],
  ['S', '88–93', '72–77', '164–172'],
  ['M', '94–101', '78–85', '170–178'],
  ['L', '102–109', '86–93', '176–184'],
  ['XL', '110–118', '94–102', '182–192'],
]

/** A modal dialog with the measurements; `showModal()` opens it. */
export function sizeGuide(): HTMLDialogElement {
  const dialog: HTMLDialogElement = h(
    'dialog',
    {
      class: 'modal',
      'aria-label': 'Size guide',
      onclick: (event) => {
        if (event.target === dialog) dialog.close()
      },
    },
    h(
      'div',
      { class: 'modal-body' },
      h('button', { type: 'button', class: 'popup-close', 'aria-label': 'Close', onclick: () => dialog.close() }, icon('close')),
      h('h2', null, 'Size guide'),
      h('p', null, 'Measured on you, not on the garment. Centimetres.'),
      h(
        'table',
        null,
        h(
          'thead',
          null,
          h(
            'tr',
            null,
            ['Size', 'Chest', 'Waist', 'Height'].map((name) => h('th', { scope: 'col' }, name)),
          ),
        ),
        h(
          'tbody',
          null,
          rows.map((row) =>
            h(
              'tr',
              null,
              row.map((cell, i) => (i === 0 ? h('th', { scope: 'row' }, cell) : h('td', null, cell))),
            ),
          ),
        ),
      ),
    ),
  )
  return dialog
}
