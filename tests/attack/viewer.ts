/** What runs in the viewer's page: it shows recordings on every surface and notes what reaches it from them. */
import { type Surface, tab } from './surface.ts'

type Api = typeof import('@playhead/player')
declare const PlayheadPlayer: Api

const told: string[] = []
addEventListener('message', ({ data }) => void (typeof data === 'string' && data.startsWith('ran') && told.push(data)))
new BroadcastChannel('attack').addEventListener('message', ({ data }) => void told.push(String(data)))

let hide: () => void = () => undefined
const container = (): HTMLElement => document.getElementById('stage')!
const bytesOf = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

/** How long this page could not do anything, at most, ms. */
let longestMs = 0
let lastMs = performance.now()
setInterval(() => {
  const now = performance.now()
  longestMs = Math.max(longestMs, now - lastMs)
  lastMs = now
}, 20)

const shows: Readonly<Record<Surface, (chunks: Uint8Array[], frameUrl: string) => Promise<string>>> = {
  async player(chunks, frameUrl) {
    const player = await PlayheadPlayer.createPlayer({ container: container(), chunks, frameUrl })
    hide = () => player.destroy()
    player.play()
    await new Promise((resolve) => requestAnimationFrame(resolve))
    player.pause()
    await player.seek(player.durationMs)
    // Back and there again: over what differs, not over the events.
    await player.seek(25)
    await player.seek(player.durationMs)
    return player.describe()
  },
  // As in a file that opens without a server, and in the clips drawn from it: the frame has no headers, only its own text.
  async file(chunks, frameUrl) {
    const frameHtml = await (await fetch(frameUrl)).text()
    const player = await PlayheadPlayer.createPlayer({ container: container(), chunks, frameHtml })
    hide = () => player.destroy()
    await player.seek(player.durationMs)
    return player.describe()
  },
  async 'click map'(chunks, frameUrl) {
    const source = PlayheadPlayer.sourceFromChunks(chunks)
    const hostile = '"><img src=x onerror="window.__ran=1">'
    const elements = ['body>p:1', hostile].map((key) => ({ key, name: hostile, clicks: 3, bins: [[32, 32, 3]] }))
    const map = await PlayheadPlayer.createClickMap({ container: container(), frameUrl, source, tab, atMs: 50, elements })
    hide = () => map.destroy()
    map.highlight('body>p:1')
    return map.pageHeight > 0 ? 'drawn' : ''
  },
}

const viewer = {
  /** Resolves to what is shown: for the player the document's text. Rejects where it is refused. */
  async show(surface: Surface, chunks: string[], frameUrl: string): Promise<string> {
    longestMs = 0
    lastMs = performance.now()
    return shows[surface](chunks.map(bytesOf), frameUrl)
  },
  hide(): void {
    hide()
    hide = () => undefined
    container().replaceChildren()
  },
  /** What came from a frame by any way since it was asked last, and what a script may have left behind. */
  found(): string[] {
    const found = told.splice(0)
    const { __ran: ran, name, opener } = window as unknown as { __ran?: unknown; name: string; opener: unknown }
    if (ran !== undefined) found.push(`mark ${String(ran)}`)
    if (document.title !== 'viewer') found.push(`title ${document.title}`)
    if (document.cookie) found.push(`cookie ${document.cookie}`)
    if (localStorage.length) found.push('storage')
    if (name || opener) found.push('window')
    return found
  },
  /** Two pictures and one answer of this page's own server later. */
  async settle(): Promise<void> {
    for (let i = 0; i < 2; i++) await new Promise((resolve) => requestAnimationFrame(resolve))
    await fetch('/fence')
  },
  longestMs: () => longestMs,
  /** What is said to the viewer and to a frame by those who have no business to. Resolves to what went wrong. */
  async spoof(frameUrl: string, chunks: string[]): Promise<string[]> {
    const wrong: string[] = []
    // A frame of somebody else's says hello first, again and again.
    const stranger = document.createElement('iframe')
    stranger.srcdoc = `<script>setInterval(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => parent.postMessage('ran', '*'); parent.postMessage('playhead-frame', '*', [port2]); parent.postMessage('playhead-frame', '*') }, 1)</script>`
    document.body.append(stranger)
    await new Promise((resolve) => stranger.addEventListener('load', resolve))
    const shown = await viewer.show('player', chunks, frameUrl)
    if (!shown.includes('honest')) wrong.push('the viewer listens to a stranger')
    viewer.hide()
    stranger.remove()
    // A frame that is told nonsense.
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-scripts')
    const hello = new Promise<MessagePort>((resolve) => {
      const listen = ({ source, ports }: MessageEvent): void => {
        if (source !== frame.contentWindow || !ports[0]) return
        removeEventListener('message', listen)
        resolve(ports[0])
      }
      addEventListener('message', listen)
    })
    frame.src = frameUrl
    container().append(frame)
    const port = await hello
    const { port2: spare } = new MessageChannel()
    frame.contentWindow!.postMessage('playhead-frame', '*', [spare])
    frame.contentWindow!.postMessage({ type: 'describe', ticket: 666 }, '*')
    const answers: unknown[] = []
    port.onmessage = ({ data }) => void answers.push(data)
    for (const nonsense of nonsenses()) port.postMessage(nonsense)
    port.postMessage({ type: 'describe', ticket: 7 })
    const untilMs = performance.now() + 10_000
    const isAnswer = (data: unknown): boolean => (data as { ticket?: unknown }).ticket === 7
    while (!answers.some(isAnswer) && performance.now() < untilMs) await new Promise((resolve) => setTimeout(resolve, 10))
    if (!answers.some(isAnswer)) wrong.push('the frame does not answer any more')
    for (const data of answers) if (!isAnswer(data)) wrong.push(`the frame answers nonsense: ${JSON.stringify(data)}`)
    frame.remove()
    return wrong
  },
}

/** Messages that fit no row of the protocol. */
function nonsenses(): unknown[] {
  const deep: unknown[] = []
  for (let i = 0, at = deep; i < 2000; i++) at.push((at = []))
  return [
    null, undefined, 0, '', 'describe', 'playhead-frame', [], deep, new Map([['type', 'describe']]), new Date(), /x/,
    {}, { type: null }, { type: {} }, { type: 'toString' }, { type: '__proto__' }, { type: 'constructor', ticket: 1 },
    { type: 'describe' }, { type: 'describe', ticket: '1' }, { type: 'describe', ticket: NaN }, { type: 'describe', ticket: 1, more: 1 },
    JSON.parse('{"type":"describe","ticket":1,"__proto__":{}}'), { type: 'eval', ticket: 1, code: 'parent.postMessage("ran","*")' },
    { type: 'chunk', ticket: 1, tab: 'x'.repeat(100), seq: 0, bytes: new Uint8Array(1) }, { type: 'chunk', ticket: 1, tab: 'x', seq: 0, bytes: 'x' },
    { type: 'asset', hash: 'x', mime: 'x'.repeat(10_000), bytes: null }, { type: 'asset', hash: {}, mime: 'x', bytes: null },
    { type: 'name', entries: [['a']] }, { type: 'name', entries: 'x' }, { type: 'name', entries: [[{}, {}]] },
    { type: 'measure', ticket: 1, width: Infinity, height: 1 }, { type: 'locate', ticket: 1, keys: [1], width: 1, height: 1 },
  ] // prettier-ignore
}
export type Viewer = typeof viewer
Object.assign(globalThis, { viewer })
