/** Clicks in page px with how many there were. */
export type HeatPoint = readonly [x: number, y: number, clicks: number]
export interface HeatImage {
  readonly width: number
  readonly height: number
  /** Clicks that would make the hottest spot as hot in one place; 0 without clicks. */
  readonly maxClicks: number
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
}

/** How far one click is felt on a page so wide, page px. */
export const radiusOf = (widthPx: number): number => Math.min(32, Math.max(14, widthPx / 40))
/** One cell of the picture is this many page px wide and high: finer where a click is felt less far. */
export const cellOf = (widthPx: number): number => (radiusOf(widthPx) < 20 ? 2 : 4)

/** Draws points as heat: a quarter-resolution grid, three box blurs, a colour table. */
export function drawHeat(points: readonly HeatPoint[], widthPx: number, heightPx: number, cell: number = cellOf(widthPx)): HeatImage {
  const width = Math.max(1, Math.ceil(widthPx / cell))
  const height = Math.max(1, Math.ceil(heightPx / cell))
  const grid = new Float32Array(width * height)
  for (const [x, y, clicks] of points) {
    // Each point is shared between the four cells around it, so that the grid does not show.
    const gx = x / cell - 0.5
    const gy = y / cell - 0.5
    const left = Math.floor(gx)
    const top = Math.floor(gy)
    for (let dy = 0; dy < 2; dy++)
      for (let dx = 0; dx < 2; dx++) {
        const cx = left + dx
        const cy = top + dy
        if (cx < 0 || cy < 0 || cx >= width || cy >= height) continue
        grid[cy * width + cx]! += clicks * (dx ? gx - left : 1 - gx + left) * (dy ? gy - top : 1 - gy + top)
      }
  }
  const peak = blur(grid, width, height, radiusOf(widthPx) / cell)
  let max = 0
  for (const value of grid) if (value > max) max = value
  return { width, height, maxClicks: max && Math.max(1, Math.round(max / peak)), rgba: colour(grid, width, height, max) }
}

/** Three box blurs are a good Gaussian; their radius is a third of its reach. Returns what is left of 1 in its own cell. */
function blur(grid: Float32Array, width: number, height: number, radius: number): number {
  const box = Math.max(1, Math.round(radius / 3 - 0.5))
  const line = new Float32Array(Math.max(width, height))
  for (let pass = 0; pass < 3; pass++) {
    for (let y = 0; y < height; y++) blurLine(grid, y * width, 1, width, box, line)
    for (let x = 0; x < width; x++) blurLine(grid, x, width, height, box, line)
  }
  const side = box * 2 + 1
  return ((3 * side ** 2 + 1) / (4 * side ** 3)) ** 2
}

function blurLine(grid: Float32Array, start: number, step: number, count: number, radius: number, line: Float32Array): void {
  const share = 1 / (radius * 2 + 1)
  let sum = 0
  for (let i = 0; i < count; i++) line[i] = grid[start + i * step]!
  for (let i = 0; i < Math.min(radius, count); i++) sum += line[i]!
  for (let i = 0; i < count; i++) {
    if (i + radius < count) sum += line[i + radius]!
    if (i - radius - 1 >= 0) sum -= line[i - radius - 1]!
    grid[start + i * step] = sum > 0 ? sum * share : 0
  }
}

/**
 * From low to concentrated: blue, teal, yellow, orange, red-brown. Lightness changes in one direction from the
 * middle out and blue stands against orange, so it reads without telling red from green.
 */
const stops: readonly (readonly [at: number, r: number, g: number, b: number, alpha: number])[] = [
  [0, 49, 104, 200, 0],
  [0.16, 49, 104, 200, 80],
  [0.32, 42, 157, 190, 130],
  [0.5, 240, 213, 74, 165],
  [0.75, 242, 133, 32, 190],
  [1, 176, 24, 18, 215],
]

/** 256 colours, RGBA. */
export function createColours(): Uint8ClampedArray<ArrayBuffer> {
  const table = new Uint8ClampedArray(256 * 4)
  for (let i = 0; i < 256; i++) {
    const at = i / 255
    const next = Math.max(
      1,
      stops.findIndex(([stop]) => stop >= at),
    )
    const low = stops[next - 1]!
    const high = stops[next]!
    const part = (at - low[0]) / (high[0] - low[0])
    for (let k = 0; k < 4; k++) table[i * 4 + k] = low[k + 1]! + (high[k + 1]! - low[k + 1]!) * part
  }
  return table
}

function colour(grid: Float32Array, width: number, height: number, max: number): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(width * height * 4)
  if (max === 0) return rgba
  const table = createColours()
  for (let i = 0; i < grid.length; i++) {
    // The square root keeps a page with one very hot spot readable.
    const index = Math.round(Math.sqrt(grid[i]! / max) * 255)
    for (let k = 0; k < 4; k++) rgba[i * 4 + k] = table[index * 4 + k]!
  }
  return rgba
}
