import type { Device } from './device.ts'
import { isModestJson } from './json-text.ts'
import { pathOf } from './page.ts'
import type { PlacedEvent } from './timeline.ts'

/** One fact as the index holds it: flat, so that questions of every kind scan the same few columns. */
export interface EventRow {
  readonly type: string
  /** Epoch ms, client clock. */
  readonly timeMs: number
  readonly tab: string
  readonly seq: number
  readonly page: string
  readonly device: Device
  /** Element or form key. */
  readonly key: string
  /** Element's name, page's title, message, path of a request, name of an event. */
  readonly name: string
  /** Element's tag, form's field. */
  readonly tag: string
  readonly interactive: boolean
  readonly relX: number
  readonly relY: number
  readonly url: string
  readonly status: number
  /** Duration, share of the page's height, vital: what the type measures. */
  readonly value: number
  /** Properties as JSON, form action, console level, variant, request method, kind of navigation. */
  readonly text: string
}
type Fields = Partial<Omit<EventRow, 'type' | 'timeMs' | 'tab' | 'seq' | 'page' | 'device'>>

const empty: Required<Fields> = { key: '', name: '', tag: '', interactive: false, relX: 0, relY: 0, url: '', status: 0, value: 0, text: '' }

/** The index row of a fact; null for facts that no question asks about by themselves. */
export function eventRowOf(placed: PlacedEvent): EventRow | null {
  const fields = fieldsOf(placed)
  if (!fields) return null
  const { event, tab, seq, page, device } = placed
  return { type: event.type, timeMs: event.timeMs, tab, seq, page, device, ...empty, ...fields }
}

function fieldsOf({ event }: PlacedEvent): Fields | null {
  switch (event.type) {
    case 'page':
      return { name: event.title, url: event.url, text: event.kind }
    case 'click': {
      const { key, name, tag, interactive, relX, relY } = event
      return { key, name, tag, interactive, relX, relY, text: event.role ?? '' }
    }
    case 'depth':
      return { value: event.documentHeight ? Math.min(1, event.maxBottom / event.documentHeight) : 0 }
    case 'form':
      return { key: event.form, name: event.formName, tag: event.field ?? '', text: event.action }
    case 'error':
      return { name: event.message, url: event.source, value: event.line, text: event.kind }
    case 'console':
      return event.level === 'error' || event.level === 'warn' ? { name: event.message, text: event.level } : null
    case 'request':
      return { name: pathOf(event.url), url: event.url, status: event.status, value: event.durationMs, text: event.method }
    case 'vital':
      return { name: event.name, key: event.target ?? '', value: event.value }
    case 'track':
      return { name: event.name, text: isModestJson(event.properties ?? '') ? (event.properties ?? '') : '' }
    case 'experiment':
      return { name: event.name, text: event.variant }
    case 'identify':
      return { name: event.user }
    case 'hesitation':
      return { key: event.key, name: event.name, value: event.restMs }
    default:
      return null
  }
}
