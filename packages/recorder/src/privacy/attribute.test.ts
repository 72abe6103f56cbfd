import { expect, test } from 'vitest'
import { recordAttribute } from './attribute.ts'
import { createTokens } from './token.ts'

const strict = (name: string, value: string, tag = 'div', isHtml = true): string | null =>
  recordAttribute(name, value, { tag, isHtml, level: 3, base: 'https://a.example/', isSecret: false, get: () => undefined }, createTokens())

test.each(['aria-controls', 'aria-owns', 'aria-describedby', 'aria-details', 'for', 'size', 'width', 'height', 'style'])(
  '%s tells no long number, however it is parted',
  (name) => {
    for (const number of ['555-867-5309', '4111 1111 1111 1111', '123-45-6789', '1984/02/11', '12.02.1984'])
      for (const value of name === 'style' ? [`--a:${number}`, `--a: "${number}"`] : [number, `a ${number}`])
        expect(strict(name, value) ?? '', value).not.toMatch(/(?:[1-8]\D*){5}/)
  },
)

test('an attribute that SVG does not know tells no long number', () => {
  expect(strict('user-phone', '555-867-5309', 'path', false)).toBe(null)
})

test.each([
  ['width', '1440', true],
  ['height', '33.33333%', true],
  ['width', '1024.5px', true],
  ['media', '(min-width: 1024px) and (max-width: 1439.98px)', true],
  ['style', 'width:1024.5px;height:33.33333%;transform:matrix(1, 0, 0, 1, 120.5, 33.25)', true],
  ['stroke-dasharray', '251.25 251.25', false],
  ['stroke-width', '1.33333', false],
  ['transform', 'matrix(1 0 0 1 120.5 33.25)', false],
  ['points', '10,20 30,40 50,60', false],
  ['viewBox', '0 0 1024 1024', false],
] as const)('%s="%s" stays', (name, value, isHtml) => {
  expect(strict(name, value, isHtml ? 'img' : 'path', isHtml)).toBe(value)
})
