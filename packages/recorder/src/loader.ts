import { enqueue, type Queue } from './session/queue.ts'

/** The script tag: queues calls, and fetches the recorder once there is consent. Until then it does nothing else. */
const n: { readonly [name in 'globalPrivacyControl' | 'doNotTrack']: number } = navigator as never
const page: Document = document
const tag: HTMLScriptElement = page.currentScript as HTMLScriptElement
const d: DOMStringMap = tag.dataset
const q: Queue<unknown[]> = new Map()
// As numbers, so are `true`, `'1'` and what means no such thing.
const denies: number = n.globalPrivacyControl | n.doNotTrack
const key = 'playhead.consent'
let state: string | undefined
let s: HTMLScriptElement | undefined
const load = (): void => {
  // What was said until it was denied, and since, is not to be told.
  if (state === 'denied') q.n = q.clear() as undefined
  state = 'loading'
  if (!(s || denies)) {
    s = page.createElement('script')
    // Under a path of the site's own it stands beside this one, by its hash alone. @see docs/first-party.md
    s.src = new URL('__PLAYHEAD_RECORDER__'.slice((d['path'] && 10) as number | undefined), tag.src) as unknown as string
    s.nonce = tag.nonce
    page.head.append(s)
  }
}
const deny = (): void => {
  state = 'denied'
  enqueue(q, 'deny', [])
  try {
    // What was remembered goes.
    // oxlint-disable-next-line unicorn/prefer-string-starts-ends-with -- shorter: every byte here comes before consent
    for (const s of [sessionStorage, localStorage]) for (const k in s) if (/^playhead\./.test(k)) delete s[k]
    localStorage[key] = state
    indexedDB.deleteDatabase(key)
  } catch {
    // Nor can a refusal be.
  }
}
const p: Record<string, unknown> = {
  q,
  d,
  sessionUrl: () => null,
  status: () => ({ recording: false, reason: denies ? 'opted-out' : state || 'consent' }),
  consent: {
    grant() {
      load()
      enqueue(q, 'grant', [])
    },
    deny,
    withdraw: deny,
  },
}
for (const verb of 'identify track experiment flag captureError page state stop start'.split(' '))
  p[verb] = (...args: unknown[]) => enqueue(q, verb, args)
try {
  state = localStorage[key] as string | undefined
} catch {
  // Storage is forbidden: nothing is remembered.
}
declare const self: { playhead?: typeof p }
// An element's id or name may be there.
if (!self.playhead?.['sessionUrl']) {
  self.playhead = p
  if ((state || d['consent']) === 'granted') load()
}
