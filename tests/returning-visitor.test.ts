import { expect, test } from 'vitest'
import { passDay } from '../apps/demo-shop/src/visitor/past.ts'
import { openVisit } from '../packages/recorder/src/session/visit-store.ts'

/** What openVisit needs of a window: a browser's storage, with what it kept from before. */
function windowWith(kept: readonly { name: string; value: string }[]): Window {
  const storageOf = (items: Map<string, string>): Partial<Storage> => ({
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: (name) => void items.delete(name),
  })
  const local = new Map(kept.map(({ name, value }) => [name, value]))
  return { localStorage: storageOf(local), sessionStorage: storageOf(new Map()), local } as unknown as Window
}
const keptBy = (window: Window): { name: string; value: string }[] =>
  [...(window as unknown as { local: Map<string, string> }).local].map(([name, value]) => ({ name, value }))

test('a visitor of the demo shop who comes back a day later begins a session of their own', () => {
  const before = windowWith([])
  const first = openVisit(before)
  const state = { cookies: [], origins: [{ origin: 'http://localhost:4700', localStorage: keptBy(before) }] }
  const second = openVisit(windowWith(passDay(state).origins[0]!.localStorage))
  expect({ isReturning: second.isReturning, visitor: second.visitor, isSame: second.session === first.session }).toEqual({
    isReturning: true,
    visitor: first.visitor,
    isSame: false,
  })
})
