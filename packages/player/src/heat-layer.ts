import { drawHeat, type HeatImage, type HeatPoint } from './heat.ts'

/** The heat as a canvas over the page. Resolves when it is drawn. */
export async function createHeatLayer(
  surface: HTMLElement,
  points: readonly HeatPoint[],
  widthPx: number,
  heightPx: number,
): Promise<{ readonly maxClicks: number; destroy(): void }> {
  const canvas = document.createElement('canvas')
  canvas.setAttribute('aria-hidden', 'true')
  canvas.style.cssText = 'position:absolute;left:0;top:0;width:100%;height:100%;z-index:1;pointer-events:none'
  const image = (await drawInWorker(points, widthPx, heightPx)) ?? drawHeat(points, widthPx, heightPx)
  canvas.width = image.width
  canvas.height = image.height
  canvas.getContext('2d')!.putImageData(new ImageData(image.rgba, image.width, image.height), 0, 0)
  surface.append(canvas)
  return { maxClicks: image.maxClicks, destroy: () => canvas.remove() }
}

/** Null where a worker may not run: under a page's policy, or where its file is not served. */
function drawInWorker(points: readonly HeatPoint[], widthPx: number, heightPx: number): Promise<HeatImage | null> {
  return new Promise((resolve) => {
    try {
      const worker = new Worker(new URL('./heat-worker.ts', import.meta.url), { type: 'module' })
      const finish = (image: HeatImage | null): void => {
        clearTimeout(timer)
        worker.terminate()
        resolve(image)
      }
      const timer = setTimeout(() => finish(null), 2000)
      worker.onmessage = ({ data }: MessageEvent<HeatImage>) => finish(data)
      worker.onerror = () => finish(null)
      worker.postMessage({ points, widthPx, heightPx })
    } catch {
      resolve(null)
    }
  })
}
