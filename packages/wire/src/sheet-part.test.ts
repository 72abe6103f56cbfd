import { expect, test } from 'vitest'
import { partEnd, spliceParts } from './sheet-part.ts'

const text = ['a', 'b', 'c'].join(partEnd)

test.each([
  [{ index: 3, removed: 0, css: 'd' }, 'a b c d'],
  [{ index: 1, removed: 1, css: ['x', 'y'].join(partEnd) }, 'a x y c'],
  [{ index: 0, removed: 2 }, 'c'],
  [{ index: 1, removed: 0, css: '' }, 'a  b c'],
])('W16: parts give way to others: %o', (edit, expected) => {
  expect(spliceParts(text, edit).replaceAll(partEnd, ' ')).toBe(expected)
})

test('W16: an empty text is one empty part', () => {
  expect(spliceParts('', { index: 0, removed: 1, css: 'a' })).toBe('a')
})
