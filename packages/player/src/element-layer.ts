import type { PlacedElement } from './click-map.ts'

export interface ElementLayer {
  highlight(key: string | null): void
  onPick(fn: (key: string) => void): () => void
  destroy(): void
}

/** Targets over the placed elements; with labels each wears its rank at a corner, and the whole label while lit. */
export function drawElements(surface: HTMLElement, placed: readonly PlacedElement[], labelled: boolean): ElementLayer {
  const root = document.createElement('div')
  root.style.cssText = 'position:absolute;inset:0;z-index:2'
  const targets = new Map<string, { target: HTMLElement; isLit: boolean }>()
  const pickers = new Set<(key: string) => void>()

  // Large boxes first, so that what stands inside them can be picked.
  const bySize = [...placed].sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height)
  for (const { element, rank, share, box } of bySize) {
    const target = document.createElement('button')
    target.type = 'button'
    const label = `${ordinal(rank)}: ${element.name}, ${element.clicks} ${element.clicks === 1 ? 'click' : 'clicks'}, ${percent(share)} of clicks`
    target.setAttribute('aria-label', label)
    target.title = label
    target.style.cssText =
      `position:absolute;left:${box.x}px;top:${box.y}px;width:${box.width}px;height:${box.height}px;` +
      'box-sizing:border-box;padding:0;margin:0;background:none;border:0;border-radius:3px;cursor:pointer;font:inherit'
    const badge = labelled ? target.appendChild(createBadge()) : null
    const entry = { target, isLit: false }
    const light = (on: boolean): void => {
      const isLit = on || entry.isLit
      outline(target, isLit, labelled, share)
      target.style.zIndex = isLit ? '1' : ''
      if (badge) badge.textContent = isLit ? label : String(rank)
    }
    light(false)
    target.addEventListener('pointerenter', () => light(true))
    target.addEventListener('pointerleave', () => light(false))
    target.addEventListener('focus', () => light(true))
    target.addEventListener('blur', () => light(false))
    target.addEventListener('click', () => {
      for (const fn of pickers) fn(element.key)
    })
    targets.set(element.key, entry)
    root.append(target)
  }
  surface.append(root)

  return {
    highlight(key) {
      for (const [own, entry] of targets) {
        entry.isLit = own === key
        entry.target.dispatchEvent(new Event('blur'))
        if (entry.isLit) entry.target.scrollIntoView({ block: 'nearest' })
      }
    },
    onPick(fn) {
      pickers.add(fn)
      return () => void pickers.delete(fn)
    },
    destroy: () => root.remove(),
  }
}

function outline(target: HTMLElement, lit: boolean, labelled: boolean, share: number): void {
  const strength = (0.35 + Math.min(0.65, share * 3)).toFixed(2)
  target.style.outline = lit ? '3px solid #e8590c' : labelled ? `2px solid rgb(232 89 12 / ${strength})` : 'none'
  target.style.background = lit ? 'rgb(232 89 12 / .12)' : labelled ? 'rgb(232 89 12 / .06)' : 'none'
}

/** Stands outside the corner, so that it hides little of what it marks. */
function createBadge(): HTMLElement {
  const badge = document.createElement('span')
  badge.style.cssText =
    'position:absolute;left:-9px;top:-9px;box-sizing:border-box;min-width:18px;height:18px;padding:0 4px;border-radius:9px;' +
    'background:#c2410c;color:#fff;white-space:nowrap;text-align:center;font:600 11px/18px system-ui,sans-serif;pointer-events:none'
  return badge
}

const endings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' }
const plural = new Intl.PluralRules('en', { type: 'ordinal' })
const ordinal = (rank: number): string => `${rank}${endings[plural.select(rank)] ?? 'th'}`
const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
