/** What runs in the viewer's page: it shows recordings on every surface and notes what reaches it from them. */
import { tab } from './recording-fact.ts'

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

const surfaces: Readonly<Record<string, (chunks: Uint8Array[], frameUrl: string) => Promise<string>>> = {
  async player(chunks, frameUrl) {
    const player = await PlayheadPlayer.createPlayer({ container: container(), chunks, frameUrl })
    hide = () => player.destroy()
    player.play()
    await new Promise((resolve) => requestAnimationFrame(resolve))
    player.pause()
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
  async show(surface: string, chunks: string[], frameUrl: string): Promise<string> {
    longestMs = 0
    lastMs = performance.now()
    return surfaces[surface]!(chunks.map(bytesOf), frameUrl)
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
}
export type Viewer = typeof viewer
Object.assign(globalThis, { viewer })
