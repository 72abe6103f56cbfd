import { isModestJson } from './json-text.ts'
import { lastAt } from '@playhead/wire'
import type { SessionSignal, SessionSignalOf } from './session-signal.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** What a state of the page was from a moment on. Neighbours share what did not change. */
export interface StateStep {
  readonly atMs: number
  readonly tab: string
  readonly name: string
  readonly action: string | undefined
  readonly value: Json | undefined
  /** The same state's value until then; undefined: it was not known. */
  readonly before: Json | undefined
  /** Its beginning is not in the recording: only what changed since is known. */
  readonly isPartial: boolean
}

export interface StateHistory {
  /** In order of time. */
  readonly steps: readonly StateStep[]
  /** The states of the document that a tab showed at a moment, each as of then, by name. */
  at(tab: string, atMs: number): StateStep[]
}

/** Rebuilds the page's own states from what was told of them. A document begins without any. */
export function stateHistoryOf(signals: readonly SessionSignal[]): StateHistory {
  const steps: StateStep[] = []
  const names = new Set<string>()
  const documents = new Map<string, { readonly atMs: number; readonly current: Map<string, StateStep> }>()
  /** By tab: when its documents began. */
  const starts = new Map<string, { atMs: number }[]>()
  for (const signal of signals) {
    if (signal.type === 'page' && beginsDocument(signal)) {
      const { tab, atMs } = signal
      documents.set(tab, { atMs, current: new Map() })
      const known = starts.get(tab)
      if (known) known.push({ atMs })
      else starts.set(tab, [{ atMs }])
    }
    if (signal.type !== 'appState') continue
    const document = documents.get(signal.tab) ?? { atMs: 0, current: new Map<string, StateStep>() }
    documents.set(signal.tab, document)
    const step = stepFrom(signal, document.current.get(signal.name))
    document.current.set(signal.name, step)
    steps.push(step)
    names.add(signal.name)
  }
  return {
    steps,
    at(tab, atMs) {
      const list = starts.get(tab) ?? []
      const sinceMs = list[lastAt(list, atMs)]?.atMs ?? -Infinity
      const found = new Map<string, StateStep>()
      for (let i = lastAt(steps, atMs); i >= 0 && steps[i]!.atMs >= sinceMs && found.size < names.size; i--) {
        const step = steps[i]!
        if (step.tab === tab && !found.has(step.name)) found.set(step.name, step)
      }
      return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
    },
  }
}

/** A route change and a page that comes back from the browser's memory keep their document. */
const beginsDocument = ({ kind }: SessionSignalOf<'page'>): boolean => kind !== 'route' && kind !== 'restore'

function stepFrom({ atMs, tab, name, action, isWhole, patch }: SessionSignalOf<'appState'>, last: StateStep | undefined): StateStep {
  const told = parse(patch)
  const isKnown = isWhole || (last !== undefined && !last.isPartial)
  const value = told === undefined ? last?.value : isWhole ? told : applyPatch(last?.value, told)
  return { atMs, tab, name, action, value, before: last?.value, isPartial: !isKnown || told === undefined }
}

function parse(text: string): Json | undefined {
  if (!isModestJson(text)) return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

export const isTree = (value: Json | undefined): value is readonly Json[] | { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null

/** Deeper paths are no state that a recorder told. */
const maxDepth = 64
const gone = '[gone]'

/**
 * A value with what changed: an object from JSON pointers to values, `"[gone]"` where there is none any more. The value
 * itself stays as it is. What lies where nothing is known is made up of what is told.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901
 */
export function applyPatch(value: Json | undefined, patch: Json): Json | undefined {
  if (!isTree(patch) || Array.isArray(patch)) return value
  let now = value
  for (const [pointer, told] of Object.entries(patch)) {
    const path = pointer
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    if (path.length <= maxDepth) now = setAt(now, path, told === gone ? undefined : told)
  }
  return now
}

function setAt(at: Json | undefined, [key, ...rest]: readonly string[], value: Json | undefined): Json | undefined {
  if (key === undefined) return value
  if (Array.isArray(at)) {
    const list = at as readonly Json[]
    const index = Number(key)
    // Lists grow and shrink at their end.
    if (!Number.isInteger(index) || index < 0 || index > list.length) return at
    const next = setAt(list[index], rest, value)
    return next === undefined ? list.slice(0, index) : [...list.slice(0, index), next, ...list.slice(index + 1)]
  }
  const known = isTree(at) ? (at as { readonly [key: string]: Json }) : {}
  const next = setAt(Object.hasOwn(known, key) ? known[key] : undefined, rest, value)
  if (next !== undefined) return { ...known, [key]: next }
  const { [key]: _, ...others } = known
  return others
}
