import { findAll } from '../privacy/privacy.ts'
import type { NewEvent, Scope } from '../scope.ts'

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement
const fields = 'input,textarea,select'

/** What form controls show: masked values, checked boxes, selected options. */
export function watchInput(scope: Scope): void {
  const changed = new Set<Field>()
  const request = scope.onFrame(() => {
    for (const field of changed) tell(field)
    changed.clear()
  })

  function tell(field: Field): void {
    const id = scope.idOf(field)
    if (!id || scope.numbering.blocked.has(field)) return
    const event: NewEvent = { type: 'input', id }
    if (field.localName === 'select' && scope.privacy.isSecret(field)) return
    if (field.localName === 'select') event.selected = [...(field as HTMLSelectElement).selectedOptions].map((option) => option.index)
    else if (/^(?:checkbox|radio)$/.test(field.type)) event.checked = (field as HTMLInputElement).checked
    else if (/^(?:hidden|file|submit|button|reset|image)$/.test(field.type)) return
    else event.value = scope.privacy.value(field)
    scope.emit(event)
  }
  /** Whether a control shows what its HTML says. */
  function isAsWritten(field: Field): boolean {
    if (field.localName === 'select')
      return [...(field as HTMLSelectElement).options].every((option) => option.selected === option.defaultSelected)
    const input = field as HTMLInputElement
    return input.value === input.defaultValue && !!input.checked === !!input.defaultChecked
  }
  function note(target: EventTarget | null | undefined): void {
    const field = target as Field
    if (!field?.localName || !fields.includes(field.localName)) return
    changed.add(field)
    // Only one of a group is on.
    if (field.type === 'radio' && field.name)
      for (const other of scope.document.getElementsByName(field.name)) if ((other as Field).type === 'radio') changed.add(other as Field)
    request()
  }
  scope.listen(scope.window, 'input change', (event) => {
    note(event.composedPath()[0])
    scope.respond('input')
  })
  scope.listen(scope.window, 'reset', ({ target }) => {
    scope.later(0, () => [...((target as HTMLFormElement).elements ?? [])].forEach(note))
  })
  scope.onArrive.push((roots) => {
    for (const field of findAll(roots, fields)) if (!isAsWritten(field as Field)) tell(field as Field)
  })
  // Scripts set values without events.
  for (const [name, property] of [
    ['HTMLInputElement', 'value'],
    ['HTMLInputElement', 'checked'],
    ['HTMLTextAreaElement', 'value'],
    ['HTMLSelectElement', 'value'],
    ['HTMLSelectElement', 'selectedIndex'],
  ] as const)
    scope.patchSetter(scope.window[name].prototype, property, (field) => note(field as Field))
}
