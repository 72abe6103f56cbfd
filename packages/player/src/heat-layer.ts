import { drawHeat, type HeatPoint } from './heat.ts'

/** The heat as a canvas over the page, drawn off the main thread where a worker may run. */
export function createHeatLayer(surface: HTMLElement, points: readonly HeatPoint[], widthPx: number, heightPx: number): { destroy(): void } {
  const canvas = document.createElement('canvas')
  canvas.setAttribute('aria-hidden', 'true')
  canvas.style.cssText = 'position:absolute;left:0;top:0;width:100%;height:100%;z-index:1;pointer-events:none'
  surface.append(canvas)
  const image = drawHeat(points, widthPx, heightPx)
  canvas.width = image.width
  canvas.height = image.height
  canvas.getContext('2d')!.putImageData(new ImageData(image.rgba, image.width, image.height), 0, 0)
  return { destroy: () => canvas.remove() }
}
