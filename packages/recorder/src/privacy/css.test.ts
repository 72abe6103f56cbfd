import { expect, test } from 'vitest'
import { recordCss } from './css.ts'

const strict = (css: string): string => recordCss(css, 'https://a.example/', 3)

test.each([
  '.b::before{content:"x;Secret"}',
  '.b::before{content:"x}Secret"}',
  '.b::before{c\\6fntent:"Secret"}',
  '.e{list-style-type:"Secret"}',
  '@counter-style z{symbols:"Secret"}',
  '.o::before{content : var(--x, "Secret")}',
  ".k::before{content:'\\'Secret'}",
  '.c{--name:Secret}',
  '.c{--name:"a;Secret"}',
  '--name:secret;color:red',
  'width:1px;/*Secret*/',
  '.g{background:url("data:image/svg+xml,<svg>Secret</svg>")}',
  '.g{background:url(data:image/png;base64,Secret)}',
])('%s', (css) => {
  expect(strict(css)).not.toMatch(/secret/i)
})

test.each([
  '.a{font-family:"Inter Display",sans-serif}',
  'input[type="checkbox"]{color:red}',
  '.g{grid-template-areas:"head head" "main side"}',
  ':root{--space:4px;--line:1px solid #ff00aa;--ease:cubic-bezier(0,.5,1,1);--two:var(--space)}',
  '.btn--Primary:hover{color:red}',
  '@charset "utf-8";',
])('%s stays', (css) => {
  expect(strict(css)).toBe(css)
})
