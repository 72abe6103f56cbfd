import { expect, test } from 'vitest'
import { leastMsOf } from '../../../../tests/e2e/harness/cpu-time.ts'
import { type CssMap, rewriteCss } from './css.ts'

const map: CssMap = {
  url: (address) => `blob:${address}`,
  sheet: (address) => (address === 'known.css' ? { css: 'b{c:url(d)}', map } : null),
}

test.each([
  ['a{background:url(x.png)}', 'a{background:url("blob:x.png")}'],
  ['a{background:url( "x y.png" )}', 'a{background:url("blob:x y.png")}'],
  ["a{background:url('x\\29.png')}", 'a{background:url("blob:x).png")}'],
  ['a{content:"url(x)"}', 'a{content:"url(x)"}'],
  ['/* url(x) @import "y"; */a{}', '/* url(x) @import "y"; */a{}'],
  ['@import "gone.css"; a{}', ' a{}'],
  ['@import url(https://a.example/x.css) screen;a{b:url(c)}', 'a{b:url("blob:c")}'],
  ['@import url("known.css") print;a{}', '@media print{b{c:url("blob:d")}}a{}'],
  ['@import "known.css" layer(base);', '@layer base{b{c:url("blob:d")}}'],
  ['a:hover,b:focus-visible>c{}', 'a[ph-hover],b[ph-focus-visible]>c{}'],
  ['a:target>b:user-invalid,c:target-within{}', 'a[ph-target]>b[ph-user-invalid],c:target-within{}'],
  ['a:active,b:active-x{}', 'a[ph-active],b:active-x{}'],
  ['a:hover-x{}a:focus{b:url(c)}', 'a:hover-x{}a[ph-focus]{b:url("blob:c")}'],
  ['a{b:image-set("x.png" 1x, "y.png" 2x);c:"x.png"}', 'a{b:image-set("blob:x.png" 1x, "blob:y.png" 2x);c:"x.png"}'],
  [
    'a{height:100vh;margin:-2.5svh;b:calc(50dvh - 1px)}',
    'a{height:calc(100*var(--ph-vh,1vh));margin:calc(-2.5*var(--ph-vh,1svh));b:calc(calc(50*var(--ph-vh,1dvh)) - 1px)}',
  ],
  ['@media (min-height:50vh){.w-50vh{height:1vh}}', '@media (min-height:50vh){.w-50vh{height:calc(1*var(--ph-vh,1vh))}}'],
  ['a{--x:"9vh";c:var(--v9vh)}', 'a{--x:"9vh";c:var(--v9vh)}'],
  ['a{b:u\\72l(x);c:\\75 RL("y");d:\\u\\r\\l(z)}', 'a{b:url("blob:x");c:url("blob:y");d:url("blob:z")}'],
  ['a{b:\\65 x;c:"\\2014"}', 'a{b:\\65 x;c:"\\2014"}'],
  ['a{b:url(x', 'a{b:url("blob:x")'],
  ['a{b:url("x', 'a{b:url("blob:x")'],
  // What browsers take for an address that is none ends at the first bracket; a string ends with its line.
  ['a{b:url(x"/*)}p{c:url(y)}/*"*/}', 'a{b:url()}p{c:url("blob:y")}/*"*/}'],
  ['a{b:"\r}p{c:url(y)}d{e:"}', 'a{b:"\r}p{c:url("blob:y")}d{e:"}'],
  ['@import "known.css" /*;"*/ print;a{}', '@media print{b{c:url("blob:d")}}a{}'],
  ['@import"gone.css";a{}', 'a{}'],
  [`a{b:${'('.repeat(1000)}`, ''],
  ['a{b:url(data:image/png;base64,AA==)}', 'a{b:url("blob:data:image/png;base64,AA==")}'],
])('%s', (css, expected) => {
  expect(rewriteCss(css, map)).toBe(expected)
})

test('a quote in an address cannot end the address', () => {
  expect(rewriteCss('a{b:url("x\\"),url(y")}', { url: (address) => address, sheet: () => null })).toBe('a{b:url("x\\22 ),url(y")}')
})

test.each([
  ['an import before much space', `@import${' '.repeat(100_000)}{`],
  ['imports that do not end', `${'@import x '.repeat(100_000)}{`],
  ['an address between much space', `a{b:url(${' '.repeat(100_000)}x ${' '.repeat(100_000)}y)}`],
  ['sets within sets', `a{b:${'image-set(x)'.repeat(100_000)}}`],
  ['a long number', `@media{a{b:${'1'.repeat(200_000)}}c{d:1vh}}`],
])('%s takes linear time', async (_name, css) => {
  for (const isInFrame of [false, true]) expect(await leastMsOf(500, () => rewriteCss(css, { ...map, isInFrame }))).toBeLessThan(500)
})

test('many heights take linear time', async () => {
  expect(await leastMsOf(1000, () => rewriteCss(`a{b${':1vh'.repeat(100_000)}}`, map))).toBeLessThan(1000)
})

test.each([
  [':root{--x:1}html:hover{}', '[ph-root]{--x:1}html[ph-hover]{}'],
  [
    'a{width:50vw;height:1dvh;margin:-.5rem;b:2em}',
    'a{width:calc(50*var(--ph-vw,1vw));height:calc(1*var(--ph-vh,1dvh));margin:calc(-.5*var(--ph-rem,1rem));b:2em}',
  ],
  ['@media (max-width:40rem){a{b:c}}', '@container ((max-width:40rem)){a{b:c}}'],
  [
    '@media only screen and (min-width: 1px) and (max-width:9px),(600px <= width){a{b:1rem}}',
    '@container ((min-width: 1px) and (max-width:9px)) or ((600px <= width)){a{b:calc(1*var(--ph-rem,1rem))}}',
  ],
  ['@media print{a{}}@media (hover) and (width:1px){}', '@media print{a{}}@media (hover) and (width:1px){}'],
])('in an iframe: %s', (css, expected) => {
  expect(rewriteCss(css, { ...map, isInFrame: true })).toBe(expected)
})

test('the elements that stand for iframes are called otherwise', () => {
  expect(rewriteCss('iframe,p>iframe.x:not(iframe){}.iframe,#iframe,[iframe],x-iframe,[a=iframe]{b:"iframe"}', map)).toBe(
    'ph-iframe,p>ph-iframe.x:not(ph-iframe){}.iframe,#iframe,[iframe],x-iframe,[a=iframe]{b:"iframe"}',
  )
})
