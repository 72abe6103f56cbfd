import { expect, test } from 'vitest'
import { createHash, secretFrom } from './hash.ts'
import { recordCss, saysNoText } from './css.ts'

const strict = (css: string): string => recordCss(css, 'https://a.example/', 3, createHash(secretFrom()))

test.each([
  '.b::before{content:"x;Secret"}',
  '.b::before{content:"x}Secret"}',
  '.b::before{c\\6fntent:"Secret"}',
  '.e{list-style-type:"Secret"}',
  '@counter-style z{symbols:"Secret"}',
  '.o::before{content : var(--x, "Secret")}',
  ".k::before{content:'\\'Secret'}",
  '.c{--name:Secret}',
  '.c{--name:secret}',
  '.c{--name:"a;Secret"}',
  '.c{--name:{"a":"Secret"}}',
  '.c{--name:/*Secret*/red}',
  '.c{--a:f(Secret);--b:(1px + secret)}',
  '--name:secret;color:red',
  'width:1px;/*Secret*/',
  '.g{background:url("data:image/svg+xml,<svg>Secret</svg>")}',
  '.g{background:url(data:image/png;base64,Secret)}',
  '.f{font-family:"Secret Sans",secret,serif}',
  '.f{font:italic 12px/1.5 Secret}',
  '.f{font-feature-settings:"Secret"}',
  '@font-face{font-family:Secret;src:local("Secret") format("Secret")}',
  '.g{grid-template-areas:"secret secret" "secret ."}',
  '.g{grid-area:secret}.h{grid-column:secret-start/secret-end}.i{grid-template-columns:[secret-start] 1fr}',
  'p[data-user="secret"]{color:red}',
  'p[title*=Secret i],a[href^="/u/secret"]{color:red}',
  '@media all{p[data-user=secret]{color:red}}',
  'view-transition-name:secret',
  'viewTransitionName:secret',
  'fontFamily:secret',
  '::view-transition-old(secret):only-child{color:red}::view-transition-group( *.secret ){color:red}',
  '.a{view-transition-class:secret}:root:active-view-transition-type(secret, Secret2){color:red}',
  '@font-face{font-family:a;src:local(Secret),local( secret sans )}',
  '@import "secret:x";',
  '@font-feature-values Secret Sans{@styleset{nice:12}}',
  '@namespace s "https://a.example/?secret";',
  '@import "a.css?secret";',
  '.z::before{content:"\\53\\65\\63 ret"}',
  '@counter-style z{symbols:secreta secretb}',
  '@counter-style z{additive-symbols:10 secret,1 "Secret";prefix:secret;suffix:Secret;negative:secret;pad:3 secret}',
  '@property --x{syntax:"*";inherits:false;initial-value:secret}',
  '.z{counter-reset:a/*secret*/1}',
])('%s', (css) => {
  expect(strict(css)).not.toMatch(/secret|\\53/i)
})

test.each([
  '--phone:555-867-5309',
  '--phone:555 867 5309;color:red',
  '.a{counter-reset:bal 48123}',
  '.a{counter-set:a 0 bal 8812}',
  'counter-increment:bal 555',
  'counterSet:bal 555',
  '.a{counter-reset:a 8 b 8 c 1 d 2 e 1}',
  '.a{--n:4711;--m:8812}',
  '@property --x{initial-value:4711}',
  '--n:4711eur',
  '--n:8812kg',
  '.a{--card:4111 1111 1111 1111}',
  '--ssn:123-45-6789',
  '--grid-ssn:123-45-6789',
  '--dob:1984-02-11',
  '--dob:"1984-02-11"',
  '--balance:8812.55',
  '--phone:f(555,867,5309)',
  '.f{font-family:"Jo 555-867-5309"}',
  '.g{grid-area:a-555-867-5309}',
  'p[data-user="a-555-867-5309"]{color:red}',
])('%s tells no long number', (css) => {
  expect(strict(css)).not.toMatch(/555|867|5309|4111|4711|1111|123|6789|1984|8812|[1-8]\D*[1-8]\D*[1-8]\D*[1-8]/)
})

test.each([
  '.a{font-family:"Segoe UI",-apple-system,Arial,sans-serif;font:italic bold 12px/1.5 "Times New Roman",serif}',
  'input[type="checkbox"],[dir=rtl] a[href^="http"],[class*="icon-"]{color:red}',
  '.g{grid-template:auto 1fr/repeat(2,minmax(0,1fr));grid-column:span 2/-1;grid-auto-flow:row dense}',
  ':root{--space:4px;--line:1px solid #ff00aa;--ease:cubic-bezier(0,.5,1,1);--two:var(--space);--at:flex-start;--b:calc(1px + 2rem)}',
  '.btn--Primary:hover{color:red}',
  '--shadow:0 10px 15px -3px rgba(0,0,0,0.125),0 4px 6px #12345678;--gray:17 24 39;--hsl:222.2 47.4% 11.2%;--rgb:255, 128, 100',
  '--ease:cubic-bezier(0.4,0,0.2,1);--size:1440px;--ratio:1.33333;--mix:var(--gray-100,var(--gray-200)) var(--gray-300)',
  '.g{grid-template-columns:33.33333% 66.66667% 1024.5px 1fr;font:400 13.33333px/1.25 Arial}',
  '.a{counter-reset:sec2 0 item;counter-increment:item;counter-set:step 3}.b::before{content:counter(sec2)}',
  '.a{--z-modal:1055;--bs-zindex:1000;--order:1024;--weight:1000}',
  '@counter-style z{system:additive;additive-symbols:1000 M,900 CM,1 I;symbols:a b "c";range:1 3999;pad:2 "0"}',
  '.fa::before{content:"\\f0c9"}.fb{--fa:"\\e001"}',
  '@font-face{src:local("") format("woff2")}.v{font-variation-settings:"wght" 500,"slnt" -2}',
  '::view-transition-old(root){animation:none}html{view-transition-name:root}.c{view-transition-name:match-element}',
  '@font-face{src:local("Segoe UI"),local(Arial)}',
  'grid-view:hover{color:red;margin:0}a grid-view:focus-within .b{left:0}',
  '.a:is([open],[data-x]){color:red}@media (min-width:10px){.b{color:red}}',
])('%s stays', (css) => {
  expect(strict(css)).toBe(css)
})

test('names still find each other', () => {
  const css = strict(
    '@font-face{font-family:Jane Sans}.a{font:1em "Jane Sans"}.g{grid-template-areas:"jane .";grid-area:jane}.h{grid-row:jane-start}',
  )
  expect(css).toMatch(/family:(n\w+ Sans)\}\.a\{font:1em "\1"/)
  expect(strict('a{view-transition-name:jane}::view-transition-new(jane){}')).toMatch(/name:(n\w+)\}::view-transition-new\(\1\)/)
  expect(css).toMatch(/"(n\w+) \.";grid-area:\1\}\.h\{grid-row:\1-start/)
  expect(strict('.c{--id:904170001;--r:99999px}')).toBe('.c{--id:999999999;--r:99999px}')
})

test.each(['counter-reset:a 48213', 'symbols:secret', '--n:4711', '@property --x{initial-value:1}'])('%s may say something', (css) => {
  expect(saysNoText(css)).toBe(false)
})

test('a long sheet is masked in time', () => {
  for (const part of ['.a{--x:"', '.a{font:(', '[a=', '/*', '.a{b:url(', 'grid:"\\']) {
    const startMs = performance.now()
    strict(part.repeat(20_000))
    expect(performance.now() - startMs, part).toBeLessThan(5000)
  }
})

const balanced = (css: string): string => recordCss(css, 'https://a.example/', 2, createHash(secretFrom()))
const svg = (inner: string): string => `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1024 1024'>${inner}</svg>`

test.each([
  svg('<text>jane@example.com</text>'),
  svg('<text>4111 1111 1111 1111</text>'),
  svg('<text><tspan>4111</tspan><tspan>1111</tspan></text>'),
  svg('<g aria-label="4111 1111"/>'),
  svg('<text>&#52;111</text>'),
])('balanced: an image of text that looks personal is left out: %s', (image) => {
  for (const url of [
    `data:image/svg+xml,${image.replaceAll('"', '%22')}`,
    `data:image/svg+xml;base64,${btoa(image)}`,
    `data:image/svg+xml,${encodeURIComponent(image)}`,
  ])
    expect(balanced(`.a{background:url("${url}")}`)).toBe('.a{background:url("data:,")}')
})

test('balanced: an icon stays, and so do pictures; strict keeps fonts alone', () => {
  const icon = `data:image/svg+xml,${svg("<path id='p12345' fill='%23123456' d='M12.5 34.25 56 78 90 12h1024'/><text>Sale</text>")}`
  for (const url of [icon, 'data:image/png;base64,iVBORw0KGgo=', 'data:font/woff2;base64,d09GMgAB']) {
    expect(balanced(`.a{background:url("${url}")}`)).toBe(`.a{background:url("${url}")}`)
    expect(strict(`.a{background:url("${url}")}`)).toBe(`.a{background:url("${url.startsWith('data:font') ? url : 'data:,'}")}`)
  }
  expect(strict('.a{src:url("data:application/json,secret")}')).toBe('.a{src:url("data:,")}')
})
