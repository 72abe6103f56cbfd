import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leastMsOf } from '../../../tests/e2e/harness/cpu-time.ts'
import { arbitraryEvents, arbitraryShape } from './arbitrary.property.ts'
import { checkedSize, type ChunkIdentity, deflateRaw, encodeChunk, frameChunk, headerShape, openEvents, readChunk } from './chunk.ts'
import { encodeEvents } from './codec.ts'
import { crc32c } from './crc32c.ts'
import { WireError } from './error.ts'
import { isDomEvent, type PlayheadEvent } from './event.ts'
import { chunkLimit, chunksFromEvents, sortEvents } from './split.ts'

const baseMs = 1_790_000_000_000
const identity: ChunkIdentity = {
  session: 's'.repeat(22),
  tab: 't'.repeat(22),
  view: 'v'.repeat(22),
  seq: 3,
  baseSeq: 0,
  last: false,
  sentMs: baseMs,
}

async function readAll(bytes: Uint8Array): Promise<PlayheadEvent[]> {
  return await openEvents(readChunk(bytes))
}
/** Reads, and fails the test on anything but a value or a WireError. */
async function outcome(bytes: Uint8Array): Promise<PlayheadEvent[] | WireError> {
  try {
    return await readAll(bytes)
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return error
  }
}
function seal(bytes: Uint8Array): void {
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).setUint32(bytes.length - 4, crc32c(bytes, bytes.length - 4), true)
}

test('W1-W6: a chunk comes back as it was, deflated or not', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryEvents(baseMs), fc.boolean(), async (events, isDeflated) => {
      const bytes = await encodeChunk(identity, events, isDeflated ? deflateRaw : null)
      expect(await readAll(bytes)).toEqual([...events.filter(isDomEvent), ...events.filter((event) => !isDomEvent(event))])
      const { header } = readChunk(bytes)
      expect(header).toMatchObject({ ...identity, baseMs: events[0]?.timeMs ?? baseMs, endMs: events.at(-1)?.timeMs ?? baseMs })
      expect(header.keyframe).toBe(events.some(({ type }) => type === 'keyframe'))
    }),
    { numRuns: 150 },
  )
})

test('W2: every header comes back as it was', () => {
  const lane = { deflated: false, rawBytes: 2, bytes: encodeEvents([], 0) }
  fc.assert(
    fc.property(arbitraryShape(headerShape), (header) => {
      const chunk = readChunk(frameChunk({ header: header as never, signal: lane, dom: lane }))
      expect(chunk.header).toEqual(header)
    }),
  )
})

test('W1, W3: every cut and every flipped byte of a chunk is a WireError', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryEvents(baseMs, undefined, 4), fc.integer({ min: 1, max: 255 }), async (events, flip) => {
      const bytes = await encodeChunk(identity, events)
      for (let size = 0; size < bytes.length; size++) expect(() => readChunk(bytes.subarray(0, size))).toThrow(WireError)
      for (let at = 0; at < bytes.length; at++) {
        bytes[at]! ^= flip
        expect(() => readChunk(bytes)).toThrow(WireError)
        bytes[at]! ^= flip
      }
    }),
    { numRuns: 250 },
  )
})

test('W3: damage behind a checksum that was made to match is a WireError or a value, never a hang', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryEvents(baseMs, undefined, 6),
      fc.boolean(),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      async (events, isDeflated, damage) => {
        const bytes = await encodeChunk(identity, events, isDeflated ? deflateRaw : null)
        for (const [where, byte] of damage) bytes[4 + Math.floor(where * (bytes.length - 9))] = byte
        seal(bytes)
        await outcome(bytes)
      },
    ),
    { numRuns: 1500 },
  )
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 5, maxLength: 120 }), async (body) => {
      const bytes = new Uint8Array([0x50, 0x48, 0x43, 1, ...body, 0, 0, 0, 0])
      seal(bytes)
      await outcome(bytes)
    }),
    { numRuns: 1500 },
  )
})

test('W3: a lane that inflates to more than it says, or says more than a lane may, is refused', async () => {
  const bomb = await deflateRaw(new Uint8Array(32 << 20))
  const header = { ...identity, keyframe: false, baseMs, endMs: baseMs, signals: 0, doms: 0 }
  const empty = { deflated: false, rawBytes: 2, bytes: encodeEvents([], 0) }
  const frame = (rawBytes: number): Uint8Array => frameChunk({ header, signal: { deflated: true, rawBytes, bytes: bomb }, dom: empty })
  const ms = await leastMsOf(1000, async () => {
    for (const rawBytes of [10, 1 << 20, 2 ** 40]) expect(await outcome(frame(rawBytes))).toMatchObject({ code: 'too-large' })
  })
  expect(ms).toBeLessThan(1000)
  expect(() => checkedSize({ deflated: true, rawBytes: 65 << 20, bytes: new Uint8Array(1 << 20) })).toThrow(WireError)
  const small = await deflateRaw(new Uint8Array(100))
  expect(await outcome(frameChunk({ header, signal: { deflated: true, rawBytes: 101, bytes: small }, dom: empty }))).toMatchObject({
    code: 'cut',
  })
})

test('W10: chunks cut from a stream hold all of it, a keyframe first, none much larger than said', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryEvents(baseMs, undefined, 60), fc.nat(3), async (given, large) => {
      const fill: PlayheadEvent[] = Array.from({ length: large }, (_, i) => ({
        type: 'sheet',
        timeMs: baseMs + i,
        owner: 1,
        css: 'x'.repeat(150_000),
      }))
      const events = sortEvents([...given, ...fill])
      const read: PlayheadEvent[] = []
      let seq = 0
      let lastBase = 0
      for await (const bytes of chunksFromEvents(identity, events)) {
        const chunk = readChunk(bytes)
        const part = await readAll(bytes)
        expect(chunk.header.seq).toBe(seq++)
        if (chunk.header.keyframe) lastBase = chunk.header.seq
        expect(chunk.header.baseSeq).toBe(lastBase)
        const doms = part.filter(isDomEvent)
        // The ids of its nodes (W17) come with it.
        const first = doms[0]?.type === 'renumber' ? 1 : 0
        expect(doms.findLastIndex(({ type }) => type === 'keyframe')).toBeLessThanOrEqual(chunk.header.seq ? first : doms.length)
        if (part.length > 1) expect(chunk.dom.rawBytes).toBeLessThan(chunkLimit.rawBytes + 150_100)
        read.push(...sortEvents(part))
      }
      expect(sortEvents(read)).toEqual(events)
    }),
    { numRuns: 60 },
  )
})
