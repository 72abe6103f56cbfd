import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyPatch, isTree, type Json, stateHistoryOf } from './app-state.ts'
import type { SessionSignal } from './session-signal.ts'
import { stateChangesOf } from './state-change.ts'

/** Values as recorders tell them: what is gone says so, so no text does. */
const jsonArb = fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes('[gone]')) as fc.Arbitrary<Json>

/** What the rules of the format say a patch is, written down a second time. */
function patchOf(before: Json, now: Json): Record<string, Json> {
  const patch = Object.create(null) as Record<string, Json>
  function compare(a: Json | undefined, b: Json | undefined, path: string): void {
    if (isTree(a) && isTree(b) && Array.isArray(a) === Array.isArray(b)) {
      const left = new Map(Object.entries(a))
      const right = new Map(Object.entries(b))
      for (const key of new Set([...left.keys(), ...right.keys()]))
        compare(left.get(key), right.get(key), `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    } else if (a !== b) patch[path] = b === undefined ? '[gone]' : b
  }
  compare(before, now, '')
  return patch
}
const told = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json

test('a patch leads from a state to the next one, whatever they hold', () => {
  fc.assert(
    fc.property(jsonArb, jsonArb, (a, b) => {
      const [before, now] = [told(a), told(b)]
      const kept = JSON.stringify(before)
      expect(applyPatch(before, told(patchOf(before, now)))).toEqual(now)
      expect(JSON.stringify(before)).toBe(kept)
    }),
  )
})

test('a session’s states are what was told, at every moment', () => {
  fc.assert(
    fc.property(fc.array(jsonArb, { minLength: 1, maxLength: 6 }), (values) => {
      const states = values.map(told)
      const signals = states.map((value, i): SessionSignal => {
        const patch = JSON.stringify(i ? patchOf(states[i - 1]!, value) : value)
        return { type: 'appState', timeMs: i, atMs: i * 10, tab: 't', name: 'app', isWhole: i === 0, patch }
      })
      // A name that no page can tell is refused, with what is in it.
      fc.pre(!JSON.stringify(signals).includes('__proto__'))
      const history = stateHistoryOf(signals)
      for (const [i, value] of states.entries()) expect(history.at('t', i * 10 + 5)).toMatchObject([{ value, isPartial: false }])
      expect(history.at('t', -1)).toEqual([])
    }),
  )
})

test('two states differ exactly where their changes say', () => {
  fc.assert(
    fc.property(jsonArb, jsonArb, (a, b) => {
      const [before, now] = [told(a), told(b)]
      const changes = stateChangesOf(before, now)
      expect(changes.length === 0).toBe(JSON.stringify(patchOf(before, now)) === '{}')
      expect(new Set(changes.map(({ path }) => JSON.stringify(path))).size).toBe(changes.length)
      for (const { kind, before: was, after } of changes)
        expect(kind).toBe(was === undefined ? 'added' : after === undefined ? 'removed' : 'changed')
    }),
  )
})
