import { deflateRawSync } from 'node:zlib'
import {
  createId,
  createSessionId,
  encodeEvents,
  frameChunk,
  headerOf,
  type PlayheadEvent,
  readChunk,
  type StoredLane,
} from '@playhead/wire'
import { createVisit } from '../bed/chunk.ts'
import { type Answer, createPost, type Post } from '../bed/post.ts'
import { openBed } from '../bed/server.ts'
import { settleIndex } from '../bed/stored.ts'
import type { Fault } from '../fault.ts'

const aim = { answerMs: 50, memoryBytes: 32 << 20 } as const

/** Bodies made to fill memory or to keep a processor busy, each many times. */
export const bomb: Fault = {
  name: 'bomb',
  aim: `4xx in < ${aim.answerMs} ms, RSS + < ${aim.memoryBytes >> 20} MiB`,
  count: { long: 50, short: 5, unit: 'times each' },
  async run(times) {
    const bed = await openBed()
    const strange = createPost(bed.url, null)
    try {
      const intake = `/i?k=${bed.project.writeKey}`
      const bombs = { ...(await makeBombs(bed.post, intake)), ...makeImports(strange, bed.project.id) }
      // As a server that has work: it has compiled, and its memory has seen honest bodies of the same size.
      for (let i = 0; i < 50; i++) await bed.post(intake, (await createVisit(2000)(0)).bytes)
      for (let i = 0; i < 50; i++) await bed.post(intake, (await createVisit(900_000)(0)).bytes)
      await settleIndex(bed)
      const before = bed.memory().nowBytes
      let grown = { bytes: 0, name: '' }
      const all: number[] = []
      let taken = 0
      let worst = { tookMs: 0, name: '' }
      const codes = new Map<string, string>()
      for (const [name, send] of Object.entries(bombs)) {
        const tookMs: number[] = []
        const grew: number[] = []
        for (let i = 0; i < times; i++) {
          bed.forgetMost()
          const { nowBytes } = bed.memory()
          const answer = await send()
          grew.push(bed.memory().mostBytes - nowBytes)
          if (answer.status < 400 || answer.status >= 500) taken++
          codes.set(name, `${answer.status} ${answer.code}`)
          tookMs.push(answer.tookMs)
        }
        all.push(...tookMs)
        // A collector that happens to run grows the heap now and then; a bomb that goes off does so each time.
        const bytes = medianOf(grew)
        if (bytes > grown.bytes) grown = { bytes, name }
        const slow = Math.max(...tookMs)
        if (slow > worst.tookMs) worst = { tookMs: slow, name }
      }
      const after = await bed.post(intake, (await createVisit(2000)(0)).bytes)
      const p99Ms = all.sort((a, b) => a - b)[Math.floor(all.length * 0.99)]!
      const grownMiB = grown.bytes / (1 << 20)
      const afterMiB = (bed.memory().nowBytes - before) / (1 << 20)
      const isSound = taken === 0 && after.status === 200 && grownMiB < 2 * (aim.memoryBytes >> 20)
      return {
        done: `${Object.keys(bombs).length} bombs, ${times} times each (${[...codes].map(([name, code]) => `${name}: ${code}`).join(', ')})`,
        figure: `not refused with 4xx ${taken}, p99 ${p99Ms.toFixed(0)} ms, slowest ${worst.tookMs.toFixed(0)} ms (${worst.name}), RSS + ${grownMiB.toFixed(1)} MiB by the worst (${grown.name}), median, ${afterMiB.toFixed(0)} MiB more after all of them`,
        isSound,
        isMet: isSound && p99Ms < aim.answerMs && grownMiB < aim.memoryBytes >> 20,
      }
    } finally {
      strange.close()
      await bed.close()
    }
  },
}

/** By name: sends one, and tells what was answered. */
type Bombs = Record<string, () => Promise<Answer>>

/** Imports are large: somebody who did not sign in sends some. */
function makeImports(post: Post, project: string): Bombs {
  const body = Buffer.alloc(8 << 20, ' ')
  return {
    'an import of nobody': () => post(`/api/v1/projects/${project}/imports?format=rrweb`, body),
    'an import to nowhere': () => post('/api/v1/me/imports', body),
  }
}

const medianOf = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!

const stored = (bytes: Uint8Array): StoredLane => ({ deflated: false, rawBytes: bytes.length, bytes })
const deflated = (raw: Uint8Array, says: number = raw.length): StoredLane => ({
  deflated: true,
  rawBytes: says,
  bytes: deflateRawSync(raw, { level: 9 }),
})

/** Frames a chunk whose lanes are what they should not be; its checksum is right. */
function frame(signal: StoredLane, dom: StoredLane, more: { signals?: number; doms?: number } = {}): Uint8Array {
  const identity = {
    session: createSessionId(Date.now()),
    tab: createId(),
    view: createId(),
    seq: 0,
    baseSeq: 0,
    last: false,
    sentMs: Date.now(),
  }
  return frameChunk({ header: { ...headerOf(identity, []), signals: more.signals ?? 1, doms: more.doms ?? 0 }, signal, dom })
}

async function makeBombs(post: Post, path: string): Promise<Bombs> {
  const none = stored(new Uint8Array(0))
  const { bytes } = await createVisit(2000)(0)
  const honest = readChunk(bytes)
  const timeMs = Date.now()
  const track = (properties: string): PlayheadEvent[] => [{ type: 'track', timeMs, name: 'bomb', properties }]
  const withSignals = (events: PlayheadEvent[], lane: (raw: Uint8Array) => StoredLane = stored): Uint8Array =>
    frame(lane(encodeEvents(events, timeMs)), none, { signals: events.length })
  const zeros = Buffer.alloc(64 << 20)
  const bodies: Record<string, Uint8Array> = {
    'signals that inflate to 64 MiB': frame(deflated(zeros), none),
    'signals that say 1 KB and inflate to 64 MiB': frame(deflated(zeros, 1000), none),
    'signals that say 8 MiB and repeat': frame(deflated(zeros.subarray(0, 8 << 20)), none),
    'a page that says 1 GiB': frame(
      honest.signal,
      { deflated: true, rawBytes: 2 ** 30, bytes: deflateRawSync(Buffer.alloc(1000)) },
      { signals: honest.header.signals, doms: 1 },
    ),
    'a million signals': frame(stored(Buffer.alloc(900_000)), none, { signals: 1_000_000 }),
    'a header that says 2^53 signals': frame(stored(Buffer.alloc(100)), none, { signals: 2 ** 53 - 1 }),
    'json 60,000 deep': withSignals(track('['.repeat(60_000))),
    'a proto key': withSignals(track('{"\\u005f_proto__":{"admin":1}}')),
    'json of 900 KB': withSignals(track(`"${'x'.repeat(900_000)}"`)),
    'a body over the limit': Buffer.alloc((1 << 20) + 1),
    noise: Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 251)),
    zeros: Buffer.alloc(1 << 20),
    'a deflate stream that is none': frame({ deflated: true, rawBytes: 100_000, bytes: Buffer.alloc(90_000, 0xff) }, none),
    'two lanes that overlap': Buffer.from(bytes.subarray(0, bytes.length - 9)),
  }
  return Object.fromEntries(Object.entries(bodies).map(([name, body]) => [name, () => post(path, body)]))
}
