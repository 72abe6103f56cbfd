import { expect, test } from 'vitest'
import { browserOf, systemOf } from './browser.ts'
import { deviceOf } from './device.ts'
import { pageOf } from './page.ts'
import { sourceOf } from './source.ts'

test.each([
  ['https://shop.example/users/42?tab=1#x', '/users/:id'],
  ['https://shop.example', '/'],
  ['https://shop.example/a/550e8400-e29b-41d4-a716-446655440000/b', '/a/:id/b'],
  ['/o/5f2b8c9d1e3a4b6c7d8e', '/o/:id'],
  ['/s/AbC123dEf456GhI789jKl0', '/s/:id'],
  ['/blog/classic-white-t-shirt-2024-edition', '/blog/classic-white-t-shirt-2024-edition'],
  ['/products/internationalization-handbook', '/products/internationalization-handbook'],
  ['/demo/', '/demo/'],
  ['cart', '/cart'],
  ['', '/'],
])('page of %s is %s', (url, expected) => expect(pageOf(url)).toBe(expected))

test.each([
  [320, 'phone'],
  [480, 'phone'],
  [481, 'tablet'],
  [900, 'tablet'],
  [901, 'laptop'],
  [1279, 'laptop'],
  [1280, 'desktop'],
])('%d px is a %s', (width, device) => expect(deviceOf(width)).toBe(device))

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'
test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/140.0 Safari/537.36`, 'Chrome', 'Windows'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/140.0 Safari/537.36 Edg/140.0`, 'Edge', 'Windows'],
  [`Mozilla/5.0 (X11; Linux x86_64) ${webkit} HeadlessChrome/140.0 Safari/537.36`, 'Chrome', 'Linux'],
  [`Mozilla/5.0 (Linux; Android 15; Pixel 9) ${webkit} Chrome/140.0 Mobile Safari/537.36`, 'Chrome', 'Android'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari',
    'iOS',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
    'Safari',
    'macOS',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Linux'],
  ['curl/8', 'Other', 'Other'],
])('%s', (userAgent, browser, os) => {
  expect([browserOf(userAgent), systemOf(userAgent)]).toEqual([browser, os])
})

test('an iPad that poses as a Mac has touch', () => expect(systemOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', true)).toBe('iOS'))

test.each([
  [{ referrer: '' }, 'direct', 'none'],
  [{ referrer: 'https://shop.example/x' }, 'direct', 'none'],
  [{ referrer: 'https://www.google.de/' }, 'google', 'organic'],
  [{ referrer: 'https://duckduckgo.com/' }, 'duckduckgo', 'organic'],
  [{ referrer: 'https://search.yahoo.co.jp/' }, 'yahoo', 'organic'],
  [{ referrer: 'https://t.co/abc' }, 'twitter', 'social'],
  [{ referrer: 'https://l.instagram.com/' }, 'instagram', 'social'],
  [{ referrer: 'https://blog.example/post' }, 'blog.example', 'referral'],
  [{ referrer: 'https://www.google.com/', adClick: 'gclid' }, 'google', 'paid'],
  [{ referrer: '', adClick: 'fbclid' }, 'facebook', 'social'],
  // What a chunk says need not be what a recorder says.
  [{ referrer: '', adClick: '__proto__' }, '__proto__', 'paid'],
  [{ referrer: '', adClick: 'constructor' }, 'constructor', 'paid'],
  [{ referrer: '', utmSource: 'News', utmMedium: 'Email' }, 'news', 'email'],
  [{ referrer: '', utmSource: 'google', utmMedium: 'cpc' }, 'google', 'paid'],
  [{ referrer: '', utmSource: 'flyer' }, 'flyer', 'campaign'],
])('%j comes from %s, %s', (arrival, source, medium) => {
  expect(sourceOf({ url: 'https://shop.example/', ...arrival })).toEqual({ source, medium, campaign: '' })
})
