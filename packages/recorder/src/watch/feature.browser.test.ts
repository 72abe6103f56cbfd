import { afterEach, beforeEach, expect, test } from 'vitest'
import { cdp } from 'vitest/browser'
import { openStage, type Stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'

/** The browser's own switches for what a page is told of its viewer. */
interface Devtools {
  send(method: string, parameters?: object): Promise<unknown>
}
const devtools = (): Devtools => cdp() as unknown as Devtools
const show = (features: readonly { name: string; value: string }[]): Promise<unknown> =>
  devtools().send('Emulation.setEmulatedMedia', { features })

let stage: Stage
beforeEach(() => show([]))
afterEach(async () => {
  await stage.stop()
  await show([])
})

test('what media queries ask about the viewer: at the start, and when it changes', async () => {
  stage = openStage('<p>x</p>')
  await until(async () =>
    expect(await stage.allOf('feature')).toMatchObject([
      { dark: false, reducedMotion: false, moreContrast: false, forcedColors: false, pixelRatio: devicePixelRatio },
    ]),
  )
  await show([
    { name: 'prefers-color-scheme', value: 'dark' },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ])
  await until(async () => expect((await stage.allOf('feature')).at(-1)).toMatchObject({ dark: true, reducedMotion: true }))
  await show([
    { name: 'prefers-contrast', value: 'more' },
    { name: 'forced-colors', value: 'active' },
  ])
  await until(async () =>
    expect((await stage.allOf('feature')).at(-1)).toMatchObject({ dark: false, moreContrast: true, forcedColors: true }),
  )
})

test('a pinch is told by what it shows', async () => {
  stage = openStage('<p style="height:3000px">x</p>')
  // A keyframe says it again.
  await until(async () => expect(await stage.allOf('keyframe')).toHaveLength(1))
  const viewport = window.visualViewport!
  // Only a touch screen zooms a frame's visual viewport: its answers are held, its events are the browser's own kind.
  const shown = { offsetLeft: 12.5, offsetTop: 30, scale: 2 }
  for (const [name, value] of Object.entries(shown)) Object.defineProperty(viewport, name, { configurable: true, value })
  try {
    viewport.dispatchEvent(new Event('scroll'))
    viewport.dispatchEvent(new Event('resize'))
    await until(async () => expect(await stage.allOf('visualViewport')).toMatchObject([{ x: 12.5, y: 30, scale: 2 }]))
  } finally {
    for (const name of Object.keys(shown)) Reflect.deleteProperty(viewport, name)
  }
})
