import { expect, test } from 'vitest'
import { pathText, shortJson, treeRowsOf } from './state-tree.ts'

const cart = { items: [{ name: 'mug', price: 12 }], coupon: null, empty: {} }
const lines = (rows: ReturnType<typeof treeRowsOf>): string[] =>
  rows.map(({ pointer, depth, size, isOpen }) => `${depth} ${pointer} ${size} ${isOpen ? 'open' : ''}`.trim())

test('only what is open has its parts shown', () => {
  expect(lines(treeRowsOf(cart, () => false))).toEqual(['0 /items 1', '0 /coupon 0', '0 /empty 0'])
  expect(lines(treeRowsOf(cart, (_, depth) => depth < 2))).toEqual([
    '0 /items 1 open',
    '1 /items/0 2 open',
    '2 /items/0/name 0',
    '2 /items/0/price 0',
    '0 /coupon 0',
    '0 /empty 0',
  ])
})

test('a search opens the way to what fits, by key or by value', () => {
  expect(lines(treeRowsOf(cart, () => false, 'MUG'))).toEqual(['0 /items 1 open', '1 /items/0 2 open', '2 /items/0/name 0'])
  expect(lines(treeRowsOf(cart, () => false, 'coupon'))).toEqual(['0 /coupon 0'])
  expect(treeRowsOf(cart, () => true, 'nothing like it')).toEqual([])
})

test('a state that is no object is one line', () => {
  expect(treeRowsOf('on', () => true)).toMatchObject([{ value: 'on', size: 0 }])
})

test('keys with slashes stay apart', () => {
  expect(treeRowsOf({ 'a/b': { c: 1 }, a: { 'b/c': 1 } }, () => true).map(({ pointer }) => pointer)).toEqual([
    '/a~1b',
    '/a~1b/c',
    '/a',
    '/a/b~1c',
  ])
})

test('values and paths in a few words', () => {
  expect([undefined, null, 'a', [], [1], { a: 1, b: 2 }].map(shortJson)).toEqual([
    'nothing',
    'null',
    '"a"',
    '[]',
    '[ 1 item ]',
    '{ 2 keys }',
  ])
  expect(pathText(['items', '0', 'unit price', 'name'])).toBe('items[0]["unit price"].name')
  expect(pathText([])).toBe('all of it')
})
