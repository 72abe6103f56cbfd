import { visitKey } from '../session/storage.ts'
import { createId } from '@playhead/wire'
import { findNamed } from '../dom/find.ts'
import type { Extra, Join, Pass } from '../scope.ts'

/** What the two sides say to each other. Nothing of what either page shows. */
interface Ask {
  readonly playhead: 'ask' | 'joined'
  readonly nonce: string
  readonly tab: string
}
type Word = Ask | { readonly playhead: 'pass'; readonly nonce: string; readonly pass: Pass } | { readonly playhead: 'end' | 'again' }
interface Joined {
  readonly tab: string
  readonly source: Window
  readonly origin: string
}

const askMs = 500
const maxAsks = 10
const idForm = /^[\w-]{22}$/

/** Memory that looks like a browser's storage: what is joined for one page's time is not remembered after it. */
function memoryOf(record: unknown): Storage {
  const kept = new Map([[visitKey, JSON.stringify(record)]])
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  } as Storage
}

/**
 * Joins the recordings of frames of other origins to that of the page around them: there each is a tab of the same
 * session. Both pages name the other's origin. The page around answers only frames that it contains and records, and
 * only while it records; what it gives them names the session and lets them write into it.
 *
 * @param origins of the frames that may join, and of the pages that this one may join
 */
export function createFrames(origins: readonly string[]): Extra {
  const isNamed = (origin: string): boolean => origins.includes(origin)
  /** As a frame: the origin of the page that it has joined. */
  let joinedTo = ''
  /** As the page around: its frames, from one recording to the next. */
  const joined = new Map<Element, Joined>()

  function join(window: Window, settle: Parameters<Join>[1], leave: () => void): void {
    const nonce = createId()
    const tab = createId()
    const { parent } = window
    let asks = 0
    const ask = (): void => {
      if (joinedTo || asks > maxAsks) return
      if (++asks > maxAsks) return settle(null)
      // Whoever is there may know that Playhead is here, and no more.
      parent.postMessage({ playhead: 'ask', nonce, tab } satisfies Word, '*')
      setTimeout(ask, askMs)
    }
    window.addEventListener('message', ({ source, origin, data }: MessageEvent<Word | null>) => {
      if (source !== parent || !isNamed(origin)) return
      if (data?.playhead === 'again') {
        asks = 0
        ask()
      } else if (data?.playhead === 'end' && joinedTo) {
        joinedTo = ''
        leave()
      } else if (data?.playhead === 'pass' && data.nonce === nonce && !joinedTo && asks <= maxAsks) {
        const { session, visitor } = data.pass
        if (!idForm.test(session) || !idForm.test(visitor)) return
        joinedTo = origin
        parent.postMessage({ playhead: 'joined', nonce, tab } satisfies Word, origin)
        settle({ localStorage: memoryOf(data.pass), sessionStorage: memoryOf({ tab, session, seq: 0, clicks: 0 }) } as Window)
      }
    })
    ask()
  }

  function watch(scope: Parameters<Extra>[0]): void {
    const hosts = new Set<HTMLIFrameElement>()
    if (joinedTo) scope.emit({ type: 'embedded', origin: joinedTo })
    function tell(host: Element): void {
      const known = joined.get(host)
      const id = scope.idOf(host)
      if (known && id) scope.emit({ type: 'foreignFrame', host: id, tab: known.tab })
    }
    function answer(host: HTMLIFrameElement, { playhead, nonce, tab }: Ask, origin: string): void {
      const pass = scope.pass?.()
      // What the page can look into it records itself.
      if (!pass || host.contentDocument || !scope.idOf(host) || scope.numbering.blocked.has(host)) return
      const source = host.contentWindow!
      if (playhead === 'ask') return source.postMessage({ playhead: 'pass', nonce, pass } satisfies Word, origin)
      joined.set(host, { tab, source, origin })
      tell(host)
    }
    scope.listen(scope.window, 'message', (event) => {
      const { source, origin, data } = event as MessageEvent<Word | null>
      if ((data?.playhead !== 'ask' && data?.playhead !== 'joined') || !isNamed(origin) || !idForm.test(data.tab)) return
      for (const host of hosts) if (host.contentWindow === source) answer(host, data, origin)
    })
    scope.onArrive.push((roots) => {
      for (const host of findNamed(roots, 'iframe') as Iterable<HTMLIFrameElement>) {
        hosts.add(host)
        tell(host)
      }
    })
    scope.onSeal.push(() => {
      for (const host of hosts)
        if (!scope.idOf(host)) {
          hosts.delete(host)
          joined.delete(host)
        }
    })
    const say = (word: Word): void => joined.forEach(({ source, origin }) => source.postMessage(word, origin))
    say({ playhead: 'again' })
    scope.onStop(() => say({ playhead: 'end' }))
  }
  return Object.assign(watch, { join })
}
