import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { endInPieces } from './piece.ts'

/** Takes whatever it is given at once, like a socket whose buffers are empty. */
function createReader() {
  const parts: Buffer[] = []
  return {
    parts,
    isEnded: false,
    destroyed: false,
    write(part: Buffer) {
      parts.push(part)
      return true
    },
    end(part: Buffer) {
      parts.push(part)
      this.isEnded = true
      return this
    },
    once() {
      return this
    },
  }
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('hundreds who download get a little of it in each turn, everyone their share, and all of it in the end', async () => {
  const body = randomBytes((1 << 20) + 7)
  const readers = Array.from({ length: 300 }, createReader)
  for (const reader of readers) endInPieces(reader as never, body)
  const sum = (): number => readers.reduce((all, { parts }) => all + parts.length, 0)
  expect(sum()).toBe(0)
  for (let before = 0, turns = 0; readers.some(({ isEnded }) => !isEnded); turns++) {
    expect(turns).toBeLessThan(3000)
    await turn()
    expect((sum() - before) * (64 << 10)).toBeLessThanOrEqual(256 << 10)
    before = sum()
    const counts = readers.map(({ parts }) => parts.length)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
  }
  for (const { parts } of readers) expect(Buffer.concat(parts).equals(body)).toBe(true)
})

test('who is gone is not written to, and holds up nobody', async () => {
  const body = randomBytes(1 << 20)
  const [gone, reader] = [createReader(), createReader()]
  for (const each of [gone, reader]) endInPieces(each as never, body)
  gone.destroyed = true
  while (!reader.isEnded) await turn()
  expect(gone.parts).toHaveLength(0)
})

test('a reader whose buffers are full is given the rest as it reads', async () => {
  const body = randomBytes(20 << 20)
  const server = createServer((_, response) => {
    response.setHeader('content-length', body.length)
    endInPieces(response, body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true)
  server.close()
})
