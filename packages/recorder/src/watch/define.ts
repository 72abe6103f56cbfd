import type { Scope } from '../scope.ts'

/** Custom elements that have no definition yet, by name, and when they get one: `:defined` says so. */
export function watchDefine(scope: Scope): void {
  const { customElements, CustomElementRegistry } = scope.window
  const undefinedNames = new Set<string>()
  scope.patch(CustomElementRegistry?.prototype, 'define', (_, [name]) => {
    if (undefinedNames.delete(name as string)) scope.emit({ type: 'define', name: name as string, defined: true })
  })
  scope.onArrive.push((roots) => {
    if (roots[0] === scope.document) undefinedNames.clear()
    for (const name of roots.seen?.tags.keys() ?? [])
      if (name.includes('-') && !undefinedNames.has(name) && !customElements.get(name)) {
        undefinedNames.add(name)
        scope.emit({ type: 'define', name, defined: false })
      }
  })
}
