import { findAll } from '../dom/find.ts'
import type { NewEvent, Scope } from '../scope.ts'

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement
const fields = 'input,textarea,select'

/** Setters and methods that change what a control shows, by type, without an event. */
const silent = {
  HTMLInputElement: 'value checked valueAsNumber valueAsDate stepUp stepDown setRangeText',
  HTMLTextAreaElement: 'value setRangeText',
  HTMLSelectElement: 'value selectedIndex',
  HTMLOptionElement: 'selected',
} as const

/**
 * What form controls show: masked values; checked boxes and selected options where choices may be told. Told when it is new: a control is asked at
 * every hint, and all are asked before a chunk is sealed, since frameworks keep setters from before the recording.
 */
export function watchInput(scope: Scope): void {
  const { window, privacy } = scope
  const changed = new Set<Field>()
  /** Controls of the recording, with what was told of them. */
  const shown = new Map<Field, string>()
  /** What was told of those that are typed into. */
  const told = new WeakMap<Field, string>()
  const request = scope.onFrame(() => {
    // Only one of a group is on. Once for each tree: a script may set every box of a page.
    const trees = new Set<Node>()
    for (const field of changed) if (field.type === 'radio') trees.add(field.getRootNode())
    for (const tree of trees) for (const other of (tree as ParentNode).querySelectorAll<Field>('[type=radio]')) changed.add(other)
    changed.forEach(tell)
    changed.clear()
  })
  const isBox = (field: Field): boolean => /^(?:checkbox|radio)$/.test(field.type)
  const selected = (field: Field): number[] => Array.from((field as HTMLSelectElement).selectedOptions, ({ index }) => index)
  const stateOf = (field: Field): string =>
    String(field.localName === 'select' ? selected(field) : isBox(field) ? (field as HTMLInputElement).checked : field.value)

  function tell(field: Field): void {
    const id = scope.idOf(field)
    const state = stateOf(field)
    if (!id || scope.numbering.blocked.has(field) || shown.get(field) === state) return
    shown.set(field, state)
    const event: NewEvent = { type: 'input', id }
    const isSelect = field.localName === 'select'
    if (privacy.hidesChoice(field)) return
    if (isSelect) event.selected = selected(field)
    else if (isBox(field)) event.checked = (field as HTMLInputElement).checked
    else if (/^(?:hidden|file|submit|button|reset|image)$/.test(field.type)) return
    else {
      event.value = privacy.value(field)
      // How often a masked value is told would say how long it is, and how somebody types.
      if (told.get(field) === event.value) return
      told.set(field, event.value)
    }
    scope.emit(event)
  }
  /** What a control shows by its HTML. */
  function writtenState(field: Field): string | null {
    if (field.localName === 'select')
      return Array.from((field as HTMLSelectElement).options).every((option) => option.selected === option.defaultSelected)
        ? stateOf(field)
        : null
    return String(isBox(field) ? (field as HTMLInputElement).defaultChecked : (field as HTMLInputElement).defaultValue)
  }
  function note(target: unknown): void {
    const at = target as Element | null | undefined
    const field = (at?.localName === 'option' ? at.closest('select') : at) as Field | null
    if (!field?.localName || !fields.split(',').includes(field.localName)) return
    changed.add(field)
    request()
  }
  scope.listen(window, 'input change', (event) => {
    note(event.composedPath()[0])
    scope.respond('input')
  })
  scope.listen(window, 'reset', ({ target }) => {
    scope.later(0, () => [...((target as HTMLFormElement).elements ?? [])].forEach(note))
  })
  scope.onArrive.push((roots) => {
    for (const field of findAll(roots, fields) as Iterable<Field>) {
      shown.delete(field)
      told.delete(field)
      const state = writtenState(field)
      if (state !== null) shown.set(field, state)
      tell(field)
    }
  })
  scope.onSeal.push(() => {
    for (const field of shown.keys()) {
      if (scope.idOf(field)) tell(field)
      else shown.delete(field)
    }
  })
  for (const [type, names] of Object.entries(silent))
    for (const name of names.split(' ')) {
      const { prototype } = window[type as keyof typeof silent]
      scope.patchSetter(prototype, name, note)
      if (/^s\w+[URD]/.test(name)) scope.patch(prototype, name, note)
    }
}
