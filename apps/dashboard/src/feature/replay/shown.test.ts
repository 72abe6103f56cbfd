import type { TimedSignal } from '@playhead/player'
import { expect, test } from 'vitest'
import { addressOf, type Places, shownAt } from './shown.ts'

const page = (atMs: number, tab: string, url: string) => ({ type: 'page', atMs, tab, url }) as Extract<TimedSignal, { type: 'page' }>
const viewport = (atMs: number, tab: string, width: number) =>
  ({ type: 'viewport', atMs, tab, width, height: 700 }) as Extract<TimedSignal, { type: 'viewport' }>
const places: Places = {
  turns: [
    { atMs: 5, tab: 'a' },
    { atMs: 900, tab: 'b' },
  ],
  pages: [page(5, 'a', 'https://x.example/1'), page(400, 'a', 'https://x.example/2'), page(900, 'b', 'https://x.example/3')],
  viewports: [viewport(5, 'a', 1000), viewport(500, 'a', 600), viewport(1200, 'b', 400)],
}

test('the tab that is looked at says which page and how large', () => {
  const at = (ms: number) => shownAt(places, 'z', ms)
  expect(at(0)).toEqual({ tab: 'a', url: 'https://x.example/1', width: 1000, height: 700 })
  expect(at(450)).toMatchObject({ url: 'https://x.example/2', width: 1000 })
  expect(at(899)).toMatchObject({ tab: 'a', width: 600 })
  expect(at(900)).toMatchObject({ tab: 'b', url: 'https://x.example/3', width: 400 })
})

test('a recording without signals shows its first tab', () =>
  expect(shownAt({ turns: [], pages: [], viewports: [] }, 'z', 10)).toEqual({ tab: 'z', url: '', width: 0, height: 0 }))

test('an address is host and path', () => expect(addressOf('https://x.example/a?b#c')).toBe('x.example/a?b#c'))
