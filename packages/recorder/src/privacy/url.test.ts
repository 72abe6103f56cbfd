import { expect, test } from 'vitest'
import { createHash, hashText, secretFrom } from './hash.ts'
import { pageUrl, recordUrl as recordUrlWith } from './url.ts'

const hashSecretly = createHash(secretFrom())
const recordUrl = (url: string, base?: string): string => recordUrlWith(url, hashSecretly, base)

test('a page’s address is its origin and path template', () => {
  expect(pageUrl('https://a.example/users/jane@x.org/orders/1234567?q=1#h')).toBe('https://a.example/users/:id/orders/:id')
  expect(pageUrl('/p/3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'https://a.example')).toBe('https://a.example/p/:id')
  expect(pageUrl('/products/42/red-shoes2', 'https://a.example/')).toBe('https://a.example/products/:id/red-shoes2')
  expect(pageUrl('/orders;user=jane/edit', 'https://a.example/')).toBe('https://a.example/:id/edit')
  expect(pageUrl('/filter/user=jane/~jane/~', 'https://a.example/')).toBe('https://a.example/filter/:id/:id/~')
  expect(pageUrl('mailto:jane@x.org')).toBe('mailto:')
  expect(pageUrl('web+jane:x')).toBe('other:')
  expect(pageUrl('http://[bad')).toBe('')
})

test.each(['/reset/Xk9fQ2mZp7Lw3Ra', '/invite/a1b2c3d4', '/t/AbCdEfGhIjKlMnOpQrStUv', '/join/XkfQmZpLwRaT'])(
  '%s holds a secret',
  (path) => {
    expect(pageUrl(path, 'https://a.example')).toMatch(/^https:\/\/a\.example\/\w+\/:id$/)
  },
)

test.each([
  'red-shoes2',
  'iphone15pro',
  'getUserProfile',
  'getProfileById',
  'isInViewOfUser',
  'howToCookRice',
  'XMLHttpRequest',
  'v2',
  '2024-summer-sale',
  'h264-or-av1',
  'mp4-to-mp3',
  'main.3f2a9c1b.js',
  'B2B',
  'windows11',
])('%s is a place', (segment) => {
  expect(pageUrl(`/a/${segment}/b`, 'https://a.example')).toBe(`https://a.example/a/${segment}/b`)
})

test('an asset’s address tells two assets apart without telling what was left out', () => {
  const one = recordUrl('https://a.example/i/1234567.jpg?w=1')
  expect(one).toMatch(/^https:\/\/a\.example\/i\/:id\?~[0-9a-f]{8}$/)
  expect(recordUrl('https://a.example/i/1234568.jpg?w=1')).not.toBe(one)
  expect(recordUrl(one)).toBe(one)
  expect(recordUrl('app.css', 'https://a.example/x/')).toBe('https://a.example/x/app.css')
})

test('an address made by the page is told apart without telling it', () => {
  const one = recordUrl('blob:https://a.example/3f2504e0-4f89-11d3-9a0c-0305e82c3301')
  expect(one).toMatch(/^blob:\?~[\da-f]{8}$/)
  expect(recordUrl('blob:https://a.example/3f2504e0-4f89-11d3-9a0c-0305e82c3302')).not.toBe(one)
  expect(recordUrl(one)).toBe(one)
  expect(pageUrl('blob:https://a.example/3f2504e0-4f89-11d3-9a0c-0305e82c3301')).toBe('blob:')
})

test('what was left out of an address cannot be found by trying', () => {
  const hash = recordUrl('https://a.example/avatar/5558675309.jpg').split('~')[1]
  expect([hashText('/avatar/5558675309.jpg'), hashText('/avatar/5558675309.jpg?')]).not.toContain(hash)
  expect(hashSecretly('/avatar/5558675309.jpg')).toBe(hash)
  expect(createHash(secretFrom())('/avatar/5558675309.jpg')).not.toBe(hash)
})
