/** A click as it is drawn: where in the viewport, and how long ago. */
export interface Ripple {
  readonly x: number
  readonly y: number
  readonly ageMs: number
}
export const rippleMs = 900

/** Rings that spread from clicks around a mark that stays a little longer. */
export function createRipples(surface: HTMLElement, isStill: () => boolean): { draw(ripples: readonly Ripple[], scale: number): void } {
  const root = document.createElement('div')
  root.style.cssText = 'position:absolute;inset:0;pointer-events:none'
  surface.append(root)
  return {
    draw(ripples, scale) {
      while (root.childElementCount > ripples.length) root.lastElementChild!.remove()
      ripples.forEach(({ x, y, ageMs }, i) => {
        const part = Math.min(1, ageMs / rippleMs)
        const radius = (isStill() ? 16 : 8 + 20 * part) / scale
        const ring = (root.children[i] as HTMLElement | undefined) ?? root.appendChild(document.createElement('div'))
        ring.style.cssText =
          `position:absolute;box-sizing:border-box;border-radius:50%;left:${x - radius}px;top:${y - radius}px;width:${radius * 2}px;height:${radius * 2}px;` +
          `border:${2.5 / scale}px solid #e8590c;opacity:${(1 - part * part).toFixed(3)};` +
          `background:radial-gradient(circle,#e8590c 0 ${4 / scale}px,#e8590c22 ${4.5 / scale}px)`
      })
    },
  }
}
