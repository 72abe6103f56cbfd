import { brotliDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createCompressor } from './file.ts'

/** Rows as of a page, alike and not the same. */
function rows(count: number): Buffer {
  let state = 42
  const pick = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below
  const row = (i: number): string =>
    `<li class="row r${pick(9)}"><a href="/item/${i}">${'x'.repeat(pick(9))}</a><b>${pick(900)}.00</b></li>`
  return Buffer.from(Array.from({ length: count }, (_, i) => row(i)).join(''))
}
const sizes = (pieces: readonly Buffer[]): number[] => {
  const compress = createCompressor('best')
  return pieces.map((piece) => {
    const bytes = compress(piece)
    expect(brotliDecompressSync(bytes).equals(piece)).toBe(true)
    return bytes.length
  })
}

test('L17: of the pieces of a file so many bytes are compressed as well as can be, and what is over that in less time', () => {
  const page = rows(1_000)
  const large = Buffer.alloc(5 << 20, 'x')
  const [before, first, , after] = sizes([page, large, large, page])
  // One that does not fit leaves the room to those that do.
  expect(after).toBe(before)
  const [, , late] = sizes([large, Buffer.alloc((3 << 20) - 1_000, 'x'), page])
  expect(late).toBeGreaterThan(before! * 1.05)
  expect(first).toBeLessThan(1_000)
})
