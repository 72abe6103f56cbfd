import { findPointerPath, lastAt, pointerAt, strokeStart, type PointerState, type TimedSignal } from '../timeline.ts'
import { createCursor } from './cursor.ts'
import { createRipples, rippleMs } from './ripple.ts'
import { createTrail, trailMs } from './trail.ts'

/** What the visitor did, drawn over the frame: cursor, its trail, clicks. */
export interface Overlay {
  setVisible(on: boolean): void
  setSignals(signals: readonly TimedSignal[]): void
  pointerAt(tab: string, atMs: number): PointerState | null
  draw(moment: { tab: string; atMs: number; scale: number; scrollX: number; scrollY: number }): void
}

export function createOverlay(surface: HTMLElement): Overlay {
  const root = document.createElement('div')
  root.style.cssText = 'position:absolute;inset:0;overflow:hidden;pointer-events:none;z-index:1'
  root.setAttribute('aria-hidden', 'true')
  surface.append(root)
  const still = matchMedia('(prefers-reduced-motion: reduce)')
  const trail = createTrail(root)
  const ripples = createRipples(root, () => still.matches)
  const cursor = createCursor(root)
  let signals: readonly TimedSignal[] = []
  const paths = new Map<string, ReturnType<typeof findPointerPath>>()
  const path = (tab: string): ReturnType<typeof findPointerPath> => {
    let found = paths.get(tab)
    if (!found) {
      found = findPointerPath(signals, tab)
      paths.set(tab, found)
    }
    return found
  }

  return {
    setVisible: (on) => void (root.style.display = on ? '' : 'none'),
    setSignals(next) {
      signals = next
      paths.clear()
    },
    pointerAt: (tab, atMs) => pointerAt(path(tab), atMs),
    draw({ tab, atMs, scale, scrollX, scrollY }) {
      const points = path(tab)
      const now = pointerAt(points, atMs)
      cursor.place(now, scale)
      const last = lastAt(points, atMs)
      const from = still.matches || last < 0 ? points.length : strokeStart(points, lastAt(points, atMs - trailMs) + 1, last)
      const recent: PointerState[] = points.slice(from, last + 1)
      if (now && recent.length) recent.push(now)
      trail.draw(recent.length > 1 ? recent : [], scale)
      const clicks = []
      for (let i = lastAt(signals, atMs); i >= 0 && atMs - signals[i]!.atMs <= rippleMs; i--) {
        const signal = signals[i]!
        // Clicks are told in page px; the frame says how far the page is scrolled.
        if (signal.type === 'click' && signal.tab === tab)
          clicks.push({ x: signal.x - scrollX, y: signal.y - scrollY, ageMs: atMs - signal.atMs })
      }
      ripples.draw(clicks, scale)
    },
  }
}
