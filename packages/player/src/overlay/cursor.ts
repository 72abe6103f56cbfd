import type { PointerState } from '../timeline.ts'

const svg = 'http://www.w3.org/2000/svg'

/** The visitor's pointer: an arrow for a mouse, a dot for a finger. It keeps its size whatever the scale. */
export function createCursor(surface: HTMLElement): { place(pointer: PointerState | null, scale: number): void } {
  const root = document.createElementNS(svg, 'svg')
  root.setAttribute('viewBox', '0 0 24 24')
  root.setAttribute('width', '24')
  root.setAttribute('height', '24')
  root.style.cssText = 'position:absolute;left:0;top:0;transform-origin:0 0;overflow:visible;display:none;pointer-events:none'
  const arrow = document.createElementNS(svg, 'path')
  arrow.setAttribute('d', 'M0 0 L0 17 L4.5 13 L7.5 20 L10.5 18.7 L7.6 12 L13 12 Z')
  const dot = document.createElementNS(svg, 'circle')
  dot.setAttribute('r', '10')
  for (const [shape, fill] of [
    [arrow, '#111827'],
    [dot, '#11182766'],
  ] as const) {
    shape.setAttribute('fill', fill)
    shape.setAttribute('stroke', '#fff')
    shape.setAttribute('stroke-width', '1.5')
    root.append(shape)
  }
  surface.append(root)
  return {
    place(pointer, scale) {
      root.style.display = pointer ? '' : 'none'
      if (!pointer) return
      const isFinger = pointer.kind === 'touch'
      arrow.style.display = isFinger ? 'none' : ''
      dot.style.display = isFinger ? '' : 'none'
      root.style.transform = `translate(${pointer.x}px,${pointer.y}px) scale(${1 / scale})`
    },
  }
}
