import { afterEach, expect, test } from 'vitest'
import { createScope } from '../scope.ts'
import { nameOf } from './name.ts'

const scope = createScope(window, { privacy: 'relaxed' }, () => undefined)
const stage = document.createElement('div')
document.body.append(stage)
afterEach(() => void (stage.innerHTML = ''))
const name = (html: string, selector = '[id=it]'): string => {
  stage.innerHTML = html
  return nameOf(scope, stage.querySelector(selector)!)
}

test.each([
  ['<a id=it><span>Pilot Jumper</span><span>£135</span><span>3 colours</span></a>', 'Pilot Jumper £135 3 colours'],
  ['<button id=it>Add <b>to</b> basket</button>', 'Add to basket'],
  ['<button id=it aria-label="Close">×</button>', 'Close'],
  ['<i id=a>Your</i><i id=b>basket</i><a id=it aria-labelledby="a b">3</a>', 'Your basket'],
  ['<a id=it><img alt="Tern, home"></a>', 'Tern, home'],
  ['<button id=it title="Search"><svg><title>x</title></svg></button>', 'Search'],
  ['<label>Size <select id=it><option>M</select></label>', 'Size'],
  ['<input id=it placeholder="you@example.com">', 'you@example.com'],
  ['<input id=it type=submit value="Join">', 'Join'],
  [`<div id=it><h3>The range</h3><p>${'words '.repeat(30)}</p></div>`, 'The range'],
  [`<div id=it><p>${'words '.repeat(30)}</p></div>`, ''],
])('%s', (html, expected) => {
  expect(name(html)).toBe(expected)
})

test('texts of one element are one text, however many nodes hold it', () => {
  stage.innerHTML = '<b id=it></b>'
  stage.firstElementChild!.append('£', '135')
  expect(nameOf(scope, stage.firstElementChild!)).toBe('£135')
})
