import { WireError } from '../error.ts'

/**
 * rrweb 2's JSON, as far as it is read or written here.
 *
 * @see https://github.com/rrweb-io/rrweb/blob/master/packages/types/src/index.ts
 */
export interface RrwebEvent {
  readonly type: number
  readonly timestamp: number
  readonly data: Json
}
export type Json = Readonly<Record<string, unknown>>

export const eventType = { domContentLoaded: 0, load: 1, fullSnapshot: 2, incremental: 3, meta: 4, custom: 5, plugin: 6, asset: 7 } as const
export const nodeType = { document: 0, doctype: 1, element: 2, text: 3, cdata: 4, comment: 5 } as const
export const source = {
  mutation: 0,
  mouseMove: 1,
  mouseInteraction: 2,
  scroll: 3,
  viewportResize: 4,
  input: 5,
  touchMove: 6,
  media: 7,
  styleSheetRule: 8,
  canvas: 9,
  font: 10,
  log: 11,
  drag: 12,
  styleDeclaration: 13,
  selection: 14,
  adoptedStyleSheet: 15,
  customElement: 16,
} as const
export const interaction = { click: 2, focus: 5, blur: 6 } as const

/** One event's fields, checked as they are read: what is not as it should be is a WireError at the event's index. */
export interface Reader {
  object(value: unknown, what: string): Json
  list(value: unknown, what: string): readonly unknown[]
  number(value: unknown, what: string): number
}

export function createReader(index: number): Reader {
  const refuse = (what: string): never => {
    throw new WireError('bad-value', index, `event ${index} has no valid ${what}`)
  }
  return {
    object: (value, what) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : refuse(what)),
    list: (value, what) => (value === undefined || value === null ? [] : Array.isArray(value) ? value : refuse(what)),
    number: (value, what) => (typeof value === 'number' && Number.isFinite(value) ? value : refuse(what)),
  }
}

/**
 * The events of a recording file: a list, an object that holds one, or either as text; in order of time. What is none is
 * passed over and told.
 *
 * @throws WireError `foreign` when there is no event at all
 */
export function readEvents(json: unknown, onBad: () => void): { event: RrwebEvent; index: number }[] {
  let value = json
  if (typeof value === 'string') {
    try {
      value = JSON.parse(value)
    } catch {
      throw new WireError('foreign', 0, 'this is not JSON')
    }
  }
  const list = Array.isArray(value) ? value : typeof value === 'object' && value ? (value as { events?: unknown }).events : undefined
  if (!Array.isArray(list) || !list.length) throw new WireError('foreign', 0, 'this is not a list of rrweb events')
  if (list.every((item) => typeof item === 'string')) throw new WireError('foreign', 0, 'these events are packed: unpack them first')
  const events = list.flatMap((item: unknown, index) => {
    const { type, timestamp, data } = (item ?? {}) as Partial<RrwebEvent>
    const isTimed = typeof timestamp === 'number' && timestamp >= 0 && timestamp <= 8.64e15
    if (Number.isInteger(type) && isTimed)
      return [{ event: { type: type!, timestamp, data: typeof data === 'object' && data ? data : {} }, index }]
    onBad()
    return []
  })
  if (!events.length) throw new WireError('foreign', 0, 'there is no rrweb event in it')
  return events.sort((a, b) => a.event.timestamp - b.event.timestamp)
}

/** A doctype node as it would be written. */
export function doctypeOf({ name, publicId, systemId }: Json): string {
  const quoted = (id: unknown): string => (typeof id === 'string' ? `"${id.replace(/["<>]/g, '')}"` : '""')
  const tail = publicId
    ? ` PUBLIC ${quoted(publicId)}${systemId ? ` ${quoted(systemId)}` : ''}`
    : systemId
      ? ` SYSTEM ${quoted(systemId)}`
      : ''
  return `<!DOCTYPE ${typeof name === 'string' && /^[\w:-]+$/.test(name) ? name : 'html'}${tail}>`
}
