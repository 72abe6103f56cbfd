/** The script tag: queues calls, and fetches the recorder once there is consent. Until then it does nothing else. */
const w: { playhead?: unknown } = window as unknown as { playhead?: unknown }
const n: Navigator & { globalPrivacyControl?: boolean } = navigator
const tag: HTMLScriptElement = document.currentScript as HTMLScriptElement
const q: [string, unknown[]][] = []
const denies: boolean | undefined = n.globalPrivacyControl || n.doNotTrack === '1'
let state: string | null = null
try {
  state = localStorage.getItem('playhead.consent')
} catch {
  // Storage is forbidden: nothing is remembered.
}
const h: string = new URL(tag.src).origin
const p: Record<string, unknown> = { q, d: tag.dataset, h }
let loads = false
const load = (): void => {
  if (loads || denies) return
  loads = true
  const s = document.createElement('script')
  s.src = `${h}__PLAYHEAD_RECORDER__`
  s.async = true
  s.nonce = tag.nonce
  document.head.append(s)
}
const call =
  (path: string, then?: () => void): unknown =>
  (...args: unknown[]) => {
    then?.()
    q.push([path, args])
  }
const refuse = (): void => {
  // What was said before is not to be told, and what was remembered goes.
  q.length = 0
  try {
    for (const s of [sessionStorage, localStorage]) for (const k of Object.keys(s)) if (k.startsWith('playhead')) s.removeItem(k)
    localStorage.setItem('playhead.consent', 'denied')
  } catch {
    // Nor can a refusal be.
  }
}
for (const name of 'identify track experiment captureError page stop start'.split(' ')) p[name] = call(name)
p['sessionUrl'] = () => null
p['status'] = () => ({ recording: false, reason: loads ? 'loading' : denies ? 'opted-out' : 'consent' })
p['consent'] = { grant: call('consent.grant', load), deny: call('consent.deny', refuse), withdraw: call('consent.withdraw', refuse) }
if (!w.playhead) {
  w.playhead = p
  if (state === 'granted' || (state !== 'denied' && tag.dataset['consent'] === 'granted')) load()
}
