/** Where the frame stands: as large as the recorded viewport, scaled to fit its container, letterboxed. */
export interface Stage {
  /** Holds the frame and what is drawn over it, in recorded viewport px. */
  readonly surface: HTMLElement
  readonly scale: number
  setSize(width: number, height: number): void
  onScale(fn: (scale: number) => void): void
  destroy(): void
}

/** @param fit `contain` shows all of it; `width` fills the width and lets the container scroll. */
export function createStage(container: HTMLElement, fit: 'contain' | 'width'): Stage {
  const root = document.createElement('div')
  root.style.cssText = 'position:relative;overflow:hidden;width:100%;' + (fit === 'contain' ? 'height:100%' : '')
  const surface = document.createElement('div')
  surface.style.cssText = 'position:absolute;left:0;top:0;transform-origin:0 0;overflow:hidden;background:#fff'
  root.append(surface)
  container.append(root)
  const listeners: ((scale: number) => void)[] = []
  let width = 1280
  let height = 720
  let scale = 1

  function layOut(): void {
    const { clientWidth, clientHeight } = root
    if (!clientWidth) return
    const next = fit === 'width' ? clientWidth / width : Math.min(clientWidth / width, (clientHeight || height) / height)
    surface.style.width = `${width}px`
    surface.style.height = `${height}px`
    const left = (clientWidth - width * next) / 2
    const top = fit === 'width' ? 0 : Math.max(0, ((clientHeight || height * next) - height * next) / 2)
    surface.style.transform = `translate(${left}px,${top}px) scale(${next})`
    if (fit === 'width') root.style.height = `${height * next}px`
    if (next === scale) return
    scale = next
    for (const fn of listeners) fn(scale)
  }
  const observer = new ResizeObserver(layOut)
  observer.observe(root)
  layOut()
  return {
    surface,
    get scale() {
      return scale
    },
    setSize(nextWidth, nextHeight) {
      if (nextWidth === width && nextHeight === height) return
      width = Math.max(1, nextWidth)
      height = Math.max(1, nextHeight)
      layOut()
    },
    onScale: (fn) => void listeners.push(fn),
    destroy() {
      observer.disconnect()
      root.remove()
    },
  }
}
