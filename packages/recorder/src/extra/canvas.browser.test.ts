import type { EventOf } from '@playhead/wire'
import { afterEach, expect, test } from 'vitest'
import { frames, openStage, type Stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'
import type { RecordOptions } from '../record.ts'
import { canvas } from './canvas.ts'

let stage: Stage
afterEach(() => stage.stop())

const extras = [canvas]
const told = async (): Promise<EventOf<'canvas'>[]> => stage.allOf('canvas')
const losses = async (): Promise<string[]> =>
  (await stage.allOf('loss')).filter(({ what }) => what === 'canvas').map(({ detail }) => detail ?? '')
/** The colour in the middle of a picture, and its size. */
async function look({ image }: { image: string }): Promise<{ colour: string; size: string }> {
  const picture = new Image()
  picture.src = image
  await picture.decode()
  const copy = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!
  copy.drawImage(picture, 0, 0)
  const [r = 0, g = 0, b = 0, a = 0] = copy.getImageData(picture.width >> 1, picture.height >> 1, 1, 1).data
  const name =
    a < 20 ? 'clear' : r > 200 && g < 60 && b < 60 ? 'red' : b > 200 && r < 60 ? 'blue' : g > 100 && r < 60 ? 'green' : [r, g, b].join()
  return { colour: name, size: `${picture.width}×${picture.height}` }
}
const colours = async (): Promise<string[]> => Promise.all((await told()).map(async (event) => (await look(event)).colour))
function fill(element: HTMLCanvasElement, colour: string): void {
  const context = element.getContext('2d')!
  context.fillStyle = colour
  context.fillRect(0, 0, element.width, element.height)
}

test('a 2D canvas as pictures: when it is painted, at most two a second, equal ones once', async () => {
  stage = openStage('<canvas width="120" height="80"></canvas>', { extras, canvas: true }, (root) =>
    fill(root.querySelector('canvas')!, 'red'),
  )
  const element = stage.find<HTMLCanvasElement>('canvas')
  await until(async () => expect(await colours()).toEqual(['red']))
  expect((await told())[0]!.image).toMatch(/^data:image\/webp;base64,/)
  expect(await look((await told())[0]!)).toEqual({ colour: 'red', size: '120×80' })
  const startMs = performance.now()
  let count = 0
  await until(async () => {
    fill(element, ++count % 2 ? 'blue' : 'red')
    fill(element, `rgb(0,${150 + (count % 90)},0)`)
    expect((await told()).length).toBeGreaterThan(3)
  })
  expect(performance.now() - startMs).toBeGreaterThan(1000)
  expect((await colours()).slice(1)).not.toContain('blue')
  fill(element, 'blue')
  await until(async () => expect((await colours()).at(-1)).toBe('blue'))
  const { length } = await told()
  fill(element, 'blue')
  fill(element, 'blue')
  const { type, timeMs } = (await told()).at(-1)!
  expect(type).toBe('canvas')
  await until(() => expect(Date.now() - timeMs).toBeGreaterThan(1200))
  expect(await told()).toHaveLength(length)
  expect(await losses()).toEqual([])
})

test('a WebGL canvas that forgets each frame is told as it was painted, also when it is painted once', async () => {
  stage = openStage('<canvas width="64" height="64"></canvas>', { extras, canvas: true })
  // What was painted before the recording had the canvas cannot be read any more.
  await until(async () => expect(await stage!.allOf('keyframe')).toHaveLength(1))
  await frames()
  const gl = stage.find<HTMLCanvasElement>('canvas').getContext('webgl', { preserveDrawingBuffer: false })!
  const paint = (r: number, g: number, b: number): void => {
    gl.clearColor(r, g, b, 1)
    gl.clear(gl.COLOR_BUFFER_BIT)
  }
  paint(1, 0, 0)
  await until(async () => expect(await colours()).toEqual(['red']))
  await new Promise((resolve) => void requestAnimationFrame(() => resolve(paint(0, 0, 1))))
  await until(async () => expect(await colours()).toEqual(['red', 'blue']))
})

test('nothing of a canvas out of view, until it comes into view', async () => {
  stage = openStage('<div style="height:4000px"></div><canvas width="50" height="50"></canvas>', { extras, canvas: true })
  await frames()
  fill(stage.find('canvas'), 'red')
  const { length } = await told()
  expect(length).toBe(0)
  stage.find('canvas').scrollIntoView()
  await until(async () => expect(await colours()).toEqual(['red']))
})

test('nothing at level strict but what is unmasked, nothing that is masked or blocked: counted', async () => {
  const html = '<canvas id="a"></canvas><canvas id="b" class="fs-unmask"></canvas><div class="rr-block"><canvas id="c"></canvas></div>'
  stage = openStage(html, { extras, canvas: true, privacy: 'strict' }, (root) =>
    root.querySelectorAll('canvas').forEach((one) => fill(one, one.id === 'b' ? 'blue' : 'red')),
  )
  await until(async () => expect(await colours()).toEqual(['blue']))
  expect(await losses()).toEqual(['masked'])
})

test('a canvas with a picture of another origin is given up, and the page keeps its errors', async () => {
  stage = openStage('<canvas width="50" height="50"></canvas>', { extras, canvas: true })
  await frames()
  const element = stage.find<HTMLCanvasElement>('canvas')
  const foreign = new Image()
  // The same server by another name: another origin, which allows nothing.
  foreign.src = `http://127.0.0.1:${location.port}/docs/picture/heatmap.png`
  await foreign.decode()
  element.getContext('2d')!.drawImage(foreign, 0, 0, 50, 50)
  await until(async () => expect(await losses()).toEqual(['SecurityError']))
  expect(await told()).toEqual([])
})

test('patches are gone when the recording ends, and painting works all the while', async () => {
  const before = CanvasRenderingContext2D.prototype.fillRect
  stage = openStage('<canvas></canvas>', { extras, canvas: true })
  expect(CanvasRenderingContext2D.prototype.fillRect).not.toBe(before)
  expect(CanvasRenderingContext2D.prototype.fillRect.name).toBe('fillRect')
  await stage.stop()
  expect(CanvasRenderingContext2D.prototype.fillRect).toBe(before)
})

test('a drawing keeps its colours and edges; a large or busy picture is told with losses', async () => {
  stage = openStage(
    '<canvas width="120" height="80"></canvas><canvas width="900" height="700"></canvas>',
    { extras, canvas: true },
    (root) => {
      for (const element of root.querySelectorAll('canvas')) fill(element, 'rgb(103,58,183)')
      root.querySelector('canvas')!.getContext('2d')!.clearRect(0, 0, 60, 80)
    },
  )
  await until(async () => expect(await told()).toHaveLength(2))
  const images = (await told()).map(({ image }) => image)
  const colourOf = async (image: string, x: number): Promise<string> => {
    const picture = new Image()
    picture.src = image
    await picture.decode()
    const copy = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!
    copy.drawImage(picture, 0, 0)
    return [...copy.getImageData(x, 10, 1, 1).data].join()
  }
  // Lossless WebP says so.
  const isExact = (image: string): boolean => atob(image.split(',')[1]!).includes('VP8L')
  const exact = images.find(isExact)!
  expect([await colourOf(exact, 59), await colourOf(exact, 60)]).toEqual(['0,0,0,0', '103,58,183,255'])
  expect(images.filter(isExact)).toHaveLength(1)
})

/** Two canvases that are told already; which of them are told from now on. */
async function openPair(
  options: Partial<RecordOptions> = {},
  attributes = '',
): Promise<{ a: HTMLCanvasElement; newOnes: () => Promise<string[]> }> {
  const html = `<canvas id="a" width="40" height="40"></canvas><canvas id="b" width="50" height="50" ${attributes}></canvas>`
  stage = openStage(html, { extras, canvas: true, ...options }, (root) =>
    root.querySelectorAll('canvas').forEach((one) => fill(one, 'red')),
  )
  await until(async () => expect(await told()).toHaveLength(2))
  return {
    a: stage.find<HTMLCanvasElement>('#a'),
    newOnes: async () => Promise.all((await told()).slice(2).map(async (event) => ((await look(event)).size === '40×40' ? 'a' : 'b'))),
  }
}
/** Paints on both, and waits until the second is told: by then the first was, or is not. */
async function paintBoth(newOnes: () => Promise<string[]>, colour: string): Promise<void> {
  const count = (await newOnes()).filter((one) => one === 'b').length
  for (const one of document.querySelectorAll('canvas')) fill(one, colour)
  await until(async () => expect((await newOnes()).filter((one) => one === 'b').length).toBeGreaterThan(count))
}

for (const marker of ['data-playhead-mask', 'data-playhead-block'])
  test(`nothing of a canvas from the moment it is marked: ${marker}`, async () => {
    const { a, newOnes } = await openPair()
    await paintBoth(newOnes, 'green')
    expect((await newOnes()).sort()).toEqual(['a', 'b'])
    a.toggleAttribute(marker)
    await paintBoth(newOnes, 'blue')
    await paintBoth(newOnes, 'red')
    expect((await newOnes()).sort()).toEqual(['a', 'b', 'b', 'b'])
    expect(await losses()).toEqual(['masked'])
  })

test('nothing of a canvas from the moment that the address changes to a stricter page', async () => {
  const { pathname } = location
  try {
    const { newOnes } = await openPair({ privacyRules: [{ url: '/closed/*', privacy: 'strict' }] }, 'data-playhead-unmask')
    history.pushState(null, '', '/closed/1')
    await paintBoth(newOnes, 'blue')
    expect(await newOnes()).toEqual(['b'])
  } finally {
    history.replaceState(null, '', pathname)
  }
})

test('nothing of a picture during whose making the canvas is masked', async () => {
  const { a, newOnes } = await openPair()
  const real = window.createImageBitmap
  try {
    window.createImageBitmap = ((...args: Parameters<typeof real>) => {
      if (args[0] === a) a.setAttribute('data-playhead-mask', '')
      return real(...args)
    }) as typeof real
    await paintBoth(newOnes, 'blue')
    await until(async () => expect(await losses()).toEqual(['masked']))
    expect(await newOnes()).toEqual(['b'])
  } finally {
    window.createImageBitmap = real
  }
})

test('what is planned of a canvas that was given up is not done', async () => {
  const { a, newOnes } = await openPair()
  await paintBoth(newOnes, 'green')
  const { length } = await newOnes()
  for (const one of document.querySelectorAll('canvas')) fill(one, 'blue')
  const next = a.nextSibling
  a.remove()
  await frames()
  a.setAttribute('data-playhead-mask', '')
  next!.before(a)
  await until(async () => expect(await losses()).toEqual(['masked']))
  a.removeAttribute('data-playhead-mask')
  await until(async () => expect((await newOnes()).length).toBeGreaterThan(length))
  await paintBoth(newOnes, 'red')
  expect((await newOnes()).slice(length)).not.toContain('a')
})
