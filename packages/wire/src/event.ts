import { domTable } from './dom-event.ts'
import type { EventSpec } from './event-spec.ts'
import type { ShapeValue } from './field.ts'
import { signalTable } from './signal-event.ts'

export type { EventSpec, Lane } from './event-spec.ts'

/** Every event there is. @see docs/recording-format.md#W6 */
export const eventTable = { ...domTable, ...signalTable } as const satisfies Record<string, EventSpec>

export type EventTable = typeof eventTable
export type EventType = keyof EventTable

/** One decoded event. `timeMs` is the client's clock, epoch ms. */
export type EventOf<T extends EventType> = { readonly [K in T]: { type: K; timeMs: number } & ShapeValue<EventTable[K]['fields']> }[T]
export type PlayheadEvent = EventOf<EventType>

export type DomEvent = EventOf<keyof typeof domTable>
export type SignalEvent = EventOf<keyof typeof signalTable>

export const isDomEvent = (event: Pick<PlayheadEvent, 'type'>): event is DomEvent => event.type in domTable
