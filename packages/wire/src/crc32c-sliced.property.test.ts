import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32c } from './crc32c.ts'
import { crc32cSliced } from './crc32c-sliced.ts'

test('the check value of CRC-32C', () => {
  expect(crc32cSliced(new TextEncoder().encode('123456789'))).toBe(0xe3069283)
})

test('equals the plain one for any bytes, also of a part of them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, cut) => {
      const end = Math.min(cut, bytes.length)
      expect(crc32cSliced(bytes)).toBe(crc32c(bytes))
      expect(crc32cSliced(bytes, end)).toBe(crc32c(bytes.slice(0, end)))
    }),
  )
})
