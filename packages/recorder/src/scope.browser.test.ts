import { afterEach, expect, test } from 'vitest'
import { readEvents, rebuild } from '../test/rebuild.ts'
import { record } from './record.ts'

const stage = document.createElement('main')
afterEach(() => stage.remove())

/** Records a stage on a page that gave every object these properties; they are gone when this resolves. */
async function recordAmong(properties: object, act: () => void): ReturnType<typeof readEvents> {
  const chunks: Uint8Array[] = []
  stage.innerHTML = '<p>hello</p><input type="checkbox"><i data-playhead-block class="rr-block">x</i>'
  document.body.append(stage)
  Object.assign(Object.prototype, properties)
  try {
    const recording = record({ privacy: 'relaxed', assets: 'off', emit: (chunk) => void chunks.push(chunk) })
    await recording.flush()
    act()
    await recording.stop()
  } finally {
    for (const name of Object.keys(properties)) delete (Object.prototype as Record<string, unknown>)[name]
  }
  return readEvents(chunks)
}
const hello = (): HTMLElement => stage.querySelector('p')!

test('methods that a page gives to all objects are not told as attributes, nor keep a page from being told', async () => {
  const events = await recordAmong({ extend: () => 1, style: 'color:red' }, () => hello().append('more'))
  const html = rebuild(events).html()
  expect(html).toContain('<p>hellomore</p>')
  expect(html).toMatch(/<i style="width:\d+px;[^"]*" data-playhead-blocked=""><\/i>/)
  expect(html).not.toContain('extend')
})

test('properties that a page gives to all objects are not taken for those of events', async () => {
  const before = Date.now()
  const events = await recordAmong({ value: 1, job: { html: '<b>' }, timeMs: 5, selected: [1], detail: 'all' }, () => {
    hello().textContent = 'changed'
    stage.querySelector('input')!.checked = true
  })
  expect(rebuild(events).html()).toContain('<p>changed</p>')
  expect(Math.min(...events.map(({ timeMs }) => timeMs))).toBeGreaterThanOrEqual(before - 1000)
  const [input] = events.filter(({ type }) => type === 'input')
  expect(input).toMatchObject({ checked: true })
  expect(Object.keys(input!)).not.toContain('value')
  expect(events.filter(({ type }) => type === 'loss')).toEqual([])
})
