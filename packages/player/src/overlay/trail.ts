import type { PointerState } from '../timeline.ts'

export const trailMs = 1500
const svg = 'http://www.w3.org/2000/svg'

/** The way that the pointer came, over the last moments. */
export function createTrail(surface: HTMLElement): { draw(points: readonly PointerState[], scale: number): void } {
  const root = document.createElementNS(svg, 'svg')
  root.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;overflow:visible;pointer-events:none'
  const line = document.createElementNS(svg, 'polyline')
  line.setAttribute('fill', 'none')
  line.setAttribute('stroke', '#e8590c')
  line.setAttribute('stroke-linejoin', 'round')
  line.setAttribute('stroke-linecap', 'round')
  line.setAttribute('opacity', '.6')
  root.append(line)
  surface.append(root)
  return {
    draw(points, scale) {
      line.setAttribute('points', points.map(({ x, y }) => `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`).join(' '))
      line.setAttribute('stroke-width', String(2.5 / scale))
    },
  }
}
