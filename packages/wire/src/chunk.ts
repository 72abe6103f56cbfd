import {
  createSectionReader,
  createSectionWriter,
  decodeEvents,
  encodeEvents,
  readVarint,
  shapeReader,
  varint,
  writeShape,
} from './codec.ts'
import { crc32c } from './crc32c.ts'
import { crc32cSliced } from './crc32c-sliced.ts'
import { WireError } from './error.ts'
import { type DomEvent, isDomEvent, type Lane, type PlayheadEvent, type SignalEvent } from './event.ts'
import type { ShapeValue } from './field.ts'

/** `PHC` and the format version: every chunk says which format it speaks. @see docs/recording-format.md#W1 */
const magic = [0x50, 0x48, 0x43]
export const formatVersion = 1

/** What a chunk says of itself, readable without inflating either lane. @see docs/recording-format.md#W2 */
export const headerShape = {
  session: 'text',
  tab: 'text',
  view: 'text',
  /** From 0, without holes, per (session, tab). */
  seq: 'uint',
  /** `seq` of the chunk that holds the keyframe this chunk's node ids build on. */
  baseSeq: 'uint',
  keyframe: 'bool',
  last: 'bool',
  /** Client clock, epoch ms: of the first and the last event, and of sending. */
  baseMs: 'uint',
  endMs: 'uint',
  sentMs: 'uint',
  signals: 'uint',
  doms: 'uint',
} as const
export type ChunkHeader = ShapeValue<typeof headerShape>

/** A lane as it stands in a chunk: maybe deflated (raw DEFLATE). */
export interface StoredLane {
  readonly deflated: boolean
  readonly rawBytes: number
  readonly bytes: Uint8Array
}
export interface Chunk {
  readonly header: ChunkHeader
  readonly signal: StoredLane
  readonly dom: StoredLane
}

export type ChunkIdentity = Pick<ChunkHeader, 'session' | 'tab' | 'view' | 'seq' | 'baseSeq' | 'last' | 'sentMs'>
export type Deflate = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>

/** Encodes the events of one chunk into its lanes and frames them. */
export function encodeChunk(
  identity: ChunkIdentity,
  events: readonly PlayheadEvent[],
  deflate: Deflate | null = deflateRaw,
): Promise<Uint8Array<ArrayBuffer>> {
  const header = headerOf(identity, events)
  const encode = (lane: Lane): Uint8Array<ArrayBuffer> => encodeEvents(eventsIn(lane, events), header.baseMs)
  return sealChunk(header, encode('signal'), encode('dom'), deflate)
}

export const eventsIn = (lane: Lane, events: readonly PlayheadEvent[]): PlayheadEvent[] =>
  events.filter((event) => isDomEvent(event) === (lane === 'dom'))

/** What a chunk of these events says of itself. */
export function headerOf(identity: ChunkIdentity, events: readonly PlayheadEvent[]): ChunkHeader {
  let baseMs = Infinity
  let endMs = 0
  let doms = 0
  let keyframe = false
  for (const event of events) {
    const whole = Math.round(event.timeMs) || 0
    baseMs = Math.min(baseMs, whole)
    endMs = Math.max(endMs, whole)
    if (isDomEvent(event)) doms++
    keyframe ||= event.type === 'keyframe'
  }
  if (!events.length) baseMs = endMs = identity.sentMs
  return { ...identity, keyframe, baseMs, endMs, signals: events.length - doms, doms }
}

/** Frames two encoded lanes, deflated where that makes them smaller. */
export async function sealChunk(
  header: ChunkHeader,
  signal: Uint8Array<ArrayBuffer>,
  dom: Uint8Array<ArrayBuffer>,
  deflate: Deflate | null,
): Promise<Uint8Array<ArrayBuffer>> {
  const [signalLane, domLane] = await Promise.all([storeLane(signal, deflate), storeLane(dom, deflate)])
  return frameChunk({ header, signal: signalLane, dom: domLane })
}

async function storeLane(raw: Uint8Array<ArrayBuffer>, deflate: Deflate | null): Promise<StoredLane> {
  const small = deflate && raw.length > 64 ? await deflate(raw) : raw
  return small.length < raw.length
    ? { deflated: true, rawBytes: raw.length, bytes: small }
    : { deflated: false, rawBytes: raw.length, bytes: raw }
}

export function frameChunk(chunk: Chunk): Uint8Array<ArrayBuffer> {
  const section = createSectionWriter()
  writeShape(section, headerShape, chunk.header)
  const header = section.finish()
  const parts: (Uint8Array | number[])[] = [[...magic, formatVersion], varint(header.length), header]
  for (const lane of [chunk.signal, chunk.dom])
    parts.push([lane.deflated ? 1 : 0], varint(lane.rawBytes), varint(lane.bytes.length), lane.bytes)
  const size = parts.reduce((sum, part) => sum + part.length, 4)
  const bytes = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  new DataView(bytes.buffer).setUint32(at, crc32c(bytes, at), true)
  return bytes
}

// Marked pure so that the recorder, which only writes headers, does not carry it.
const readHeader = /* @__PURE__ */ shapeReader(headerShape)

/** Reads a chunk's frame and header; lanes stay closed. Throws a WireError for any cut or flipped byte. */
export function readChunk(bytes: Uint8Array): Chunk {
  if (bytes.length < 9) throw new WireError('cut', bytes.length, 'too short for a chunk')
  for (let i = 0; i < 3; i++) if (bytes[i] !== magic[i]) throw new WireError('bad-magic', i, 'not a Playhead chunk')
  if (bytes[3]! > formatVersion || bytes[3] === 0) throw new WireError('bad-version', 3, `format version ${bytes[3]} is not known`)
  const end = bytes.length - 4
  const sum = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(end, true)
  if (sum !== crc32cSliced(bytes, end)) throw new WireError('bad-checksum', end, 'the checksum does not match')
  const [headerLength, headerAt] = readVarint(bytes, 4, end)
  let at = headerAt + headerLength
  if (at > end) throw new WireError('cut', end, 'the header ends too early')
  const section = createSectionReader(bytes.subarray(headerAt, at))
  const header = readHeader(section) as ChunkHeader
  section.end()
  const readLane = (): StoredLane => {
    const flag = bytes[at]
    if (at >= end || flag! > 1) throw new WireError('bad-value', at, 'no such lane encoding')
    const [rawBytes, afterRaw] = readVarint(bytes, at + 1, end)
    const [length, start] = readVarint(bytes, afterRaw, end)
    at = start + length
    if (at > end) throw new WireError('cut', end, 'a lane ends too early')
    return { deflated: flag === 1, rawBytes, bytes: bytes.subarray(start, at) }
  }
  const chunk = { header, signal: readLane(), dom: readLane() }
  if (at !== end) throw new WireError('bad-value', at, 'bytes are left over')
  return chunk
}

/**
 * What a server takes in one chunk, and so what a recorder puts into one. Of what is masked much is alike: how far the
 * DOM lane inflates is limited by its size alone, as nothing inflates it on arrival. @see docs/ingest.md
 */
export const ingestLimit = { bytes: 1 << 20, signals: 2000, signalBytes: 8 << 20, domBytes: 32 << 20 } as const

/** How far a lane may inflate. @see docs/recording-format.md#W3 */
export const laneLimit = { rawBytes: 64 << 20, ratio: 1100 } as const

/** Opens a lane: inflates it if need be, checks its size, decodes its events and that they belong to this lane. */
export async function openLane(chunk: Chunk, lane: 'signal'): Promise<SignalEvent[]>
export async function openLane(chunk: Chunk, lane: 'dom'): Promise<DomEvent[]>
export async function openLane(chunk: Chunk, lane: Lane): Promise<PlayheadEvent[]> {
  const stored = chunk[lane]
  return decodeLane(stored.deflated ? await inflateRaw(stored.bytes, checkedSize(stored)) : stored.bytes, chunk, lane)
}

/** All events of a chunk, DOM before signals. */
export const openEvents = async (chunk: Chunk): Promise<PlayheadEvent[]> => [
  ...(await openLane(chunk, 'dom')),
  ...(await openLane(chunk, 'signal')),
]

/** The decoding half of {@link openLane}, for callers that inflate by other means. */
export function decodeLane(raw: Uint8Array, chunk: Chunk, lane: 'signal'): SignalEvent[]
export function decodeLane(raw: Uint8Array, chunk: Chunk, lane: Lane): PlayheadEvent[]
export function decodeLane(raw: Uint8Array, chunk: Chunk, lane: Lane): PlayheadEvent[] {
  if (raw.length !== chunk[lane].rawBytes) throw new WireError('bad-value', raw.length, 'a lane is not as long as it says')
  const events = decodeEvents(raw, chunk.header.baseMs)
  if (events.length !== (lane === 'dom' ? chunk.header.doms : chunk.header.signals))
    throw new WireError('bad-value', 0, 'a lane holds another number of events than its header says')
  for (const event of events)
    if (isDomEvent(event) !== (lane === 'dom')) throw new WireError('bad-value', 0, `a ${event.type} event is in the ${lane} lane`)
  return events
}

/** The size a lane says it inflates to, once it is within limits. */
export function checkedSize(lane: StoredLane): number {
  if (lane.rawBytes > laneLimit.rawBytes || lane.rawBytes > lane.bytes.length * laneLimit.ratio)
    throw new WireError('too-large', 0, `a lane of ${lane.bytes.length} bytes says it inflates to ${lane.rawBytes}`)
  return lane.rawBytes
}

export async function deflateRaw(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** What is inflated at once, whoever says how much comes of it. */
const feedBytes = 32 << 10

/** Written, not piped from a blob: browsers keep those in another process, and ask it for each. */
async function feed(writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  for (let at = 0; at < bytes.length; at += feedBytes) await writer.write(bytes.subarray(at, at + feedBytes))
  await writer.close()
}

/** Inflates to exactly `sizeBytes`; stops as soon as there is more. */
export async function inflateRaw(bytes: Uint8Array, sizeBytes: number): Promise<Uint8Array> {
  const out = new Uint8Array(sizeBytes)
  let at = 0
  const { readable, writable } = new DecompressionStream('deflate-raw')
  const reader = readable.getReader()
  // Who reads meets the error.
  void feed(writable.getWriter(), bytes as Uint8Array<ArrayBuffer>).catch(() => undefined)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      if (at + value.length > sizeBytes) throw new WireError('too-large', at, 'a lane inflates to more than it says')
      out.set(value, at)
      at += value.length
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined)
    if (error instanceof WireError) throw error
    throw new WireError('bad-value', at, 'a lane does not inflate')
  }
  if (at !== sizeBytes) throw new WireError('cut', at, 'a lane inflates to less than it says')
  return out
}
