import { isTree, type Json } from './app-state.ts'

/** One difference between two moments of a state; a value is undefined where there was none. */
export interface StateChange {
  readonly path: readonly string[]
  readonly kind: 'added' | 'removed' | 'changed'
  readonly before: Json | undefined
  readonly after: Json | undefined
}

/** More than these nobody reads one by one. */
const maxChanges = 500

/** What differs, outermost first: a part that came or went is one change, however much is in it. */
export function stateChangesOf(before: Json | undefined, after: Json | undefined): StateChange[] {
  const changes: StateChange[] = []
  function compare(a: Json | undefined, b: Json | undefined, path: readonly string[]): void {
    if (a === b || changes.length >= maxChanges) return
    if (isTree(a) && isTree(b) && Array.isArray(a) === Array.isArray(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) compare(partOf(a, key), partOf(b, key), [...path, key])
      return
    }
    changes.push({ path, kind: a === undefined ? 'added' : b === undefined ? 'removed' : 'changed', before: a, after: b })
  }
  compare(before, after, [])
  return changes
}

const partOf = (tree: object, key: string): Json | undefined =>
  Object.hasOwn(tree, key) ? (tree as Readonly<Record<string, Json>>)[key] : undefined
