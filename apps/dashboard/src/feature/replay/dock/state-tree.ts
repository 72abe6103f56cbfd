import { isTree, type Json } from '@playhead/analysis'

/** One line of a value shown as a tree. */
export interface TreeRow {
  /** As a JSON pointer, to know the row again. */
  readonly pointer: string
  readonly key: string
  readonly depth: number
  readonly value: Json
  /** How many parts it has; 0: it cannot be opened. */
  readonly size: number
  readonly isOpen: boolean
}

/**
 * The lines of a value: parts of what is open. With a search, everything on the way to what fits by key or value is
 * open, and nothing else is there.
 */
export function treeRowsOf(value: Json, isOpen: (pointer: string, depth: number) => boolean, search: string = ''): TreeRow[] {
  const wanted = search.trim().toLowerCase()
  const rows: TreeRow[] = []
  function add(key: string, part: Json, pointer: string, depth: number): void {
    const entries = isTree(part) ? Object.entries(part as Readonly<Record<string, Json>>) : []
    const open = entries.length > 0 && (wanted ? true : isOpen(pointer, depth))
    rows.push({ pointer, key, depth, value: part, size: entries.length, isOpen: open })
    if (!open) return
    for (const [name, inner] of entries) {
      if (!wanted || holds(name, inner, wanted)) add(name, inner, pointerOf(pointer, name), depth + 1)
    }
  }
  if (!isTree(value)) return [{ pointer: '', key: '', depth: 0, value, size: 0, isOpen: false }]
  for (const [name, part] of Object.entries(value as Readonly<Record<string, Json>>))
    if (!wanted || holds(name, part, wanted)) add(name, part, pointerOf('', name), 0)
  return rows
}

const pointerOf = (pointer: string, key: string): string => `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`

function holds(key: string, value: Json, wanted: string): boolean {
  if (key.toLowerCase().includes(wanted)) return true
  if (!isTree(value)) return String(value).toLowerCase().includes(wanted)
  return Object.entries(value as Readonly<Record<string, Json>>).some(([name, part]) => holds(name, part, wanted))
}

/** A value in a few words: `"text"`, `12`, `{ 3 keys }`, `[ 2 items ]`. */
export function shortJson(value: Json | undefined): string {
  if (value === undefined) return 'nothing'
  if (!isTree(value)) return JSON.stringify(value)
  const size = Object.keys(value).length
  const noun = Array.isArray(value) ? 'item' : 'key'
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return size ? `${open!} ${size} ${noun}${size === 1 ? '' : 's'} ${close!}` : `${open!}${close!}`
}

/** A path as code would say it: `items[0].name`, `prices["a b"]`. */
export const pathText = (path: readonly string[]): string =>
  path
    .map((key, i) => (/^\d+$/.test(key) ? `[${key}]` : /^[a-z_$][\w$]*$/i.test(key) ? `${i ? '.' : ''}${key}` : `[${JSON.stringify(key)}]`))
    .join('') || 'all of it'
