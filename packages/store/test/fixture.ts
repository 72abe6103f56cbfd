import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EventOf, encodeChunk, openLane, type PlayheadEvent, readChunk } from '@playhead/wire'
import type { IncomingChunk } from '../src/index.ts'

export const tempDir = (): string => mkdtempSync(join(tmpdir(), 'playhead-store-'))

/** A session id whose first bytes are its time, as the recorder makes them. */
export function sessionId(n: number, ms: number = epochMs): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(ms, 0, 6)
  bytes.writeUInt32BE(n, 12)
  return bytes.toString('base64url')
}
export const epochMs = 1_760_000_000_000
export const tabId = (n: number): string => `tab${String(n).padStart(19, '0')}`

export interface ChunkSpec {
  readonly project?: string
  readonly session: string
  readonly tab?: string
  readonly seq?: number
  readonly receivedMs?: number
}

/** A real chunk, encoded and read back as ingest does. */
export async function chunkOf(spec: ChunkSpec, events: readonly PlayheadEvent[]): Promise<IncomingChunk> {
  const { project = 'demo', session, tab = tabId(1), seq = 0, receivedMs = Date.now() } = spec
  const bytes = await encodeChunk({ session, tab, view: tabId(9), seq, baseSeq: 0, last: false, sentMs: epochMs }, events)
  const chunk = readChunk(bytes)
  return { project, receivedMs, bytes, header: chunk.header, signals: await openLane(chunk, 'signal') }
}

export const start = (timeMs: number, more: Partial<EventOf<'start'>> = {}): EventOf<'start'> => ({
  type: 'start',
  timeMs,
  recorder: '0.1.0',
  visitor: tabId(7),
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
  referrer: 'https://www.google.com/',
  ...more,
})
export const viewport = (timeMs: number, width: number): EventOf<'viewport'> => ({
  type: 'viewport',
  timeMs,
  width,
  height: 800,
  pixelRatio: 1,
})
export const page = (timeMs: number, url: string, title = 'Title'): EventOf<'page'> => ({
  type: 'page',
  timeMs,
  view: tabId(9),
  url,
  title,
  kind: 'load',
})
export const click = (timeMs: number, more: Partial<EventOf<'click'>> = {}): EventOf<'click'> => ({
  type: 'click',
  timeMs,
  ordinal: 1,
  id: 5,
  key: 'body>button:1',
  name: 'Buy',
  tag: 'button',
  interactive: true,
  pointer: 'mouse',
  button: 0,
  x: 100,
  y: 100,
  relX: 0.5,
  relY: 0.5,
  boxX: 0,
  boxY: 0,
  boxWidth: 100,
  boxHeight: 40,
  ...more,
})
export const response = (timeMs: number, ordinal: number, afterMs: number): EventOf<'response'> => ({
  type: 'response',
  timeMs,
  ordinal,
  afterMs,
  kind: 'mutation',
})
export const filler = (timeMs: number, sizeBytes: number): EventOf<'text'> => ({
  type: 'text',
  timeMs,
  id: 1,
  text: Array.from({ length: Math.ceil(sizeBytes / 8) }, () => Math.random().toString(36).slice(2, 10)).join(''),
})
export const keyframe = (timeMs: number, html = '<html><head></head><body><p>Hello</p></body></html>'): EventOf<'keyframe'> => ({
  type: 'keyframe',
  timeMs,
  html,
  doctype: '<!DOCTYPE html>',
  url: 'https://shop.example/',
  base: 'https://shop.example/',
  nodes: 6,
  width: 1400,
  height: 800,
  scrollX: 0,
  scrollY: 0,
  splits: [],
  empties: [],
})
