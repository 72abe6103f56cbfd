import { expect, test } from 'vitest'
import { frameHeader, frameMeta } from './csp.ts'

const page =
  "default-src 'none'; script-src 'sha256-x'; script-src-attr 'none'; style-src 'unsafe-inline'; " +
  "img-src data: blob:; font-src data: blob:; media-src data: blob:; connect-src 'none'; frame-src 'none'; child-src 'none'; worker-src 'none'; " +
  "object-src 'none'; manifest-src 'none'; form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types playhead"

test('the frame may draw, and run its own script', () => {
  expect(frameMeta('sha256-x')).toBe(page)
  expect(frameHeader('sha256-x')).toBe(`sandbox allow-scripts; ${page}; frame-ancestors 'self'`)
})
