import { isDomEvent } from '@playhead/wire'
import { afterEach, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { rebuild } from '../../test/rebuild.ts'
import { frames, openStage, type Stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'

let stage: Stage
afterEach(() => stage.stop())

/** The `id` attributes of what was told to be hovered and pressed, in order. */
async function told(): Promise<string[]> {
  const events = await stage.all()
  const model = rebuild(events.filter(isDomEvent))
  const name = (id: number): string => (id ? (model.node(id)?.attributes.get('id') ?? model.node(id)!.name) : '-')
  return events.flatMap((event) => (event.type === 'pointed' ? [`${name(event.hover)} ${name(event.active)}`] : []))
}

test('the innermost element that is hovered, and the one that is pressed until it is let go', async () => {
  stage = openStage('<div id="card"><button id="buy"><b id="label">Buy now</b></button></div><p id="far" style="margin-top:200px">far</p>')
  await userEvent.hover(stage.find('#far'))
  await until(async () => expect((await told()).at(-1)).toBe('far -'))
  const pressed = new Promise((resolve) => stage.find('#label').addEventListener('mousedown', () => requestAnimationFrame(resolve)))
  await userEvent.click(stage.find('#label'), { delay: 60 })
  await pressed
  await until(async () => expect((await told()).slice(-2)).toEqual(['label label', 'label -']))
})

test('what already is hovered when recording begins', async () => {
  stage = openStage('<button id="one">One</button>')
  await userEvent.hover(stage.find('#one'))
  const { stop } = stage
  stage = openStage('')
  await until(async () => expect(await told()).toEqual(['one -']))
  await stop()
})

test('several changes within one frame are one', async () => {
  stage = openStage('<i id="a">a</i><i id="b">b</i>')
  await until(async () => expect(await told()).toHaveLength(1))
  for (const id of ['a', 'b', 'a', 'b']) stage.find(`#${id}`).dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
  await frames()
  expect((await told()).slice(1)).toEqual(['b -'])
  stage.find('#b').dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
  await frames()
  expect(await told()).toHaveLength(2)
})

test('an element that came in the same frame has its id by then; the inside of a blocked one is the blocked one', async () => {
  stage = openStage('<div id="list"></div><div id="hidden" class="rr-block"><i>secret</i></div>')
  await frames()
  stage.find('#list').innerHTML = '<i id="new">new</i>'
  stage.find('#new').dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
  await frames()
  expect((await told()).at(-1)).toBe('new -')
  stage.find('#hidden i').dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
  await frames()
  expect((await told()).at(-1)).toMatch(/^(?:hidden|div) -$/)
})
