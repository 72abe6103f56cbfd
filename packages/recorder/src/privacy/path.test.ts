import { expect, test } from 'vitest'
import { templateOf } from './path.ts'

test.each([
  '/join/AB12CD',
  '/reset/qkzjxwvbqmtrplk',
  '/meet/kqz-xwvb-nmp',
  '/t/Xy7Kp2q',
  '/r/ABCDEFGHJKMNPQRS',
  '/login/magic/hjkqwevbnmzx',
  '/api/reset/qkzjxwvbqmtrplk',
  '/meet/abc-defg-hij',
  '/invite/sunny-river-boat',
  '/reset-password/banana',
  '/verify_email/zebra',
  '/s/kitchen',
  '/reset/monkey.tree',
  '/reset/xk-qz-pw-ab',
])('%s tells no secret', (path) => {
  expect(templateOf(path)).toMatch(/^(?:\/(?:api|login|join|reset|meet|[trs]|magic|invite|reset-password|verify_email))+\/:id$/)
})

test.each([
  ['/files/Jane_Doe_CV.pdf', '/files/:file.pdf'],
  ['/files/cv.DOCX', '/files/:file.docx'],
  ['/img/Jane-Doe.jpg', '/img/:file.jpg'],
  ['/img/team-photo.jpg', '/img/team-photo.jpg'],
  ['/.pdf', '/.pdf'],
])('%s becomes %s', (path, told) => {
  expect(templateOf(path)).toBe(told)
})

test.each([
  '/login/forgot-password',
  '/login/google',
  '/auth/callback',
  '/reset/password',
  '/verify/email',
  '/share/facebook',
  '/invite/accept',
  '/login/de-de',
  '/confirm/order',
  '/assets/index-BqX7d9Kz.js',
  '/t/app.css',
  '/login/in',
])('%s stays', (path) => {
  expect(templateOf(path)).toBe(path)
})

test.each([
  ['/users/gwendolyn', '/users/:id'],
  ['/u/oswaldo/settings', '/u/:id/settings'],
  ['/people/hildegard-smith/profile', '/people/:id/profile'],
  ['/avatars/fitzgerald.png', '/avatars/:id'],
  ['/users/settings', '/users/settings'],
  ['/customers/new', '/customers/new'],
  ['/users/', '/users/'],
  ['/people', '/people'],
])('who somebody is, is left out: %s becomes %s', (path, told) => {
  expect(templateOf(path)).toBe(told)
})
