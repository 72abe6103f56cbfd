import type { EventOf, SignalEvent } from '@playhead/wire'
import { type Device, deviceOf } from './device.ts'
import { pageOf } from './page.ts'

/** Where in a session's chunks an event stands. */
export interface Place {
  readonly tab: string
  readonly seq: number
  /** Ordinal in its chunk. */
  readonly index: number
}
/** A stored fact with what was true around it: the page it happened on and the device class at that moment. */
export interface PlacedEvent extends Place {
  readonly event: SignalEvent
  readonly page: string
  /** Ordinal of the page view in its tab, from 1; 0 before the first. */
  readonly view: number
  readonly device: Device
}
export type PlacedOf<T extends SignalEvent['type']> = PlacedEvent & { readonly event: EventOf<T> }
export interface TabChunk {
  readonly tab: string
  readonly seq: number
  readonly signals: readonly SignalEvent[]
}

/**
 * Puts a session's chunks, in whatever order they came, into one timeline per tab,
 * and says of each event which page and device class it happened on.
 */
export function timelinesOf(chunks: readonly TabChunk[]): Map<string, PlacedEvent[]> {
  const sorted = [...chunks].sort((a, b) => (a.tab < b.tab ? -1 : a.tab > b.tab ? 1 : a.seq - b.seq))
  const screen = firstWidth(sorted)
  const tabs = new Map<string, PlacedEvent[]>()
  for (const { tab, seq, signals } of sorted) {
    const timeline = tabs.get(tab) ?? []
    tabs.set(tab, timeline)
    for (const [index, event] of signals.entries()) timeline.push({ event, tab, seq, index, page: '', view: 0, device: deviceOf(screen) })
  }
  for (const [tab, timeline] of tabs) tabs.set(tab, place(timeline, screen))
  return tabs
}

function place(timeline: PlacedEvent[], screen: number): PlacedEvent[] {
  timeline.sort((a, b) => a.event.timeMs - b.event.timeMs || a.seq - b.seq || a.index - b.index)
  const first = timeline.find(({ event }) => event.type === 'page')?.event
  let page = first?.type === 'page' ? pageOf(first.url) : ''
  let view = 0
  let device = deviceOf(timeline.map(({ event }) => widthOf(event)).find((width) => width > 0) ?? screen)
  return timeline.map((placed) => {
    const { event } = placed
    if (event.type === 'page') {
      page = pageOf(event.url)
      view++
    } else if (event.type === 'viewport' && event.width > 0) device = deviceOf(event.width)
    return { ...placed, page, view, device }
  })
}

const widthOf = (event: SignalEvent): number => (event.type === 'viewport' ? event.width : 0)

/** Width of the session's first viewport, or of its screen while no viewport is known. */
function firstWidth(chunks: readonly TabChunk[]): number {
  const events = chunks.flatMap(({ signals }) => signals)
  const viewports = events.filter((event) => event.type === 'viewport' && event.width > 0).sort((a, b) => a.timeMs - b.timeMs)
  const start = events.find((event) => event.type === 'start')
  return widthOf(viewports[0] ?? { type: 'viewport', timeMs: 0, width: 0, height: 0, pixelRatio: 1 }) || (start?.screenWidth ?? 1280)
}

export const isOf =
  <T extends SignalEvent['type']>(type: T) =>
  (placed: PlacedEvent): placed is PlacedOf<T> =>
    placed.event.type === type
