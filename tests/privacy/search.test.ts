import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { encodeChunk, type PlayheadEvent } from '@playhead/wire'
import { expect, test } from 'vitest'
import { canaryOf, type Form } from './canary.ts'
import { createEvidence } from './evidence.ts'
import { openBytes } from './open.ts'
import { places } from './place/index.ts'
import { createSearch, encodings } from './search.ts'
import { plant } from './site.ts'

const canary = canaryOf(7)
const others = [canaryOf(8), canaryOf(9, 'digits')]
/** As a visit searches: unpacked, and for all canaries of the site at once. */
async function foundByVisit(bytes: Uint8Array): Promise<string[]> {
  const evidence = createEvidence(plant(places))
  await evidence.add('left the browser', 'x', bytes)
  return evidence.leaks.map((leak) => leak.canary)
}
const found = (bytes: Uint8Array): string[] => createSearch([canary, ...others])(bytes).map((find) => find.canary)
async function foundWithin(bytes: Uint8Array): Promise<string[]> {
  return (await openBytes(bytes)).flatMap(found)
}
const text = (inner: string): Buffer => Buffer.from(`{"user":"${inner}","note":"${'lorem ipsum '.repeat(20)}"}`)

test('no two places share a canary', () => {
  const canaries = plant(places).map((planted) => planted.canary)
  expect(new Set(canaries).size).toBe(canaries.length)
  expect(places.length).toBeGreaterThan(130)
  expect(new Set(places.map(({ name, group }) => `${group} ${name}`)).size).toBe(places.length)
})

test.each(Object.keys(encodings))('a canary is found: %s', (name) => {
  const encoded = encodings[name]!(canary)
  for (const one of encoded) expect(found(Buffer.from(`..${one}..`, 'latin1'))).toContain(canary)
  expect(found(Buffer.from(encodings[name]!(canaryOf(10))[0]!, 'latin1'))).toEqual([])
})

test.each(Object.keys(encodings))('a visit finds it: %s', async (name) => {
  const planted = plant(places).at(-1)!.canary
  expect(await foundByVisit(gzipSync(Buffer.from(`..${encodings[name]!(planted)[0]!}..`, 'latin1')))).toEqual([planted])
})

test.each([0, 1, 2, 3, 4, 5])('a canary is found in base64 after %i other bytes', (before) => {
  const encoded = Buffer.from(`${'x'.repeat(before)}${canary} and more`).toString('base64')
  expect(found(Buffer.from(encoded))).toContain(canary)
  expect(found(Buffer.from(encoded.replaceAll('+', '-').replaceAll('/', '_')))).toContain(canary)
})

test.each<Form>(['word', 'digits', 'date', 'month', 'week', 'time', 'local', 'colour'])('a canary that is a %s is found', (form) => {
  const one = canaryOf(11, form)
  expect(createSearch([one, canaryOf(12, form)])(text(one)).map((find) => find.canary)).toContain(one)
})

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['raw deflate', deflateRawSync],
  ['brotli', brotliCompressSync],
])('a canary is found in %s', async (name, pack) => {
  expect(await foundWithin(pack(text(canary)))).toContain(canary)
  expect(await foundWithin(pack(text('nobody')))).toEqual([])
  // What has a mark of its own is found within other bytes too, and twice packed.
  if (name === 'gzip' || name === 'deflate')
    expect(await foundWithin(Buffer.concat([Buffer.from('head'), pack(gzipSync(text(canary)))]))).toContain(canary)
})

test('a canary is found in either lane of a chunk, within a file', async () => {
  const identity = { session: 's', tab: 't', view: 'v', seq: 0, baseSeq: 0, last: false, sentMs: 1 }
  const track: PlayheadEvent = { type: 'track', timeMs: 1, name: `${canary} ${'lorem ipsum '.repeat(20)}` }
  const change: PlayheadEvent = { type: 'text', timeMs: 1, id: 2, text: `${canary} ${'lorem ipsum '.repeat(20)}` }
  for (const event of [track, change]) {
    const chunk = await encodeChunk(identity, [event])
    expect(found(chunk)).toEqual([])
    expect(await foundWithin(Buffer.concat([Buffer.from('PHC\x01 head '), chunk, Buffer.from(' tail')]))).toContain(canary)
  }
})

test('a canary is found in a column file, repeated by reference', async () => {
  // One literal of the first half, then as many bytes from 4 back, then the rest.
  const block = Buffer.concat([
    Buffer.from([0x40]),
    Buffer.from('abab'),
    Buffer.from([4, 0]),
    Buffer.from([canary.length << 4]),
    Buffer.from(canary),
  ])
  const raw = `abababab${canary}`
  const head = Buffer.alloc(25)
  head[16] = 0x82
  head.writeUInt32LE(block.length + 9, 17)
  head.writeUInt32LE(raw.length, 21)
  const opened = await openBytes(Buffer.concat([head, block]))
  expect(opened.map((bytes) => Buffer.from(bytes).toString())).toContain(raw)
})
