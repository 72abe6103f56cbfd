/** The script tag: queues calls, and fetches the recorder once there is consent. Until then it does nothing else. */
const w: { playhead?: unknown } = window as unknown as { playhead?: unknown }
const n: Navigator & { globalPrivacyControl?: boolean } = navigator
const tag: HTMLScriptElement = document.currentScript as HTMLScriptElement
const d: DOMStringMap = tag.dataset
const q: [string, unknown[]][] = []
const denies: boolean | undefined = n.globalPrivacyControl || n.doNotTrack === '1'
let state: string | null = null
try {
  state = localStorage.getItem('playhead.consent')
} catch {
  // Storage is forbidden: nothing is remembered.
}
const p: Record<string, unknown> = { q, d }
let loads = false
const load = (): void => {
  if (loads || denies) return
  loads = true
  const s = document.createElement('script')
  // Under a path of the site's own it stands beside this one, by its hash alone. @see docs/first-party.md
  const name = '__PLAYHEAD_RECORDER__'
  s.src = new URL(d['path'] ? name.slice(10) : name, tag.src) as unknown as string
  s.nonce = tag.nonce
  document.head.append(s)
}
const call =
  (path: string, then?: () => void): unknown =>
  (...args: unknown[]) => {
    then?.()
    q.push([path, args])
  }
const no: unknown = call('consent.deny', () => {
  // What was said before is not to be told, and what was remembered goes.
  q.length = 0
  try {
    for (const s of [sessionStorage, localStorage]) for (const k of Object.keys(s)) if (k.startsWith('playhead')) s.removeItem(k)
    localStorage.setItem('playhead.consent', 'denied')
    indexedDB.deleteDatabase('playhead')
  } catch {
    // Nor can a refusal be.
  }
})
for (const name of 'identify track experiment flag captureError page state stop start'.split(' ')) p[name] = call(name)
p['sessionUrl'] = () => null
p['status'] = () => ({ recording: false, reason: loads ? 'loading' : denies ? 'opted-out' : 'consent' })
p['consent'] = { grant: call('consent.grant', load), deny: no, withdraw: no }
if (!w.playhead) {
  w.playhead = p
  if ((state ?? d['consent']) === 'granted') load()
}
