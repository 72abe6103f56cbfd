import { describe, expect, test } from 'vitest'
import { applyPatch, stateHistoryOf } from './app-state.ts'
import type { SessionSignal } from './session-signal.ts'
import { stateChangesOf } from './state-change.ts'

const state = (atMs: number, patch: unknown, more: object = {}): SessionSignal => ({
  type: 'appState',
  timeMs: atMs,
  atMs,
  tab: 't',
  name: 'cart',
  isWhole: false,
  patch: JSON.stringify(patch),
  ...more,
})
const page = (atMs: number, kind: string): SessionSignal =>
  ({ type: 'page', timeMs: atMs, atMs, tab: 't', view: 'v', url: 'https://shop.example/', title: '', kind }) as SessionSignal

test('pointers are read as they are written: / and ~ within keys, lists by place', () => {
  const value = { 'a/b': { '~': 1 }, list: [1, 2, 3] }
  expect(applyPatch(value, { '/a~1b/~0': 2, '/list/0': 9, '/list/1': '[gone]', '/list/2': '[gone]' })).toEqual({
    'a/b': { '~': 2 },
    list: [9],
  })
})

test('places that no list can have change nothing', () => {
  expect(applyPatch([1], { '/1000000000': 2, '/-1': 2, '/x': 2 })).toEqual([1])
})

describe('a history', () => {
  test('begins anew with a document, and goes on over a route', () => {
    const history = stateHistoryOf([
      page(0, 'load'),
      state(10, { count: 1 }, { isWhole: true }),
      page(20, 'route'),
      state(30, { '/count': 2 }, { action: 'add' }),
      page(40, 'load'),
      state(50, { count: 0 }, { isWhole: true }),
    ])
    expect([15, 25, 35, 45, 55].map((atMs) => history.at('t', atMs).map(({ value }) => value))).toEqual([
      [{ count: 1 }],
      [{ count: 1 }],
      [{ count: 2 }],
      [],
      [{ count: 0 }],
    ])
    expect(history.steps.map(({ before }) => before)).toEqual([undefined, { count: 1 }, undefined])
    expect(history.at('another', 35)).toEqual([])
  })

  test('says when its beginning is missing, until it is told whole', () => {
    const { steps } = stateHistoryOf([state(0, { '/a': 1 }), state(1, { '/b': 2 }), state(2, { a: 3 }, { isWhole: true })])
    expect(steps.map(({ value, isPartial }) => [value, isPartial])).toEqual([
      [{ a: 1 }, true],
      [{ a: 1, b: 2 }, true],
      [{ a: 3 }, false],
    ])
  })

  test('what is no JSON changes nothing, and says that something is missing', () => {
    const { steps } = stateHistoryOf([state(0, { a: 1 }, { isWhole: true }), state(1, 0, { patch: '{"/a":' })])
    expect(steps[1]).toMatchObject({ value: { a: 1 }, isPartial: true })
  })
})

test('changes are told outermost first', () => {
  expect(stateChangesOf({ a: 1, b: { c: 1 }, d: [1] }, { a: 2, d: [1, { x: 1 }] })).toEqual([
    { path: ['a'], kind: 'changed', before: 1, after: 2 },
    { path: ['b'], kind: 'removed', before: { c: 1 }, after: undefined },
    { path: ['d', '1'], kind: 'added', before: undefined, after: { x: 1 } },
  ])
})
