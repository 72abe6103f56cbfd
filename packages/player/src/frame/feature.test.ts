import { expect, test } from 'vitest'
import { answerFeatures, answerMedia } from './feature.ts'

const phoneAtNight = {
  dark: true,
  reducedMotion: false,
  hover: false,
  coarse: true,
  moreContrast: false,
  forcedColors: false,
  pixelRatio: 3,
}
const desk = { ...phoneAtNight, dark: false, hover: true, coarse: false, moreContrast: true, reducedMotion: true }
const [yes, no] = ['(min-width:0)', '(max-width:0)']

test.each([
  ['(prefers-color-scheme: dark)', yes, no],
  ['(prefers-color-scheme:light)', no, yes],
  ['(prefers-reduced-motion)', no, yes],
  ['(prefers-reduced-motion: no-preference)', yes, no],
  ['screen and (Hover: hover) and (any-hover:none)', `screen and ${no} and ${yes}`, `screen and ${yes} and ${no}`],
  ['(pointer:coarse), (any-pointer: fine)', `${yes}, ${no}`, `${no}, ${yes}`],
  ['(pointer)', yes, yes],
  ['(prefers-contrast: more)', no, yes],
  ['(prefers-contrast: less)', no, no],
  ['(forced-colors: none)', yes, yes],
  ['not (forced-colors:active)', `not ${no}`, `not ${no}`],
  ['(min-width: 600px)', '(min-width: 600px)', '(min-width: 600px)'],
])('%s', (media, atNight, atDesk) => {
  expect(answerMedia(media, phoneAtNight)).toBe(atNight)
  expect(answerMedia(media, desk)).toBe(atDesk)
})

test('only questions are answered: selectors, and schemes that leave no choice, stay', () => {
  const css = '@media (prefers-color-scheme:dark){a:is(hover){color-scheme:dark}}:root{color-scheme: light dark;prefers-color-scheme: x}'
  expect(answerFeatures(css, phoneAtNight)).toBe(
    `@media ${yes}{a:is(hover){color-scheme:dark}}:root{color-scheme:dark;prefers-color-scheme: x}`,
  )
  expect(answerFeatures(css, desk)).toContain(':root{color-scheme:light;')
  expect(answerFeatures(css, null)).toBe(css)
})
