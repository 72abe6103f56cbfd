import type { EventOf, SignalEvent } from '@playhead/wire'
import type { PlacedEvent, TabChunk } from '../src/timeline.ts'
import { timelinesOf } from '../src/timeline.ts'

export const page = (timeMs: number, url: string): EventOf<'page'> => ({ type: 'page', timeMs, view: 'v', url, title: url, kind: 'route' })
export const viewport = (timeMs: number, width: number): EventOf<'viewport'> => ({
  type: 'viewport',
  timeMs,
  width,
  height: 800,
  pixelRatio: 1,
})
export const click = (timeMs: number, more: Partial<EventOf<'click'>> = {}): EventOf<'click'> => ({
  type: 'click',
  timeMs,
  ordinal: timeMs,
  id: 1,
  key: 'k',
  name: 'Pay',
  tag: 'button',
  interactive: true,
  pointer: 'mouse',
  button: 0,
  x: 10,
  y: 10,
  relX: 0.5,
  relY: 0.5,
  boxX: 0,
  boxY: 0,
  boxWidth: 20,
  boxHeight: 20,
  ...more,
})
export const response = (ordinal: number, afterMs: number, kind: EventOf<'response'>['kind'] = 'mutation'): EventOf<'response'> => ({
  type: 'response',
  timeMs: ordinal + afterMs,
  ordinal,
  afterMs,
  kind,
})
export const depth = (timeMs: number): EventOf<'depth'> => ({
  type: 'depth',
  timeMs,
  fromY: 0,
  toY: 100,
  durationMs: 100,
  maxBottom: 900,
  documentHeight: 1000,
  viewportHeight: 800,
})
export const request = (timeMs: number, status: number): EventOf<'request'> => ({
  type: 'request',
  timeMs,
  kind: 'fetch',
  method: 'POST',
  url: 'https://a.example/api/pay?x',
  status,
  durationMs: 10,
})
export const form = (timeMs: number, action: EventOf<'form'>['action']): EventOf<'form'> => ({
  type: 'form',
  timeMs,
  form: 'f',
  formName: 'Checkout',
  field: 'card',
  action,
})
export const error = (timeMs: number): EventOf<'error'> => ({
  type: 'error',
  timeMs,
  kind: 'error',
  message: 'TypeError: x',
  stack: '',
  source: '',
  line: 1,
  column: 1,
})
export const end = (timeMs: number): EventOf<'end'> => ({ type: 'end', timeMs, reason: 'pagehide' })
export const identify = (timeMs: number, user: string): EventOf<'identify'> => ({
  type: 'identify',
  timeMs,
  user,
  traits: '{"plan":"pro"}',
})

export const chunk = (seq: number, ...signals: SignalEvent[]): TabChunk => ({ tab: 'a', seq, signals })
export const timeline = (...signals: SignalEvent[]): PlacedEvent[] => timelinesOf([chunk(0, ...signals)]).get('a')!
