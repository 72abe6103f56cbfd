import { expect, test } from 'vitest'
import { leastMsOf } from '../../../tests/e2e/harness/cpu-time.ts'
import { createColours, drawHeat, radiusOf, type HeatPoint } from './heat.ts'

function random(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

/** Clicks around a few targets, and some anywhere, as on a page. */
function clicks(count: number, width: number, height: number): [x: number, y: number][] {
  const next = random(11)
  const targets = Array.from({ length: 12 }, () => [next() * width, next() * height, 8 + next() * 60] as const)
  return Array.from({ length: count }, (_, i) => {
    const [x, y, spread] = targets[Math.floor(next() * targets.length)]!
    return i % 10 ? [x + (next() - 0.5) * spread * 2, y + (next() - 0.5) * spread] : [next() * width, next() * height]
  })
}

test('binned clicks look like unbinned ones: at most 1 % of pixels differ', () => {
  const points = clicks(20_000, 1280, 2000)
  const bins = new Map<string, [number, number, number]>()
  for (const [x, y] of points) {
    const bx = Math.floor(x / 8)
    const by = Math.floor(y / 8)
    const bin = bins.get(`${bx} ${by}`) ?? [bx * 8 + 4, by * 8 + 4, 0]
    bin[2]++
    bins.set(`${bx} ${by}`, bin)
  }
  const unbinned = drawHeat(
    points.map(([x, y]): HeatPoint => [x, y, 1]),
    1280,
    2000,
  )
  const binned = drawHeat([...bins.values()], 1280, 2000)
  let differing = 0
  for (let i = 0; i < binned.rgba.length; i += 4) {
    let difference = 0
    for (let k = 0; k < 4; k++) difference = Math.max(difference, Math.abs(binned.rgba[i + k]! - unbinned.rgba[i + k]!))
    if (difference > 12) differing++
  }
  expect(differing / (binned.rgba.length / 4)).toBeLessThanOrEqual(0.01)
})

test('the quarter grid looks like a Gaussian at full resolution', () => {
  const points: HeatPoint[] = clicks(160, 1280, 300).map(([x, y]) => [x, y, 1])
  const quarter = drawHeat(points, 1280, 300)
  const full = drawHeat(points, 1280, 300, 1)
  let differing = 0
  for (let y = 0; y < quarter.height; y++)
    for (let x = 0; x < quarter.width; x++) {
      const a = quarter.rgba[(y * quarter.width + x) * 4 + 3]!
      const b = full.rgba[((y * 4 + 2) * full.width + x * 4 + 2) * 4 + 3]!
      if (Math.abs(a - b) > 32) differing++
    }
  expect(differing / (quarter.width * quarter.height)).toBeLessThanOrEqual(0.01)
})

test('nothing clicked draws nothing, and far from a click there is nothing', () => {
  expect(drawHeat([], 400, 400).rgba.every((value) => value === 0)).toBe(true)
  const { rgba, width } = drawHeat([[50, 50, 3]], 800, 400)
  const alpha = (x: number, y: number): number => rgba[(Math.floor(y / 4) * width + Math.floor(x / 4)) * 4 + 3]!
  expect(alpha(50, 50)).toBeGreaterThan(200)
  expect(alpha(300, 300)).toBe(0)
})

test('the colours go from cool and clear to warm and strong', () => {
  const table = createColours()
  expect(table[3]).toBe(0)
  const [r, , b] = table.slice(255 * 4)
  expect(r).toBeGreaterThan(b!)
  expect(table[16 * 4 + 2]).toBeGreaterThan(table[16 * 4]!)
  for (let i = 1; i < 256; i++) expect(table[i * 4 + 3]).toBeGreaterThanOrEqual(table[(i - 1) * 4 + 3]!)
})

test('draws a long page with many bins in a few milliseconds', async () => {
  const points = clicks(50_000, 1280, 2000).map(([x, y]): HeatPoint => [x, y, 1])
  // The target is 20 ms; the bound leaves room for a slow machine.
  expect(await leastMsOf(60, () => drawHeat(points, 1280, 2000))).toBeLessThan(60)
})

test('a click is felt less far on a narrow page, and the hottest spot is told', () => {
  expect([375, 800, 1920].map(radiusOf)).toEqual([14, 20, 32])
  expect(drawHeat([[51, 51, 7], [300, 300, 2]], 375, 400).maxClicks).toBe(7) // prettier-ignore
  expect(drawHeat([], 375, 400).maxClicks).toBe(0)
})
