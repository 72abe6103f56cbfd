import type { SessionSignal, SessionSignalOf, VitalName } from '@playhead/analysis'
import { pathOf } from '../sentence.ts'

/** A web vital of one document, as it was told last. */
export interface DocumentVital {
  readonly name: VitalName
  /** ms; of CLS a share. */
  readonly value: number
  /** When the document that it belongs to began. */
  readonly pageMs: number
  /** Where the visitor was: of what is measured once, the page that was loaded; of INP and CLS, where they became what they are. */
  readonly page: string
  readonly tab: string
  /** The moment that it speaks of, as near as it is known. */
  readonly atMs: number
  /** Key of the element that made it what it is. */
  readonly target: string
  readonly url: string
  /** What it is made of; empty where that was not told. */
  readonly parts: readonly { readonly name: string; readonly ms: number }[]
}

const order: readonly VitalName[] = ['LCP', 'INP', 'CLS', 'FCP', 'TTFB']

type Document = Pick<DocumentVital, 'pageMs' | 'page' | 'tab'>
type Click = Pick<DocumentVital, 'atMs' | 'page'>
/** What a visitor looks at: the document, or a route of it. */
interface View {
  readonly page: string
  /** The last click on each element, by key. The one that led to a route is measured when that is shown, so it is among them. */
  readonly clicks: Map<string, Click>
  lastClick?: [key: string, click: Click]
}

/** The web vitals of a session's documents: the documents in order of time, the vitals by their weight. */
export function documentVitalsOf(signals: readonly SessionSignal[]): DocumentVital[] {
  const documents = new Map<string, Document>()
  const views = new Map<string, View>()
  const found = new Map<string, DocumentVital>()
  for (const signal of signals) {
    const { tab, atMs } = signal
    if (signal.type === 'page') {
      const page = pathOf(signal.url)
      const led = signal.kind === 'route' ? views.get(tab)?.lastClick : undefined
      views.set(tab, { page, clicks: new Map(led && [led]) })
      if (signal.kind !== 'route' && signal.kind !== 'restore') documents.set(tab, { tab, pageMs: atMs, page })
    }
    const view = views.get(tab)
    if (signal.type === 'click' && view) {
      view.lastClick = [signal.key, { atMs, page: view.page }]
      view.clicks.set(...view.lastClick)
    }
    if (signal.type !== 'vital' && signal.type !== 'attribution') continue
    const document = documents.get(tab) ?? { tab, pageMs: 0, page: '' }
    const name = signal.type === 'vital' ? signal.name : (signal.vital as VitalName)
    const key = `${tab} ${document.pageMs} ${name}`
    if (signal.type === 'vital') found.set(key, vitalFrom(signal, document, view))
    else if (found.has(key)) found.set(key, withParts(found.get(key)!, signal))
  }
  return [...found.values()].sort((a, b) => a.pageMs - b.pageMs || order.indexOf(a.name) - order.indexOf(b.name))
}

/** What grows is told when a view ends, if it grew in that view: that is its page, unless it is the click that led there. */
function vitalFrom(
  { name, value, target = '', atMs }: SessionSignalOf<'vital'>,
  document: Document,
  view: View | undefined,
): DocumentVital {
  const vital = { ...document, name, value, target, url: '', parts: [] }
  if (name !== 'INP' && name !== 'CLS') return { ...vital, atMs: document.pageMs + value }
  return { ...vital, page: view?.page ?? document.page, atMs, ...(name === 'INP' && view?.clicks.get(target)) }
}

/** CLS has no parts, but says when the worst shift was. */
function withParts(vital: DocumentVital, { parts, url = '' }: SessionSignalOf<'attribution'>): DocumentVital {
  const shift = vital.name === 'CLS' ? parts.find(({ name }) => name === 'time') : undefined
  return shift ? { ...vital, url, atMs: vital.pageMs + shift.ms } : { ...vital, url, parts }
}

/** `2.4 s`, `84 ms`; CLS without a unit. */
export const vitalText = (name: VitalName, value: number): string =>
  name === 'CLS' ? value.toFixed(3) : value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(2)} s`

/** What recording cost the page, over all that was told of it. */
export interface RecorderCost {
  readonly spentMs: number
  readonly windowMs: number
  readonly rows: readonly SessionSignalOf<'budget'>[]
}

export function recorderCostOf(signals: readonly SessionSignal[]): RecorderCost {
  const rows = signals.filter((signal) => signal.type === 'budget')
  return {
    rows,
    spentMs: rows.reduce((sum, { spentMs }) => sum + spentMs, 0),
    windowMs: rows.reduce((sum, { windowMs }) => sum + windowMs, 0),
  }
}
