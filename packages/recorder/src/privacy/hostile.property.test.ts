import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recordCss } from './css.ts'
import { isDataTold } from './data-url.ts'
import { createHash, secretFrom } from './hash.ts'
import { templateOf } from './path.ts'
import { maskPersonal } from './text.ts'
import { createTokens } from './token.ts'
import { recordUrl } from './url.ts'

/**
 * A page's text, repeated: what looks at it must not look at it again and again. The bar is that nothing hangs: a filter
 * that grows with the square of its text needs minutes for these, the others some milliseconds.
 */
const sizeBytes = 200_000
const mostMs = 2_000
const pieces =
  `[ ] [a= " ' ( ) { } ; : , . / // /* */ \\ -- - _ # @ @x @import @namespace url( format( local( font-a-settings: grid: --a: counter: symbols:
 view-transition( ::view-transition < > <a <style </style> aria data-x= = & &# % %4 0 1 a A é 字 ~ ? ! + e0 \\f000 @a.b http:// data: data:image/svg+xml,`
    .split(/\s+/)
    .concat(' ', '\n', ' [', '; ')

const hash = createHash(secretFrom())
const filters: Readonly<Record<string, (text: string) => unknown>> = {
  css: (text) => recordCss(text, 'https://a.example/', 3, hash),
  'data url': (text) => isDataTold(`data:image/svg+xml,${text}`, 2),
  url: (text) => recordUrl(text, hash, 'https://a.example/'),
  path: templateOf,
  text: maskPersonal,
  tokens: (text) => createTokens().learn(text),
}

test.each(Object.keys(filters))(
  'no text makes the filter hang: %s',
  (name) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 }), fc.constantFrom(...pieces), (unit, head) => {
        const text = head + unit.join('').repeat(Math.ceil(sizeBytes / unit.join('').length))
        const fromMs = performance.now()
        filters[name]!(text)
        expect(performance.now() - fromMs, JSON.stringify([head, unit])).toBeLessThan(mostMs)
      }),
      { numRuns: 150, interruptAfterTimeLimit: 15_000, examples: pieces.map((piece) => [[piece], '@x '] as [string[], string]) },
    )
  },
  60_000,
)
