import { afterEach, expect, test } from 'vitest'
import { frames, openStage, type Stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'

let stage: Stage
const { pathname } = location
afterEach(async () => {
  await stage.stop()
  window.scrollTo(0, 0)
  history.replaceState(null, '', pathname)
})
const page =
  '<main><section style="height:150vh"><h2>Prices</h2></section><section style="height:60vh"><h2>Questions</h2></section><div style="height:300vh"></div></main>'
/** What is in view is seen from the next picture on. */
const look = async (ms: number): Promise<void> => {
  await frames()
  await new Promise((resolve) => void setTimeout(resolve, ms))
}
const told = async (): Promise<Map<string, { seenMs: number; share: number }>> =>
  new Map((await stage.allOf('section')).map(({ name, seenMs, share }) => [name, { seenMs, share }]))

test('a section that leaves the view tells how long it was there, and how much of it', async () => {
  stage = openStage(page)
  await until(async () => expect((await stage.allOf('keyframe')).length).toBe(1))
  await look(600)
  expect(await told()).toEqual(new Map())
  window.scrollTo(0, 1.4 * window.innerHeight)
  await until(async () => expect((await told()).get('Prices')?.seenMs).toBeGreaterThan(400))
  const { share } = (await told()).get('Prices')!
  expect(share).toBeGreaterThan(0.5)
  expect(share).toBeLessThan(0.75)
  // What is still there is told when the recording ends.
  await until(() => expect(window.scrollY).toBeGreaterThan(0))
  await look(400)
  await stage.stop()
  expect((await told()).get('Questions')).toMatchObject({ share: 1 })
})

test('what is in view when the route changes belongs to the view before', async () => {
  stage = openStage(page)
  await look(600)
  history.pushState(null, '', '/elsewhere')
  const order = (await stage.all()).flatMap((event) => (event.type === 'page' || event.type === 'section' ? [event.type] : []))
  expect(order).toEqual(['page', 'section', 'page'])
  // The same sections go on being watched for the new view.
  await look(1500)
  await stage.stop()
  expect((await stage.allOf('section')).map(({ name }) => name)).toEqual(['Prices', 'Prices'])
})

test('sections that come later are watched too; names are masked', async () => {
  stage = openStage('<main></main>', { privacy: 'strict' })
  await until(async () => expect((await stage.allOf('keyframe')).length).toBe(1))
  stage.find('main').innerHTML = '<div style="height:50vh"><h2>Secret plans</h2></div>'
  await look(2500)
  await stage.stop()
  expect((await stage.allOf('section')).map(({ name }) => name)).toContain('Xxxxxx xxxxx')
  expect(JSON.stringify(await stage.all())).not.toContain('Secret')
})

test('nobody sees a page that is hidden', async () => {
  stage = openStage(page)
  await look(500)
  const show = (isHidden: boolean): void => {
    Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }
  show(true)
  expect(await stage.allOf('section')).toHaveLength(1)
  await look(1500)
  const shownMs = performance.now()
  show(false)
  Reflect.deleteProperty(document, 'hidden')
  await look(500)
  await stage.stop()
  const endMs = performance.now()
  const told = await stage.allOf('section')
  expect(told.map(({ name }) => name)).toEqual(['Prices', 'Prices'])
  expect(told[1]!.seenMs).toBeLessThanOrEqual(Math.ceil(endMs - shownMs))
})
