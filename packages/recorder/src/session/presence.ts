import { onRewrite } from '../dom/realm.ts'
import { native } from '../native.ts'
import type { Page } from '../scope.ts'
import { sessionRule } from './visit-store.ts'

/** Whether somebody is there. */
export interface Presence {
  /** Nobody has done anything for so long that the stream pauses. */
  isAsleep(): boolean
  wake(): void
  stop(): void
}

export interface PresenceHooks {
  /** Somebody did something; at most once a second. */
  onActive(): void
  onAsleep(): void
  /** Another tab changed what is remembered. */
  onStorage(): void
  /** The document goes. */
  onLeave(): void
  /** It is back from the cache. */
  onReturn(): void
}

const watchMs = 30_000

export function watchPresence(window: Page, hooks: PresenceHooks): Presence {
  const setTimer = native(window, 'setTimeout')
  const stopping = new AbortController()
  const { signal } = stopping
  let lastMs = 0
  const wake = (): void => void (lastMs = Date.now())
  const isAsleep = (): boolean => Date.now() - lastMs > sessionRule.pauseMs
  /** Nothing of ours may break a page. */
  const guarded =
    (hook: () => void): (() => void) =>
    () => {
      try {
        hook()
      } catch {
        // The next one may do.
      }
    }
  const listens: (() => void)[] = []
  const listen = (types: string, hook: (event: Event) => void): void => {
    for (const type of types.split(' '))
      listens.push(() => native(window, 'addEventListener')(type, hook, { capture: true, passive: true, signal }))
  }
  const act = guarded(hooks.onActive)
  listen('pointerdown pointermove keydown wheel touchstart scroll', () => {
    if (Date.now() - lastMs < 1000) return
    wake()
    act()
  })
  const watch = (): void => {
    if (signal.aborted) return
    if (isAsleep()) hooks.onAsleep()
    setTimer(watch, watchMs)
  }
  setTimer(watch, watchMs)
  listen('pagehide', guarded(hooks.onLeave))
  const returned = guarded(hooks.onReturn)
  listen('pageshow', (event) => {
    if (!(event as PageTransitionEvent).persisted) return
    wake()
    returned()
  })
  listen('storage', guarded(hooks.onStorage))
  const hear = guarded(() => listens.forEach((add) => add()))
  hear()
  signal.addEventListener('abort', onRewrite(window, hear))
  return { isAsleep, wake, stop: () => stopping.abort() }
}
