import { expect, test } from 'vitest'
import { maskHtml } from './html.ts'
import type { Level } from './level.ts'
import { createTokens } from './token.ts'

const mask = (html: string, level: Level, decisions: Parameters<typeof maskHtml>[1]['decisions'] = new Map()): string =>
  maskHtml(html, {
    firstId: 1,
    level,
    namespace: 'html',
    parentTag: 'body',
    base: 'https://a.example/',
    tokens: createTokens(),
    decisions,
    parentId: 0,
    splits: new Map(),
    empties: new Map(),
  }).html

test.each([
  ['<p><b>4111</b> <b>1111</b> <b>1111</b> <i>1111</i></p>', '<p><b>0000</b> <b>0000</b> <b>0000</b> <i>0000</i></p>'],
  ['<p>janedoe<wbr>@example.com &amp; co</p>', '<p>xxxxxxx<wbr>@xxxxxxx.xxx &amp; co</p>'],
  ['<p>a&amp;b <span>+49 30</span>&nbsp;<em>9018</em> now</p>', '<p>a&amp;b <span>+00 00</span>&nbsp;<em>0000</em> now</p>'],
  ['<ul><li>1</li><li>22</li><li>333</li></ul>', '<ul><li>1</li><li>22</li><li>333</li></ul>'],
  ['<p>12</p><p>345</p>', '<p>12</p><p>345</p>'],
  ['<a>1</a> <a>2</a> <a>3</a> <a>4</a> <a>5</a>', '<a>1</a> <a>2</a> <a>3</a> <a>4</a> <a>5</a>'],
  ['<p>Chapter <b>12</b> of <i>2024</i></p>', '<p>Chapter <b>12</b> of <i>2024</i></p>'],
])('balanced: %s', (html, told) => {
  expect(mask(html, 2)).toBe(told)
})

test('a line ends where another level begins', () => {
  expect(mask('<p>12<b>345</b></p>', 2, new Map([[3, { marker: 'unmask' }]]))).toBe('<p>12<b>345</b></p>')
})

const modules = (count: number): string => Array.from({ length: count }, (_, i) => `m${i % 9} ${i % 7}h7v1H0z`).join('')
const times = (count: number, piece: (i: number) => string): string => Array.from({ length: count }, (_, i) => piece(i)).join('')

test.each([
  ['one path', `<path d="M0 0h7v1H0z${modules(200)}"></path>`],
  ['stroked rows', `<path stroke="#000" d="M4 4.5h7${'m1 0h1m2 0h3'.repeat(60)}"></path>`],
  ['squares', times(210, (i) => `<rect x="${i % 21}" y="${i}" width="1" height="1"></rect>`)],
  ['symbols', times(210, (i) => `<use href="#p" x="${i}" y="${i * 2}"></use>`)],
  ['a path for each', times(210, (i) => `<path d="M${i} ${i * 2}h1v1h-1z"></path>`)],
])('a code drawn as %s is blank where text is masked', (_, shapes) => {
  for (const level of [3, 4] as const)
    expect(mask(`<svg viewBox="0 0 29 29"><g fill="black">${shapes}</g></svg>`, level)).not.toMatch(/ (?:d|x|y|width|height|href)="/)
  const drawn = / (?:d|x|y|width|height)="/g
  expect(mask(`<svg>${shapes}</svg>`, 2).match(drawn)).toEqual(shapes.match(drawn))
})

test.each([
  times(60, (i) => `<rect x="${i}" y="0" width="8" height="${i}"></rect>`),
  times(300, (i) => `<rect x="${i}" y="0" width="8" height="${i}"></rect>`),
  '<path d="M3 12h18M3 6h18M3 18h18"></path>',
  `<path d="M0 0${'c1 2 3 4 5 6'.repeat(200)}z"></path>`,
])('a chart and an icon stay', (shapes) => {
  expect(mask(`<svg>${shapes}</svg>`, 3)).toBe(`<svg>${shapes}</svg>`)
})

test('no choice is told where text is masked', () => {
  const form =
    '<input type="radio" checked=""><input type="checkbox" checked=""><select><option>a</option><option selected="">b</option></select><p role="radio" aria-checked="true">a</p>'
  for (const level of [3, 4] as const) expect(mask(form, level)).not.toMatch(/checked=|selected=/)
  expect(mask('<p role="tab" aria-selected="true" aria-pressed="true">a</p>', 4)).not.toMatch(/aria/)
  for (const level of [0, 1, 2] as const) expect(mask(form, level).match(/checked=|selected=/g)).toHaveLength(4)
})
