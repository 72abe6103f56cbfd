import type { Scope } from '../scope.ts'
import { onRenewal } from './renewal.ts'

const media = {
  dark: 'prefers-color-scheme:dark',
  reducedMotion: 'prefers-reduced-motion:reduce',
  hover: 'hover',
  coarse: 'pointer:coarse',
  moreContrast: 'prefers-contrast:more',
  forcedColors: 'forced-colors:active',
} as const

/** What media queries ask about the viewer. Asking makes the browser work: never in the keyframe's task. */
export function watchFeature(scope: Scope): void {
  const { window } = scope
  const lists: [string, MediaQueryList][] = []
  let last = ''
  const request = scope.onFrame(() => {
    if (!lists.length) return
    const found = Object.fromEntries(lists.map(([name, { matches }]) => [name, matches])) as Record<keyof typeof media, boolean>
    const feature = { ...found, pixelRatio: window.devicePixelRatio }
    if (last !== (last = JSON.stringify(feature))) scope.emit({ type: 'feature', ...feature })
  })
  scope.listen(window, 'resize', request)
  onRenewal(
    scope,
    () => (last = ''),
    () => {
      if (!lists.length)
        for (const [name, query] of Object.entries(media)) {
          const list = window.matchMedia(`(${query})`)
          lists.push([name, list])
          scope.listen(list, 'change', request)
        }
      request()
    },
  )
}
