/** `[x, y, width, height]` in the shown viewport, px. */
export type Box = readonly number[]

/** Marks the place of one element over the frame. */
export interface Outline {
  show(box: Box | null, scale: number): void
}

export function createOutline(surface: HTMLElement): Outline {
  const mark = document.createElement('div')
  mark.setAttribute('aria-hidden', 'true')
  mark.style.cssText =
    'position:absolute;z-index:2;display:none;box-sizing:border-box;pointer-events:none;background:rgb(84 116 195 / 0.28)'
  surface.append(mark)
  return {
    show(box, scale) {
      const [x, y, width, height] = box ?? []
      mark.style.display = height === undefined ? 'none' : ''
      if (height === undefined) return
      Object.assign(mark.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` })
      mark.style.boxShadow = `0 0 0 ${1.5 / (scale || 1)}px #5474c3`
    },
  }
}
