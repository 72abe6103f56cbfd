// A visit to an app that has no web page, sent as Playhead chunks: what a native app has to do, in the fewest lines.
// Rules and fields: docs/ingest.md. Run it against a server of yours:
//   npx tsx docs/sample/native-sender.mjs --host http://localhost:4700 --key WRITE_KEY --origin https://app.example.com
import { parseArgs } from 'node:util'
import { createId, createSessionId, encodeChunk } from '@playhead/wire'

const { values } = parseArgs({ options: { host: { type: 'string' }, key: { type: 'string' }, origin: { type: 'string' } } })
const { host, key, origin } = values
if (!host || !key || !origin) throw new Error('usage: native-sender.mjs --host URL --key WRITE_KEY --origin ORIGIN')

const screen = { width: 390, height: 844 }
const session = createSessionId(Date.now())
const tab = createId()
let seq = 0
let view = ''
let token = ''

/** Sends events as the next chunk. The same bytes are sent again until the server has them, or says that it never will. */
async function send(events, last = false) {
  const place = { session, tab, view, seq, baseSeq: 0, last, sentMs: Date.now() }
  const body = await encodeChunk(place, events)
  const address = `${host}/i?k=${encodeURIComponent(key)}${token && `&t=${encodeURIComponent(token)}`}`
  for (let attempt = 0; ; attempt++) {
    const answer = await fetch(address, { method: 'POST', body, headers: { origin } }).catch(() => null)
    if (answer?.ok) {
      seq++
      token = (await answer.json()).token
      return
    }
    // Overload and lost networks pass; any other refusal is final for these bytes.
    if (answer && answer.status !== 429 && answer.status < 500) throw new Error(await answer.text())
    const pauseMs = Number(answer?.headers.get('retry-after') ?? 0) * 1000 || Math.min(60_000, 1000 * 2 ** attempt)
    await new Promise((resolve) => setTimeout(resolve, pauseMs * (1 + Math.random() / 4)))
  }
}

/** A screen is what a page is on the web: its address is under the origin, a path template without anybody's data. */
function showScreen(path, kind) {
  view = createId()
  return { type: 'page', timeMs: Date.now(), view, url: origin + path, title: '', kind }
}

/** What a replay shows of a screen: boxes with masked text, as HTML. Nodes count from 1, the document, in document order. */
function drawScreen(path, boxes) {
  const drawn = boxes.map(
    ({ x, y, width, height, text }) =>
      `<div style="position:absolute;left:${x}px;top:${y}px;width:${width}px;height:${height}px;border:1px solid">${text}</div>`,
  )
  return {
    type: 'keyframe',
    timeMs: Date.now(),
    html: `<html><head></head><body>${drawn.join('')}</body></html>`,
    doctype: '<!DOCTYPE html>',
    url: origin + path,
    base: `${origin}/`,
    // The document, html, head, body; an element and its text for each box.
    nodes: 4 + 2 * boxes.length,
    ...screen,
    scrollX: 0,
    scrollY: 0,
    splits: [],
    empties: [],
  }
}

let taps = 0
/** `key` finds the element again in every visit: the app's own id of it. `id` is its node in the screen that was drawn. */
function tap({ key, id, x, y, width, height }) {
  return {
    type: 'click',
    timeMs: Date.now(),
    ordinal: ++taps,
    id,
    key,
    name: 'Xxx xx xxxx',
    tag: 'button',
    interactive: true,
    pointer: 'touch',
    button: 0,
    x: x + width / 2,
    y: y + height / 2,
    relX: 0.5,
    relY: 0.5,
    boxX: x,
    boxY: y,
    boxWidth: width,
    boxHeight: height,
  }
}

const button = { x: 20, y: 740, width: 350, height: 56, text: 'Xxx xx xxxx', key: '#add-to-cart', id: 7 }
const heading = { x: 20, y: 60, width: 350, height: 32, text: 'Xxxx xxxxx' }

await send([
  {
    type: 'start',
    timeMs: Date.now(),
    recorder: 'native-sample/1',
    visitor: createId(),
    returning: false,
    privacy: 'strict',
    consent: 'api',
    consentAtMs: Date.now(),
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148',
    language: 'en',
    timezone: 'UTC',
    screenWidth: screen.width,
    screenHeight: screen.height,
    pixelRatio: 3,
    touch: true,
    dark: false,
    reducedMotion: false,
    referrer: '',
  },
  showScreen('/product/:id', 'load'),
  drawScreen('/product/:id', [heading, button]),
  { type: 'viewport', timeMs: Date.now(), ...screen, pixelRatio: 3 },
])
await send([
  { type: 'gesture', timeMs: Date.now(), kind: 'swipe', key: 'body', x: 300, y: 600, toX: 300, toY: 200, durationMs: 180, answered: true },
  tap(button),
  { type: 'response', timeMs: Date.now(), ordinal: taps, afterMs: 120, kind: 'navigation' },
])
await send(
  [
    showScreen('/cart', 'route'),
    { type: 'track', timeMs: Date.now(), name: 'added-to-cart' },
    { type: 'end', timeMs: Date.now(), reason: 'pagehide' },
  ],
  true,
)
console.log(JSON.stringify({ sessionId: session, chunks: seq }))
