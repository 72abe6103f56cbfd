import { createId, createSessionId, encodeChunk, type PlayheadEvent } from '@playhead/wire'
import type { APIRequestContext } from 'playwright-core'

export const origin = 'https://shop.example.com'

/** A visit of half a minute in two tabs, with a button that nothing answers, an error, a refused request and a long rest. */
export async function sendVisit(
  request: APIRequestContext,
  url: string,
  writeKey: string,
): Promise<{ session: string; goOn: () => Promise<void> }> {
  const startMs = Date.now() - 60_000
  const session = createSessionId(startMs)
  const [a, b] = [createId(), createId()]
  let token = ''
  const send = async (tab: string, seq: number, told: PlayheadEvent[], baseSeq = seq): Promise<void> => {
    const events = told.toSorted((one, other) => one.timeMs - other.timeMs)
    const sentMs = events.at(-1)!.timeMs + 5
    const bytes = await encodeChunk({ session, tab, view: createId(), seq, baseSeq, last: false, sentMs }, events)
    const response = await request.post(`${url}/i?k=${writeKey}${token && `&t=${token}`}`, {
      data: Buffer.from(bytes),
      headers: { 'content-type': 'text/plain', origin },
    })
    if (response.status() !== 200) throw new Error(`ingest: ${response.status()} ${await response.text()}`)
    token ||= ((await response.json()) as { token: string }).token
  }
  const at = (ms: number): number => startMs + ms
  const ignored = [1, 2, 3, 4].flatMap((ordinal) => deadClick(at(8_000 + ordinal * 300), ordinal))
  await send(a, 0, [
    ...load(at(0), '/', 'First page', 1000),
    ...ignored,
    { type: 'error', timeMs: at(9_400), kind: 'error', message: 'boom', stack: '', source: '', line: 1, column: 1 },
    { type: 'console', timeMs: at(9_450), level: 'log', message: 'Basket of 1' },
    { type: 'console', timeMs: at(9_500), level: 'error', message: 'No stock' },
    { type: 'request', timeMs: at(9_600), kind: 'fetch', method: 'GET', url: `${origin}/api/stock`, status: 503, durationMs: 40 },
  ])
  await send(b, 0, [...load(at(12_000), '/help', 'Help page', 600), click(at(12_500), 1, 'Opening hours')])
  await send(a, 1, [
    ...load(at(14_000), '/cart', 'Cart page', 1000).filter(({ type }) => type !== 'start'),
    click(at(30_000), 5, 'Order now'),
  ])
  return {
    session,
    async goOn() {
      await send(b, 1, [click(at(35_000), 2, 'Phone number')], 0)
      await send(a, 2, [click(at(40_000), 6, 'Pay now')], 1)
    },
  }
}

const html = (title: string): string => `<html><head></head><body><h1>${title}</h1><button>Save for later</button></body></html>`
/** Document, html, head, body, h1 and its text, button and its text. */
const nodes = 8

function load(timeMs: number, path: string, title: string, width: number): PlayheadEvent[] {
  const url = origin + path
  const screen = { screenWidth: 1440, screenHeight: 900, pixelRatio: 1, touch: false, dark: false, reducedMotion: false }
  const who = { recorder: '0.1.0', visitor: createId(), returning: false, userAgent: 'Chrome/130.0.0.0', language: 'en', timezone: 'UTC' }
  const place = { width, height: 800, scrollX: 0, scrollY: 0, splits: [], empties: [] }
  return [
    { type: 'keyframe', timeMs, html: html(title), doctype: 'html', url, base: url, nodes, ...place },
    { type: 'start', timeMs, ...who, ...screen, privacy: 'relaxed', consent: 'api', consentAtMs: 1, referrer: '' },
    { type: 'page', timeMs, view: createId(), url, title, kind: 'load' },
    { type: 'viewport', timeMs, width, height: 800, pixelRatio: 1 },
  ]
}

function click(timeMs: number, ordinal: number, name: string): PlayheadEvent {
  const key = `body>button:${name.length}`
  const box = { boxX: 0, boxY: 80, boxWidth: 120, boxHeight: 24, relX: 0.5, relY: 0.5 }
  const aim = { id: 6, key, name, tag: 'button', interactive: true, pointer: 'mouse', button: 0, x: 60, y: 90 } as const
  return { type: 'click', timeMs, ordinal, ...aim, ...box }
}
const deadClick = (timeMs: number, ordinal: number): PlayheadEvent[] => [
  click(timeMs, ordinal, 'Save for later'),
  { type: 'response', timeMs: timeMs + 2_500, ordinal, afterMs: 2_500, kind: 'none' },
]
