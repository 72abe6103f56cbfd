import type { Extra, Scope } from '../scope.ts'
import { createNames, createRedact, type Json, type RedactOptions, tellLabel } from './redact.ts'

/** The page's own state, by names that the site gives it. */
export interface StateExtra extends Extra {
  /** What `name` is from now on. It is told once per frame at most, and never throws. */
  tell(name: string, value: unknown, action?: string): void
}

/** Longer ones are not told, but counted. */
const maxLength = 64_000

/**
 * Records state that the site tells: whole at first, then what changed as a JSON object from JSON pointers to values,
 * `"[gone]"` where there is none any more.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901
 */
export function createState(options: RedactOptions = {}): StateExtra {
  const current = new Map<string, { readonly value: unknown; readonly action: string | undefined }>()
  const listeners = new Set<(name: string) => void>()
  function extra(scope: Scope): void {
    const redact = createRedact(scope, options)
    const names = createNames(scope)
    const told = new Map<string, Json>()
    const due = new Set<string>()
    function flush(): void {
      for (const name of due) {
        due.delete(name)
        const found = current.get(name)
        if (!found) continue
        const { value, action } = found
        const next = redact(value)
        const before = told.get(name)
        const patch = before === undefined ? next : changesOf(before, next)
        // What an action changed may be masked: that it was done is told all the same.
        if (before !== undefined && action === undefined && !Object.keys(patch as object).length) continue
        const text = JSON.stringify(patch)
        if (text.length > maxLength) {
          told.delete(name)
          scope.lose('extra', 1, 'state')
          continue
        }
        told.set(name, next)
        scope.emit({
          type: 'appState',
          name: tellLabel(scope, name, names.tell),
          action: action === undefined ? undefined : tellLabel(scope, action, scope.privacy.strictText),
          isWhole: before === undefined,
          patch: text,
        })
      }
    }
    const request = scope.onFrame(flush)
    const note = (name: string): void => {
      due.add(name)
      request()
    }
    listeners.add(note)
    scope.onStop(() => listeners.delete(note))
    scope.onSeal.push(flush)
    for (const name of current.keys()) note(name)
  }
  return Object.assign(extra, {
    tell(name: string, value: unknown, action?: string): void {
      let text = ''
      try {
        text = String(name)
      } catch {
        // It cannot be said.
      }
      current.set(text, { value, action: typeof action === 'string' ? action : undefined })
      for (const note of listeners) note(text)
    },
    forget: () => current.clear(),
  })
}

const isTree = (value: Json | undefined): value is Readonly<Record<string, Json>> => typeof value === 'object' && value !== null

/** JSON pointers of what is not the same, with what is there now. */
function changesOf(before: Json, now: Json): Record<string, Json> {
  const changes: Record<string, Json> = {}
  function compare(a: Json | undefined, b: Json | undefined, path: string): void {
    if (isTree(a) && isTree(b) && Array.isArray(a) === Array.isArray(b))
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
        compare(a[key], b[key], `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    else if (a !== b) changes[path] = b ?? (b === null ? null : '[gone]')
  }
  compare(before, now, '')
  return changes
}
