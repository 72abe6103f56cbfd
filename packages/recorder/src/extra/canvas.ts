import { findNamed } from '../dom/find.ts'
import type { Scope } from '../scope.ts'

/** At most two pictures of a canvas per second. */
const periodMs = 500
/** A canvas that forgets what it showed is copied this often while its turn has not come. */
const copyMs = 50
/** Longer sides are scaled down to this, px. */
const maxSide = 1024
/** Of more pixels, or more bytes than that, pictures are told with losses. */
const maxExactPixels = 300_000
const maxExactBytes = 24_000
/** Longer pictures, as base64, are not told. */
const maxLength = 600_000

/** What paints, by kind of context: what stays until it is painted over, and what is gone after the frame. */
const lasting = {
  CanvasRenderingContext2D: 'clearRect fillRect strokeRect fill stroke fillText strokeText drawImage putImageData reset',
  ImageBitmapRenderingContext: 'transferFromImageBitmap',
}
const glPaint = 'clear drawArrays drawElements'
const passing = {
  WebGLRenderingContext: glPaint,
  WebGL2RenderingContext: `${glPaint} drawArraysInstanced drawElementsInstanced drawRangeElements clearBufferfv blitFramebuffer`,
  GPUCanvasContext: 'getCurrentTexture',
}

interface Context {
  readonly canvas: HTMLCanvasElement
}
interface Picture {
  /** There is something that was not told yet. */
  isChanged: boolean
  isInView: boolean
  /** Seen to be painted on: until then it may hold what cannot be read any more. */
  isKnown: boolean
  isPlanned: boolean
  takenMs: number
  copiedMs: number
  copy: Promise<ImageBitmap> | null
  told: string
}

/**
 * Canvases as pictures: at most two a second of each, only of those in view, only when something was painted. Nothing
 * of what is masked (media is, at level strict), nothing of a canvas that holds pictures of other origins.
 */
export function canvas(scope: Scope): void {
  const { window, privacy, numbering } = scope
  const pictures = new WeakMap<Element, Picture>()
  /** Painting goes on and on: one comparison tells that it is known already. */
  let lastPainted: Context | null = null
  const now = (): number => window.performance.now()

  const inView = new window.IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const picture = pictures.get(target)
      if (!picture) continue
      picture.isInView = isIntersecting
      plan(target as HTMLCanvasElement, picture)
    }
  })
  scope.onStop(() => inView.disconnect())

  function lose(element: Element, why: string): void {
    pictures.delete(element)
    inView.unobserve(element)
    scope.lose('canvas', 1, why)
  }
  /** Markers come and addresses change at any time, and nobody says so: asked whenever something of a canvas is taken or told. */
  const isHidden = (element: Element): boolean => privacy.levelOf(element) > 2 || privacy.isHidden(element)
  function isOver(element: Element, picture: Picture): boolean {
    if (pictures.get(element) === picture && isHidden(element)) lose(element, 'masked')
    return pictures.get(element) !== picture
  }
  function plan(element: HTMLCanvasElement, picture: Picture): void {
    if (picture.isPlanned || !picture.isChanged || !picture.isInView || isOver(element, picture)) return
    picture.isPlanned = true
    scope.later(Math.max(0, picture.takenMs + periodMs - now()), () => {
      tell(element, picture)
        // Tainted, or of no size.
        .catch((error: Error) => lose(element, error.name))
        .finally(() => {
          picture.isPlanned = false
          plan(element, picture)
        })
    })
  }
  async function tell(element: HTMLCanvasElement, picture: Picture): Promise<void> {
    if (isOver(element, picture)) return
    if (!element.width || !element.height) return void (picture.isChanged = false)
    const bitmap = picture.copy ?? copyOf(element)
    const { isKnown } = picture
    picture.takenMs = now()
    picture.isChanged = false
    picture.copy = lastPainted = null
    const image = await imageOf(await bitmap)
    const isBlank = !isKnown && image === (await blankOf(...sizeOf(element)))
    const id = scope.idOf(element)
    if (isOver(element, picture) || !id || isBlank || image === picture.told) return
    if (image.length > maxLength) return lose(element, 'too-large')
    picture.told = image
    scope.emit({ type: 'canvas', id, image })
  }

  const painted = scope.guard.wrap((context: Context, isPassing: boolean): void => {
    lastPainted = context
    const element = context.canvas
    const picture = pictures.get(element)
    if (!picture) return
    picture.isChanged = picture.isKnown = true
    if (!isPassing) return plan(element, picture)
    // After all that this task paints, and before the browser takes it away.
    queueMicrotask(() => {
      lastPainted = null
      if (now() - picture.copiedMs < (picture.isInView ? copyMs : periodMs) || isOver(element, picture)) return
      picture.copiedMs = now()
      void picture.copy?.then((bitmap) => bitmap.close())
      picture.copy = copyOf(element)
      picture.copy.catch(() => undefined)
      plan(element, picture)
    })
  })
  /** As `scope.patch`, but for methods that are called thousands of times per frame: no proxy, and nothing to look up. */
  function watchPaint(name: string, methods: string, isPassing: boolean): void {
    const prototype = (window as unknown as Record<string, { prototype: Record<string, unknown> } | undefined>)[name]?.prototype
    for (const method of methods.split(' ')) {
      const original = prototype?.[method]
      if (typeof original !== 'function') continue
      const patched = {
        [method](this: Context, ...args: unknown[]): unknown {
          const result: unknown = Reflect.apply(original, this, args)
          if (this !== lastPainted) painted(this, isPassing)
          return result
        },
      }[method]
      prototype![method] = patched
      scope.onStop(() => {
        if (prototype![method] === patched) prototype![method] = original
      })
    }
  }
  for (const [name, methods] of Object.entries(lasting)) watchPaint(name, methods, false)
  for (const [name, methods] of Object.entries(passing)) watchPaint(name, methods, true)
  // A new size empties a canvas, also where what is painted then is what was there before.
  for (const side of ['width', 'height'])
    scope.patchSetter(window.HTMLCanvasElement.prototype, side, (element) => {
      const picture = pictures.get(element as Element)
      if (picture) picture.told = ''
    })

  scope.onArrive.push((roots) => {
    for (const element of findNamed(roots, 'canvas') as Iterable<HTMLCanvasElement>) {
      const id = scope.idOf(element)
      if (!id || numbering.blocked.has(element)) continue
      const known = pictures.get(element)
      if (isHidden(element) || !window.OffscreenCanvas) lose(element, 'masked')
      else if (known?.told) scope.emit({ type: 'canvas', id, image: known.told })
      else if (!known) {
        pictures.set(element, {
          isChanged: true,
          isInView: false,
          isKnown: false,
          isPlanned: false,
          takenMs: -periodMs,
          copiedMs: -periodMs,
          copy: null,
          told: '',
        })
        inView.observe(element)
        // It may have been painted before it was known.
        lastPainted = null
      }
    }
  })

  function copyOf(element: HTMLCanvasElement): Promise<ImageBitmap> {
    const [resizeWidth, resizeHeight] = sizeOf(element)
    return window.createImageBitmap(element, { resizeWidth, resizeHeight })
  }
}

/** The size of a canvas's picture, px. */
function sizeOf({ width, height }: HTMLCanvasElement): [width: number, height: number] {
  const scale = Math.min(1, maxSide / Math.max(width, height))
  return [Math.ceil(width * scale), Math.ceil(height * scale)]
}

/** A `data:` address, WebP where the browser writes it. Uses the bitmap up. */
async function imageOf(bitmap: ImageBitmap): Promise<string> {
  const copy = new OffscreenCanvas(bitmap.width, bitmap.height)
  copy.getContext('bitmaprenderer')!.transferFromImageBitmap(bitmap)
  const { width, height } = copy
  // Drawings stay as they are drawn: lossless, they are small.
  const exact = width * height <= maxExactPixels && (await copy.convertToBlob({ type: 'image/webp', quality: 1 }))
  const blob = exact && exact.size <= maxExactBytes ? exact : await copy.convertToBlob({ type: 'image/webp', quality: 0.4 })
  return new Promise((resolve) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(reader.result as string))
    reader.readAsDataURL(blob)
  })
}

/** The picture of a canvas on which nothing was painted. */
function blankOf(width: number, height: number): Promise<string> {
  const empty = Object.assign(document.createElement('canvas'), { width, height })
  empty.getContext('2d')
  return createImageBitmap(empty).then(imageOf)
}
