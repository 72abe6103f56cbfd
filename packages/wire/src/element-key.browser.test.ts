import { expect, test } from 'vitest'
import { elementKey, findByKey } from './element-key.ts'

const anyId = (): boolean => true
const noId = (): boolean => false

function fill(html: string): void {
  document.body.innerHTML = html
}

test('W13: a key starts at the nearest kept id, else at the body', () => {
  fill('<main><a></a><p></p><a id="x"></a></main><div id="cart"><ul><li></li><li><button></button></li></ul></div>')
  const button = document.querySelector('button')!
  expect(elementKey(button, anyId)).toBe('#cart>ul:1>li:2>button:1')
  expect(elementKey(button, noId)).toBe('body>div:1>ul:1>li:2>button:1')
  expect(elementKey(document.querySelector('#x')!, noId)).toBe('body>main:1>a:2')
  expect(elementKey(document.body, anyId)).toBe('body')
  expect(elementKey(document.documentElement, anyId)).toBe('html')
})

test('W13: every element of a page is found again by its key, shadow trees and awkward ids included', () => {
  fill(
    '<form><input name="id"><input name="q"></form><a href="http://x/"><b></b></a><i id="a>b%25"></i><svg><linearGradient></linearGradient></svg><x-host></x-host>',
  )
  const outer = document.querySelector('x-host')!.attachShadow({ mode: 'open' })
  outer.innerHTML = '<p></p><p id="in"><x-deep></x-deep></p>'
  const inner = outer.querySelector('x-deep')!.attachShadow({ mode: 'open' })
  inner.innerHTML = '<section><button></button></section>'
  const all = [...document.querySelectorAll('*'), ...outer.querySelectorAll('*'), ...inner.querySelectorAll('*')]
  for (const keepsId of [anyId, noId])
    for (const element of all)
      expect(findByKey<Element>(document, elementKey(element, keepsId)), elementKey(element, keepsId)).toBe(element)
  expect(elementKey(inner.querySelector('button')!, anyId)).toBe('body>x-host:1>>#in>x-deep:1>>section:1>button:1')
})

test('W13: a renamed element counts under its recorded name, and what is gone is null', () => {
  fill('<x-frame></x-frame><div></div>')
  const nameOf = (element: Element): string => (element.localName === 'x-frame' ? 'iframe' : element.localName)
  expect(findByKey<Element>(document, 'body>iframe:1', nameOf)).toBe(document.querySelector('x-frame'))
  for (const key of ['body>x-frame:1', 'body>div:2', '#none>a:1', 'body>div:1>>a:1', '', '>', '>>', 'body>', 'body>div', 'body>div:x'])
    expect(findByKey<Element>(document, key, nameOf), key).toBeNull()
})

test('W13: a form that hides its own properties never loops', () => {
  fill('<form><input name="parentElement"><input name="previousElementSibling"></form>')
  expect(typeof elementKey(document.querySelector('input')!, noId)).toBe('string')
})
