import { expect, test } from 'vitest'
import { framesOf } from './stack.ts'

const real = '    at pay (https://a.example/app.js:10:2)\n    at async https://a.example/app.js:20:4'
const told = 'at pay (https://a.example/app.js:10:2)\nat ? (https://a.example/app.js:20:4)'

test.each([
  ['Error: broken', 'broken'],
  ['TypeError: two\nlines', 'two\nlines'],
  ['Uncaught Error: broken', 'broken'],
  ['Error', ''],
  ['Error: a\n    at secretline (https://api.example/reset/abcdefg:1:2)', 'a\n    at secretline (https://api.example/reset/abcdefg:1:2)'],
])('%s: what follows is told', (header, message) => {
  expect(framesOf(`${header}\n${real}`, message, true)).toBe(told)
})

test.each([
  ['a message that is another now', 'Error: multi\nsecretline@https://api.example/reset/abcdefg:1:2', 'changed'],
  ['frames of the same form in it', 'Error: multi\n    at secretline (https://api.example/reset/abcdefg:1:2)', 'changed'],
  ['a message that is gone', 'Error: multi\n    at secretline (https://api.example/x:1:2)', ''],
  ['a message within another', 'Error: my secret\n    at secretline (https://api.example/x:1:2)\nsecret', 'secret'],
  ['no name before it', 'my\n    at secretline (https://api.example/x:1:2)', 'changed'],
])('%s: nothing is told', (_, header, message) => {
  expect(framesOf(`${header}\n${real}`, message, true)).toBe('')
})

test('frames of another browser’s form are part of a message', () => {
  const message = 'multi\nsecretline@https://api.example/reset/abcdefg:1:2'
  expect(framesOf(`Error: ${message.split('\n')[0]}\nsecretline@https://api.example/reset/abcdefg:1:2\n${real}`, 'multi', true)).toBe(told)
  expect(framesOf(`pay@https://a.example/app.js:10:2\n    at secretline (https://a.example/x:1:2)\n`, message, false)).toBe(
    'at pay (https://a.example/app.js:10:2)',
  )
})
