import { findAll } from '../dom/find.ts'
import type { Scope } from '../scope.ts'

const fields = 'Input TextArea Select Button Output FieldSet Object'

/**
 * States that no attribute says: `indeterminate`, `invalid` by script, `:user-invalid` and `:target`, which depend on
 * what the visitor did, and what custom elements declare of themselves.
 */
export function watchElementState(scope: Scope): void {
  const { window, document, privacy, numbering } = scope
  const due = new Set<Element>()
  /** What the reader has as being on. */
  let told = new WeakMap<Element, ReadonlySet<string>>()
  const customStates = new WeakMap<Element, CustomStateSet>()
  const hosts = new WeakMap<object, Element>()
  /** Custom elements whose states were taken before they could be watched, and the names of states that such have had. */
  const unknown = new Set<Element>()
  const names = new Set<string>()
  let target: Element | null = null
  const request = scope.onFrame(tell)
  const note = (element: unknown): void => {
    if (!element) return
    due.add(element as Element)
    request()
  }

  function noteTarget(): void {
    note(target)
    note((target = document.querySelector(':target')))
  }
  function isIn(element: Element, selector: string): boolean {
    try {
      return element.matches(selector)
    } catch {
      // Not a name that CSS can say, or that this browser knows.
      return false
    }
  }
  function statesOf(element: Element): Set<string> {
    const { indeterminate, validity, type } = element as HTMLInputElement
    const states = new Set<string>()
    if (indeterminate && type === 'checkbox') states.add('indeterminate')
    if (validity?.customError) states.add('invalid')
    for (const name of [':target', ':user-invalid']) if (isIn(element, name)) states.add(name)
    const custom = customStates.get(element) ?? (unknown.has(element) ? [...names].filter((name) => isIn(element, `:state(${name})`)) : [])
    for (const name of custom) if (privacy.level < 2 || privacy.tokens.has(name)) states.add(name)
    return states
  }
  function tell(): void {
    for (const element of due) {
      const id = scope.idOf(element)
      if (!id) continue
      const before = told.get(element) ?? new Set()
      const states = statesOf(element)
      told.set(element, states)
      for (const name of states) if (!before.has(name)) scope.emit({ type: 'elementState', id, name, on: true })
      for (const name of before) if (!states.has(name)) scope.emit({ type: 'elementState', id, name, on: false })
    }
    due.clear()
  }

  scope.patchSetter(window.HTMLInputElement.prototype, 'indeterminate', note)
  // A box that is clicked is no longer indeterminate, what was typed or sent may be invalid.
  scope.listen(window, 'input change invalid', (event) => note(event.composedPath()[0]))
  scope.listen(window, 'reset', (event) => [...(event.composedPath()[0] as HTMLFormElement).elements].forEach(note))
  scope.listen(window, 'hashchange load', noteTarget)
  for (const name of fields.split(' ')) scope.patch(window[`HTML${name}Element` as 'HTMLInputElement'].prototype, 'setCustomValidity', note)
  for (const name of ['add', 'delete', 'clear'])
    scope.patch(window.CustomStateSet?.prototype, name, (states, [state]) => {
      const host = hosts.get(states as object)
      if (host) return note(host)
      if (state) names.add(String(state))
      unknown.forEach(note)
    })
  scope.patch(window.HTMLElement.prototype, 'attachInternals', (host, _, made) => {
    const element = host as HTMLElement
    const { states, shadowRoot } = made as ElementInternals
    if (states) {
      customStates.set(element, states)
      hosts.set(states, element)
      unknown.delete(element)
    }
    // A root that HTML declared as closed is seen by its element alone.
    if (!shadowRoot || numbering.shadowRootOf(element)) return
    scope.closedRoots.set(element, shadowRoot)
    if (scope.idOf(element)) scope.requestKeyframe()
  })
  scope.onArrive.push((roots) => {
    if (roots[0] === document) told = new WeakMap()
    const arrived = [...findAll(roots, 'input,textarea,select')]
    for (const element of unknown) if (!scope.idOf(element)) unknown.delete(element)
    for (const [tag, elements] of roots.seen?.tags ?? [])
      if (tag.includes('-'))
        for (const element of elements) {
          arrived.push(element)
          // Made before the recording, or without internals.
          if (!customStates.has(element) && window.customElements.get(tag)) unknown.add(element)
        }
    for (const element of arrived) {
      told.delete(element)
      if (statesOf(element).size) due.add(element)
    }
    if (roots[0] === document) noteTarget()
    tell()
  })
}
