import { WireError } from './error.ts'
import { type EventSpec, type PlayheadEvent, eventTable } from './event.ts'
import type { Kind, Scalar, Shape } from './field.ts'

/**
 * A section is numbers followed by text: `varint n · n bytes of varints · UTF-8`.
 * All strings of a section stand next to each other, because plain text compresses best beside plain text,
 * and one call decodes them all; the numbers say how long each is in UTF-16 units.
 *
 * @see docs/recording-format.md#W4
 */
export interface SectionWriter {
  number(value: number): void
  text(value: string): void
  /** Goes on with what another writer wrote. */
  append(part: SectionPart): void
  /** What was written so far, to be appended elsewhere. */
  part(): SectionPart
  finish(): Uint8Array<ArrayBuffer>
}

/** A piece of a section: its numbers as varints, its strings as one. */
export interface SectionPart {
  readonly numbers: Uint8Array<ArrayBuffer>
  readonly text: string
}

export interface SectionReader {
  number(): number
  text(): string
  /** How many bytes of numbers are left: an upper bound for any count that follows. */
  readonly left: number
  /** Throws unless everything was read. */
  end(): void
}

const maxUint = Number.MAX_SAFE_INTEGER

export function createSectionWriter(): SectionWriter {
  let numbers = new Uint8Array(256)
  let used = 0
  const texts: string[] = []
  function reserve(count: number): void {
    if (used + count <= numbers.length) return
    const grown = new Uint8Array(numbers.length * 2 + count)
    grown.set(numbers)
    numbers = grown
  }
  function number(value: number): void {
    // Nearly all are whole and of one byte.
    if (value < 128 && value >= 0 && value % 1 === 0 && used < numbers.length) {
      numbers[used++] = value
      return
    }
    reserve(9)
    // NaN and negatives become 0: the recorder never throws into the page.
    let rest = value > 0 ? Math.min(Math.round(value), maxUint) : 0
    while (rest >= 128) {
      numbers[used++] = (rest % 128) + 128
      rest = Math.floor(rest / 128)
    }
    numbers[used++] = rest
  }
  return {
    number,
    text(value) {
      number(value.length)
      texts.push(value)
    },
    append(part) {
      reserve(part.numbers.length)
      numbers.set(part.numbers, used)
      used += part.numbers.length
      texts.push(part.text)
    },
    part: () => ({ numbers: numbers.slice(0, used), text: texts.join('') }),
    finish() {
      const body = numbers.subarray(0, used)
      const text = new TextEncoder().encode(texts.join(''))
      const prefix = varint(body.length)
      const bytes = new Uint8Array(prefix.length + body.length + text.length)
      bytes.set(prefix)
      bytes.set(body, prefix.length)
      bytes.set(text, prefix.length + body.length)
      return bytes
    },
  }
}

export function varint(value: number): number[] {
  const bytes: number[] = []
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128)
  bytes.push(value)
  return bytes
}

/** Reads the varint at `at`; returns its value and the offset after it. */
export function readVarint(bytes: Uint8Array, at: number, end: number = bytes.length): [value: number, next: number] {
  let value = 0
  for (let scale = 1, next = at; ; scale *= 128) {
    if (next >= end) throw new WireError('cut', next, 'a number ends too early')
    const byte = bytes[next++]!
    value += (byte & 127) * scale
    if (value > maxUint) throw new WireError('bad-value', next, 'a number is too large')
    if (byte < 128) return [value, next]
    if (next - at > 8) throw new WireError('bad-value', next, 'a number is too long')
  }
}

// Whole texts only, so it keeps nothing between two; making one costs more than a small section does.
const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function createSectionReader(bytes: Uint8Array): SectionReader {
  const [length, start] = readVarint(bytes, 0)
  const end = start + length
  if (end > bytes.length) throw new WireError('cut', bytes.length, 'a section ends too early')
  let all: string
  try {
    all = utf8.decode(bytes.subarray(end))
  } catch {
    throw new WireError('bad-value', end, 'text is not UTF-8')
  }
  let at = start
  let textAt = 0
  /** {@link readVarint} without its tuple: nearly all numbers are one or two bytes. */
  const number = (): number => {
    if (at < end) {
      const low = bytes[at]!
      if (low < 128) {
        at++
        return low
      }
      const high = at + 1 < end ? bytes[at + 1]! : 128
      if (high < 128) {
        at += 2
        return (low & 127) + high * 128
      }
    }
    const [value, next] = readVarint(bytes, at, end)
    at = next
    return value
  }
  return {
    number,
    text() {
      const size = number()
      if (textAt + size > all.length) throw new WireError('cut', at, 'text ends too early')
      return all.slice(textAt, (textAt += size))
    },
    get left() {
      return end - at
    },
    end() {
      if (at !== end || textAt !== all.length) throw new WireError('bad-value', at, 'bytes are left over')
    },
  }
}

/** Writes one value of a kind. Numbers are quantised as the kind says. */
function writeValue(out: SectionWriter, kind: Kind, value: unknown): void {
  if (typeof kind === 'string') {
    if (kind === 'text') out.text(String(value))
    else if (kind === 'bool') out.number(value ? 1 : 0)
    else if (kind === 'int' || kind === 'fixed') {
      const whole = Math.round(Number(value) * (kind === 'fixed' ? 100 : 1))
      out.number(whole < 0 ? -whole * 2 - 1 : whole * 2)
    } else out.number(Number(value) * (kind === 'unit' ? 1000 : 1))
  } else if ('optional' in kind) {
    out.number(value === undefined ? 0 : 1)
    if (value !== undefined) writeValue(out, kind.optional, value)
  } else if ('list' in kind) {
    const items = value as readonly unknown[]
    out.number(items.length)
    for (const item of items) writeValue(out, kind.list, item)
  } else if ('oneOf' in kind) out.number(kind.oneOf.indexOf(value as string))
  else writeShape(out, kind.record, value as Record<string, unknown>)
}

/** Takes own properties only: pages give others to all objects. */
export function writeShape(out: SectionWriter, shape: Shape, value: object): void {
  for (const name of Object.keys(shape)) writeValue(out, shape[name]!, ownOf(value, name))
}
const { hasOwnProperty } = Object.prototype
const ownOf = (value: object, name: string): unknown =>
  hasOwnProperty.call(value, name) ? (value as Record<string, unknown>)[name] : undefined

type Read<T> = (from: SectionReader) => T

/** A kind's reader, made once: decoding walks no table. */
function readerOf(kind: Kind): Read<unknown> {
  if (typeof kind === 'string') return scalarReaders[kind]
  if ('optional' in kind) {
    const read = readerOf(kind.optional)
    return (from) => (within(from, from.number(), 1) ? read(from) : undefined)
  }
  if ('list' in kind) {
    const read = readerOf(kind.list)
    return (from) => {
      const size = within(from, from.number(), from.left)
      const items: unknown[] = []
      for (let i = 0; i < size; i++) items.push(read(from))
      return items
    }
  }
  if ('oneOf' in kind) return (from) => kind.oneOf[within(from, from.number(), kind.oneOf.length - 1)]
  const fill = fillerOf(kind.record)
  return (from) => fill(from, {})
}

const signed = (value: number): number => (value % 2 ? -(value + 1) / 2 : value / 2)
const scalarReaders: Readonly<Record<Scalar, Read<unknown>>> = {
  text: (from) => from.text(),
  uint: (from) => from.number(),
  id: (from) => from.number(),
  bool: (from) => within(from, from.number(), 1) === 1,
  int: (from) => signed(from.number()),
  fixed: (from) => signed(from.number()) / 100,
  unit: (from) => within(from, from.number(), 1000) / 1000,
}

function within(from: SectionReader, value: number, max: number): number {
  if (value > max) throw new WireError('bad-value', from.left, `${value} is more than ${max}`)
  return value
}

type Fill = (from: SectionReader, value: Record<string, unknown>) => Record<string, unknown>
function fillerOf(shape: Shape): Fill {
  const names = Object.keys(shape)
  const readers = names.map((name) => readerOf(shape[name]!))
  return (from, value) => {
    for (let i = 0; i < names.length; i++) {
      const field = readers[i]!(from)
      if (field !== undefined) value[names[i]!] = field
    }
    return value
  }
}

/** A reader of one shape, to be made once and used often. */
export function shapeReader(shape: Shape): (from: SectionReader) => Record<string, unknown> {
  const fill = fillerOf(shape)
  return (from) => fill(from, {})
}

/** Encodes events of one lane. Times travel as deltas from `baseMs`, then from the event before. */
export function encodeEvents(events: readonly PlayheadEvent[], baseMs: number): Uint8Array<ArrayBuffer> {
  const out = createSectionWriter()
  out.number(events.length)
  let lastMs = baseMs
  for (const event of events) lastMs = writeEvent(out, event, lastMs)
  return out.finish()
}

/** Writes one event of a lane; returns its time, which the next one counts from. */
export function writeEvent(out: SectionWriter, event: PlayheadEvent, lastMs: number): number {
  const spec: EventSpec = eventTable[event.type]
  out.number(spec.code)
  const timeMs = Math.max(lastMs, Math.round(event.timeMs) || 0)
  out.number(timeMs - lastMs)
  writeShape(out, spec.fields, event)
  return timeMs
}

interface EventReader {
  /** An event whose fields are there and not yet read: a copy of it is filled in place, where adding each would move it about. */
  readonly blank: Readonly<Record<string, unknown>>
  readonly fill: Fill
}
const createSpecs = (): Map<number, EventReader> =>
  new Map(
    Object.entries<EventSpec>(eventTable).map(([type, { code, fields }]) => {
      const always = Object.entries(fields).filter(([, kind]) => typeof kind === 'string' || !('optional' in kind))
      const blank = { type, timeMs: 0, ...Object.fromEntries(always.map(([name]) => [name, undefined])) }
      return [code, { blank, fill: fillerOf(fields) }]
    }),
  )
// Marked pure so that the recorder, which only encodes, does not carry the decoder.
const specs = /* @__PURE__ */ createSpecs()

/** Decodes what {@link encodeEvents} wrote. Throws a WireError on anything else. */
export function decodeEvents(bytes: Uint8Array, baseMs: number): PlayheadEvent[] {
  const from = createSectionReader(bytes)
  const count = within(from, from.number(), from.left)
  const events: PlayheadEvent[] = []
  let timeMs = baseMs
  for (let i = 0; i < count; i++) {
    const code = from.number()
    const found = specs.get(code)
    if (!found) throw new WireError('bad-value', i, `no event has the code ${code}`)
    timeMs += from.number()
    if (timeMs > maxUint) throw new WireError('bad-value', i, 'a time is too large')
    events.push(found.fill(from, { ...found.blank, timeMs }) as unknown as PlayheadEvent)
  }
  from.end()
  return events
}
