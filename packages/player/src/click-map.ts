import type { RecordingSource } from '@playhead/wire'
import { drawElements } from './element-layer.ts'
import type { HeatPoint } from './heat.ts'
import { createHeatLayer } from './heat-layer.ts'
import { createProjector } from './projector.ts'
import { createRecording } from './recording.ts'
import { createStage } from './stage.ts'
import { viewportAt } from './viewport.ts'

/** One clicked element, as the API's click map gives it. */
export interface MapElement {
  readonly key: string
  readonly name: string
  readonly clicks: number
  /** Clicks by place: `[bx, by, n]` on a 64 × 64 grid over the element's box. */
  readonly bins: readonly (readonly number[])[]
}
export interface UnplacedElement {
  readonly key: string
  readonly name: string
  readonly clicks: number
}
/** An element with where it stands on the backdrop, page px. */
export interface PlacedElement {
  readonly element: MapElement
  readonly rank: number
  readonly share: number
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
}
export interface ClickMapOptions<E extends MapElement = MapElement> {
  /** Its width is filled; its height grows with the page, so it should stand in something that scrolls. */
  readonly container: HTMLElement
  readonly frameUrl: string
  /** The recording that the backdrop is taken from, and the moment in it. */
  readonly source: RecordingSource
  readonly atMs: number
  readonly tab: string
  readonly elements: readonly E[]
  /** Default: `heat`. */
  readonly mode?: 'heat' | 'elements' | undefined
}
export interface ClickMap {
  /** Elements that the backdrop does not hold, or holds without a box. */
  readonly unplaced: readonly UnplacedElement[]
  readonly placed: number
  /** Of the backdrop, recorded px. */
  readonly pageHeight: number
  /** Clicks at the hottest spot, where the heat has its last colour; 0 without heat. */
  readonly maxClicks: number
  /** Outlines one element and scrolls to it; null: none. */
  highlight(key: string | null): void
  /** Told when a person clicks or presses Enter on a placed element. Returns what ends it. */
  onPick(fn: (key: string) => void): () => void
  destroy(): void
}

const maxHeight = 20_000
const binsPerSide = 64

/** Draws clicks over the page as it was. Rejects when the frame does not load or holds no such page. */
export async function createClickMap(options: ClickMapOptions): Promise<ClickMap> {
  const ended = new AbortController()
  const recording = createRecording(options.source, ended.signal)
  const { tab, atMs } = options
  const { startedAtMs } = recording
  const stage = createStage(options.container, 'width')
  let width = 1280
  let height = 720
  const projector = await createProjector({
    parent: stage.surface,
    document: { url: options.frameUrl },
    recording,
    over: ended.signal,
    onBefore() {
      const size = viewportAt({ signals: recording.signals, keyframes: projector.keyframes(tab), tab, atMs, startedAtMs })
      if (size) ({ width, height } = size)
      stage.setSize(width, height)
    },
    onMissing: () => undefined,
  }).catch((error: unknown) => {
    ended.abort()
    stage.destroy()
    throw error
  })
  const moment = { tab, atMs, speed: 0, pointer: [] }
  let boxes: readonly (readonly number[])[]
  try {
    const shown = await projector.show(moment)
    if (!shown?.baseMs) throw new Error('This recording holds no page at that moment.')
    const measured = await projector.ask({ type: 'measure', width, height }, 'measured')
    height = Math.min(maxHeight, Math.max(height, measured.height))
    // The frame keeps its width, for media queries; the room of its scroll bar is cut off.
    const frame = stage.surface.querySelector('iframe')
    const frameWidth = width
    if (frame) frame.style.width = `${frameWidth}px`
    if (measured.width > 0 && measured.width < width) ({ width } = measured)
    stage.setSize(width, height)
    // The frame is as high as the page now; elements sized by the viewport may have moved.
    boxes = (await projector.ask({ type: 'locate', keys: options.elements.map(({ key }) => key), width: frameWidth, height }, 'located'))
      .boxes
  } catch (error) {
    ended.abort()
    projector.destroy()
    stage.destroy()
    throw error
  }

  const { placed, unplaced } = place(options.elements, boxes)
  const heat = options.mode === 'elements' ? null : await createHeatLayer(stage.surface, pointsOf(placed), width, height)
  const layer = drawElements(stage.surface, placed, options.mode === 'elements')
  return {
    unplaced,
    placed: placed.length,
    pageHeight: height,
    maxClicks: heat?.maxClicks ?? 0,
    highlight: layer.highlight,
    onPick: layer.onPick,
    destroy() {
      ended.abort()
      heat?.destroy()
      layer.destroy()
      projector.destroy()
      stage.destroy()
    },
  }
}

function place(
  elements: readonly MapElement[],
  boxes: readonly (readonly number[])[],
): { placed: PlacedElement[]; unplaced: UnplacedElement[] } {
  const total = elements.reduce((sum, { clicks }) => sum + clicks, 0) || 1
  const placed: PlacedElement[] = []
  const unplaced: UnplacedElement[] = []
  const ranked = elements.map((element, i) => ({ element, box: boxes[i] ?? [] })).sort((a, b) => b.element.clicks - a.element.clicks)
  ranked.forEach(({ element, box }, i) => {
    const [x, y, boxWidth, boxHeight] = box
    if (x === undefined || y === undefined || boxWidth === undefined || boxHeight === undefined || y > maxHeight)
      unplaced.push({ key: element.key, name: element.name, clicks: element.clicks })
    else placed.push({ element, rank: i + 1, share: element.clicks / total, box: { x, y, width: boxWidth, height: boxHeight } })
  })
  return { placed, unplaced }
}

/** The middle of each bin, on the page. */
function pointsOf(placed: readonly PlacedElement[]): HeatPoint[] {
  return placed.flatMap(({ element, box }) =>
    element.bins.map(([bx = 0, by = 0, n = 0]): HeatPoint => [
      box.x + ((bx + 0.5) / binsPerSide) * box.width,
      box.y + ((by + 0.5) / binsPerSide) * box.height,
      n,
    ]),
  )
}
