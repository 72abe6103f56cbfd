import type { EventOf } from '@playhead/wire'
import { afterEach, expect, test } from 'vitest'
import { frames, openStage, type Stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'

let stage: Stage
afterEach(() => stage.stop())

const told = async (): Promise<EventOf<'animation'>[]> => stage.allOf('animation')
const parse = (json: string | undefined): unknown => JSON.parse(json ?? 'null')

test('what a script animates: declared once with its keyframes and timing, then told when it changes', async () => {
  stage = openStage('<p>x</p>')
  await frames()
  const fromMs = performance.now()
  const animation = stage
    .find('p')
    .animate([{ transform: 'none' }, { transform: 'translateX(90px)', easing: 'ease-in', offset: 0.25 }, { opacity: 0.5 }], {
      duration: 40_000,
      iterations: Infinity,
      direction: 'alternate',
      delay: 100,
    })
  await until(async () => expect(await told()).toHaveLength(1))
  const [first] = await told()
  expect(first).toMatchObject({ kind: 'script', state: 'running', rate: 1, name: '' })
  expect(first!.atMs).toBeLessThan(performance.now() - fromMs)
  expect(parse(first!.keyframes)).toEqual([
    { transform: 'none' },
    { transform: 'translateX(90px)', easing: 'ease-in', offset: 0.25 },
    { opacity: '0.5' },
  ])
  expect(parse(first!.timing)).toEqual({ duration: 40_000, iterations: 'Infinity', direction: 'alternate', delay: 100 })
  animation.currentTime = 20_000
  animation.updatePlaybackRate(2)
  await until(async () => expect((await told()).at(-1)).toMatchObject({ state: 'running', rate: 2 }))
  animation.pause()
  await until(async () => expect((await told()).at(-1)).toMatchObject({ key: first!.key, state: 'paused', rate: 2 }))
  const last = (await told()).at(-1)!
  expect(last.atMs).toBeGreaterThanOrEqual(20_000)
  expect(last.atMs).toBeLessThan(21_000)
  expect(last.keyframes).toBeUndefined()
  animation.cancel()
  await until(async () => expect((await told()).at(-1)).toMatchObject({ key: first!.key, state: 'cancelled' }))
})

test('an animation that comes and goes within a frame is not told; one of an element that came with it is', async () => {
  stage = openStage('<p>x</p>')
  await frames()
  stage
    .find('p')
    .animate({ opacity: [0, 1] }, 500)
    .cancel()
  const late = document.createElement('b')
  stage.find('p').append(late)
  late.animate({ opacity: [0, 1] }, 30_000)
  await frames()
  expect((await told()).map(({ state, keyframes }) => [state, parse(keyframes)])).toEqual([
    ['running', [{ opacity: '0' }, { opacity: '1' }]],
  ])
})

test('strings in what is animated are masked as CSS is', async () => {
  stage = openStage('<p>x</p>', { privacy: 'strict' })
  await frames()
  stage
    .find('p')
    .animate([{ '--secret': '"Jane Doe"' }, { backgroundImage: 'url("https://a.example/x?token=jane")' }] as Keyframe[], 30_000)
  stage.find('p').animate({ content: ['"Jane"', '"Doe"'] }, { duration: 30_000, pseudoElement: '::before', id: 'Jane' })
  await until(async () => expect(await told()).toHaveLength(2))
  expect((await told())[1]).toMatchObject({ pseudo: '::before' })
  expect(JSON.stringify(await told())).not.toMatch(/jane|doe/i)
})

test('animations and transitions of CSS by their element, name and time', async () => {
  stage =
    openStage(`<style>@keyframes slide { to { margin-left: 9px } } .on { animation: slide 60s 10ms } .on::before { content: ''; animation: slide 60s }
    #b { transition: opacity 60s } .end { animation: slide 20ms }</style><p id="a">x</p><p id="b">y</p><p id="c">z</p>`)
  await frames()
  stage.find('#a').className = 'on'
  stage.find('#b').style.opacity = '0.5'
  stage.find('#c').className = 'end'
  await until(async () => expect((await told()).filter(({ state }) => state === 'finished')).toHaveLength(1))
  const seen = async (): Promise<unknown[]> =>
    (await told()).map(({ kind, name, pseudo, state, atMs }) => [kind, name, pseudo ?? '', state, atMs])
  expect(await seen()).toEqual(
    expect.arrayContaining([
      ['css-animation', 'slide', '', 'running', 0],
      ['css-animation', 'slide', '::before', 'running', 0],
      ['css-transition', 'opacity', '', 'running', 0],
      ['css-animation', 'slide', '', 'finished', 20],
    ]),
  )
  stage.find('#a').className = ''
  stage.find('#b').style.transition = 'none'
  await until(async () => expect((await seen()).filter((one) => (one as unknown[])[3] === 'cancelled')).toHaveLength(3))
})

test('what already runs when recording begins', async () => {
  stage = openStage(
    '<style>@keyframes turn { to { rotate: 1turn } } #a { animation: turn 90s -30s infinite }</style><p id="a">x</p><p id="b">y</p>',
    {},
    (root) => {
      const animation = root.querySelector('#b')!.animate({ opacity: [0, 1] }, { duration: 30_000, fill: 'forwards' })
      animation.currentTime = 12_000
      animation.pause()
    },
  )
  await until(async () => expect((await told()).length).toBeGreaterThanOrEqual(2))
  const css = (await told()).find(({ kind }) => kind === 'css-animation')!
  expect(css).toMatchObject({ name: 'turn', state: 'running' })
  expect(css.atMs).toBeGreaterThanOrEqual(30_000)
  const script = (await told()).find(({ kind }) => kind === 'script')!
  expect(script).toMatchObject({ state: 'paused', atMs: 12_000 })
  expect(parse(script.timing)).toEqual({ duration: 30_000, fill: 'forwards' })
})

test('a view transition is told by its phases', async () => {
  stage = openStage('<p>x</p>')
  await frames()
  const transition = document.startViewTransition(() => void (stage.find('p').textContent = 'y'))
  await transition.finished
  await until(async () => expect((await stage.allOf('viewTransition')).map(({ phase }) => phase)).toEqual(['start', 'ready', 'finished']))
})
