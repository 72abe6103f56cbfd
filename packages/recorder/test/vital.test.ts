import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Bed, useBed } from './bed.ts'
import { until } from './until.ts'

/** A picture that comes late and is the largest, a button that is slow, a box that pushes the text away. */
const html = `<body style="margin:0">
<button onclick="const end = performance.now() + 150; while (performance.now() < end);">Slow</button>
<div id="room"></div><p id="pushed" style="height:300px;background:#ddd">text</p>
<img id="hero" src="/late.bmp" width="700" height="300">`

/** A bitmap of 200 × 100 pixels: browsers do not count pictures with next to nothing in them. */
function picture(): Buffer {
  const bytes = Buffer.alloc(54 + 200 * 100 * 3, 'noise of a picture')
  bytes.fill(0, 0, 54).write('BM')
  for (const [at, value] of [
    [2, bytes.length],
    [10, 54],
    [14, 40],
    [18, 200],
    [22, 100],
    [34, bytes.length - 54],
  ] as const)
    bytes.writeUInt32LE(value, at)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  return bytes
}

const bed: Bed = useBed(() => `<!doctype html>${bed.tag('data-consent="granted"').replace('async', '')}${html}`)
const { allOf } = bed
const openPage = async (): Promise<Page> => {
  const page = await bed.browser.newPage({ viewport: { width: 800, height: 600 } })
  await page.route('**/late.bmp', async (route) => {
    await new Promise((resolve) => void setTimeout(resolve, 300))
    await route.fulfill({ contentType: 'image/bmp', body: picture(), headers: { 'timing-allow-origin': '*' } })
  })
  return page
}

test('LCP, INP and CLS with their parts, which add up', async () => {
  const page = await openPage()
  await page.goto(bed.site.url)
  await page.waitForFunction('document.querySelector("#hero").complete')
  await page.evaluate('new Promise((done) => new PerformanceObserver(done).observe({ type: "largest-contentful-paint", buffered: true }))')
  const shift = page.evaluate('new Promise((done) => new PerformanceObserver(done).observe({ type: "layout-shift", buffered: true }))')
  await page.evaluate('document.querySelector("#room").style.height = "80px"')
  await shift
  const event = page.evaluate('new Promise((done) => new PerformanceObserver(done).observe({ type: "first-input", buffered: true }))')
  await page.click('button')
  await event
  await page.goto('about:blank')
  await until(async () => expect(await allOf('attribution')).toHaveLength(3))

  const value = new Map((await allOf('vital')).map((vital) => [vital.name, vital.value]))
  const found = new Map(
    (await allOf('attribution')).map((one) => [one.vital, { ...one, ms: new Map(one.parts.map(({ name, ms }) => [name, ms])) }]),
  )
  const sumOf = (name: string): number => found.get(name)!.parts.reduce((sum, { ms }) => sum + ms, 0)
  const lcp = found.get('LCP')!
  expect(lcp.url).toBe(`${bed.site.url}/late.bmp`)
  expect(lcp.target).toContain('img')
  expect([...lcp.ms.keys()]).toEqual(['ttfb', 'load-delay', 'load', 'render-delay'])
  expect(lcp.ms.get('load')).toBeGreaterThan(250)
  expect(sumOf('LCP')).toBeCloseTo(value.get('LCP')!, 1)
  const inp = found.get('INP')!
  expect(inp.target).toContain('button')
  expect(inp.ms.get('processing')).toBeGreaterThanOrEqual(145)
  expect(Math.abs(sumOf('INP') - value.get('INP')!)).toBeLessThan(1)
  const cls = found.get('CLS')!
  expect(value.get('CLS')).toBeGreaterThan(0.01)
  expect(cls.target).toMatch(/^body>(?:p|img)/)
  expect(cls.ms.get('time')).toBeGreaterThan(lcp.ms.get('ttfb')!)
})
