import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packChunks, unpackChunks } from './pack.ts'

test('L18: chunks packed in one piece come apart again, and a cut one is refused', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 })), fc.nat(), (chunks, n) => {
      const packed = packChunks(chunks)
      expect(unpackChunks(packed)).toEqual(chunks)
      const lengths = new Set([0])
      for (const chunk of chunks) lengths.add([...lengths].at(-1)! + chunk.length + (chunk.length > 127 ? 2 : 1))
      const cut = n % (packed.length + 1)
      if (lengths.has(cut)) expect(unpackChunks(packed.subarray(0, cut)).length).toBe([...lengths].indexOf(cut))
      else expect(() => unpackChunks(packed.subarray(0, cut))).toThrow()
    }),
  )
})
