import type { InspectedNode } from '@playhead/player'
import { expect, test } from 'vitest'
import { inspectorRowsOf, type KnownTree, nameOf, nothingKnown, selectorOf, withChildren } from './inspector.ts'

const node = (id: number, name: string, path: number[], more: Partial<InspectedNode> = {}): InspectedNode => ({
  id,
  name,
  path,
  attributes: [],
  text: '',
  children: 0,
  box: [],
  ...more,
})
const html = node(2, 'html', [], { children: 1 })
const body = node(3, 'body', [2], { children: 4 })
const main = node(5, 'main', [2, 3], { attributes: [['id', 'shop'], ['class', ' wide  open ']], children: 2 }) // prettier-ignore
const inMain = [2, 3, 5]
const tree: KnownTree = [
  [0, [html]],
  [2, [body]],
  [3, [node(4, '#text', [2, 3], { text: '\n ' }), main, node(6, 'p', [2, 3]), node(7, 'p', [2, 3])]],
  [5, [node(8, 'b', inMain), node(9, '#shadow-root', inMain)]],
  [9, [node(10, 'i', [...inMain, 9])]],
].reduce((known, [id, found]) => withChildren(known, id as number, found as InspectedNode[]), nothingKnown)
const lines = (open: number[]): string[] =>
  inspectorRowsOf(tree, new Set(open)).map(({ node: { name }, depth, isOpen }) => `${depth} ${name}${isOpen ? ' open' : ''}`)

test('only what is open shows what is in it, and white space never', () => {
  expect(lines([])).toEqual(['0 html'])
  expect(lines([2, 3, 6])).toEqual(['0 html open', '1 body open', '2 main', '2 p', '2 p'])
})

test('what is asked again replaces what was known', () => {
  expect(inspectorRowsOf(withChildren(tree, 3, [main]), new Set([2, 3])).map(({ node: { id } }) => id)).toEqual([2, 3, 5])
})

test('selectors begin at the nearest id, or at the root, and stay within a shadow root', () => {
  const of = (id: number): string => selectorOf(tree, tree.nodes.get(id)!)
  expect([5, 8, 7, 10].map(of)).toEqual(['#shop', '#shop > b', 'html > body > p:nth-of-type(2)', 'i'])
})

test('a name says id and classes', () => {
  expect(nameOf(main)).toBe('main#shop.wide.open')
})
