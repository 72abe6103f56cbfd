import { createHash } from 'node:crypto'
import { createId, createSessionId, encodeChunk, type PlayheadEvent } from '@playhead/wire'
import { siteOrigin } from './server.ts'

export interface MadeChunk {
  readonly session: string
  readonly tab: string
  readonly seq: number
  readonly bytes: Uint8Array<ArrayBuffer>
}
/** One chunk's place, as text. */
export const placeOf = ({ session, tab, seq }: { session: string; tab: string; seq: number }): string => `${session} ${tab} ${seq}`
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 32)

/** The chunks of a visit, one after the other: each holds one click and about `sizeBytes` of a page's changes. */
export function createVisit(sizeBytes: number, startMs: number = Date.now()): (seq: number) => Promise<MadeChunk> {
  const session = createSessionId(startMs)
  const tab = createId()
  const view = createId()
  const visitor = createId()
  return async (seq) => {
    const timeMs = startMs + seq * 1000
    const events: PlayheadEvent[] = [click(timeMs + 500, seq + 1), { type: 'text', timeMs, id: 5, text: noise(sizeBytes) }]
    if (seq === 0) events.unshift(...arrive(timeMs, view, visitor))
    const identity = { session, tab, view, seq, baseSeq: 0, last: false, sentMs: timeMs + 1000 }
    return { session, tab, seq, bytes: await encodeChunk(identity, events, null) }
  }
}

const noise = (sizeBytes: number): string => {
  let text = ''
  while (text.length < sizeBytes) text += Math.random().toString(36).slice(2)
  return text.slice(0, sizeBytes)
}

function arrive(timeMs: number, view: string, visitor: string): PlayheadEvent[] {
  const url = `${siteOrigin}/product/:id`
  return [
    {
      type: 'keyframe',
      timeMs,
      html: '<html><head></head><body><main><button>Buy</button></main></body></html>',
      doctype: 'html',
      url,
      base: url,
      nodes: 7,
      width: 1440,
      height: 900,
      scrollX: 0,
      scrollY: 0,
      splits: [],
      empties: [],
    },
    {
      type: 'start',
      timeMs,
      recorder: '0.1.0',
      visitor,
      returning: false,
      privacy: 'strict',
      consent: 'api',
      consentAtMs: timeMs,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      language: 'en-GB',
      timezone: 'UTC',
      screenWidth: 1920,
      screenHeight: 1080,
      pixelRatio: 1,
      touch: false,
      dark: false,
      reducedMotion: false,
      referrer: '',
    },
    { type: 'page', timeMs, view, url, title: 'Shop', kind: 'load' },
    { type: 'viewport', timeMs, width: 1440, height: 900, pixelRatio: 1 },
  ]
}

const click = (timeMs: number, ordinal: number): PlayheadEvent => ({
  type: 'click',
  timeMs,
  ordinal,
  id: 5,
  key: 'body>main:1>button:1',
  name: 'Buy',
  tag: 'button',
  interactive: true,
  pointer: 'mouse',
  button: 0,
  x: 20,
  y: 20,
  relX: 0.5,
  relY: 0.5,
  boxX: 0,
  boxY: 0,
  boxWidth: 40,
  boxHeight: 40,
})
