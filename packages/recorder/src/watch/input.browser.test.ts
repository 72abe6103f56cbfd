import { afterEach, expect, test } from 'vitest'
import { frames, openStage, type Stage } from '../../test/stage.ts'
import type { EventOf } from '@playhead/wire'

const valueSetter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!
let stage: Stage
afterEach(() => stage.stop())
const open = async (html: string, prepare?: (stage: HTMLElement) => void): Promise<void> => {
  stage = openStage(html, { unmask: 'input,textarea' }, prepare)
  await stage.all()
}
/** The last that was told of each control, by its order of being told first. */
async function shown(): Promise<Partial<EventOf<'input'>>[]> {
  const last = new Map<number, Partial<EventOf<'input'>>>()
  for (const { id, value, checked, selected } of await stage.allOf('input'))
    last.set(id, { ...(value !== undefined && { value }), ...(checked !== undefined && { checked }), ...(selected && { selected }) })
  return [...last.values()]
}
const field = (selector = 'input'): HTMLInputElement => stage.find(selector)

test.each<[string, string, () => void, object[]]>([
  ['a value', '<input>', () => void (field().value = 'new'), [{ value: 'new' }]],
  ['the value of a text area', '<textarea></textarea>', () => void (field('textarea').value = 'new'), [{ value: 'new' }]],
  ['a part of a text', '<input value="old">', () => field().setRangeText('n', 0, 1), [{ value: 'nld' }]],
  ['a step', '<input type="number" value="1">', () => field().stepUp(), [{ value: '2' }]],
  ['a value as a number', '<input type="number">', () => void (field().valueAsNumber = 7), [{ value: '7' }]],
  ['a box', '<input type="checkbox">', () => void (field().checked = true), [{ checked: true }]],
  ['a box that is clicked', '<input type="checkbox">', () => field().click(), [{ checked: true }]],
  [
    'radios, of which one goes off',
    '<input type="radio" name="r" checked><input type="radio" name="r">',
    () => field('input + input').click(),
    [{ checked: false }, { checked: true }],
  ],
  [
    'a select',
    '<select><option>a<option>b</select>',
    () => void (stage.find<HTMLSelectElement>('select').value = 'b'),
    [{ selected: [1] }],
  ],
  [
    'an option of a multiple select',
    '<select multiple><option>a<option selected>b</select>',
    () => void (stage.find<HTMLOptionElement>('option').selected = true),
    [{ selected: [0, 1] }],
  ],
])('%s set by a script is seen in the next frame', async (_, html, change, expected) => {
  await open(html)
  const before = (await stage.allOf('input')).length
  change()
  await frames()
  const sinceMs = Date.now()
  const told = (await stage.allOf('input')).slice(before)
  expect(told.every(({ timeMs }) => timeMs <= sinceMs)).toBe(true)
  expect(await shown()).toEqual(expect.arrayContaining(expected))
})

test('what a form shows is told anew when it is reset', async () => {
  await open('<form><input value="old"><input type="checkbox" checked><select><option>a<option>b</select></form>')
  field().value = 'new'
  field('[type=checkbox]').checked = false
  stage.find<HTMLSelectElement>('select').selectedIndex = 1
  await frames()
  const sorted = async (): Promise<string[]> => (await shown()).map((one) => JSON.stringify(one)).sort()
  expect(await sorted()).toEqual(['{"checked":false}', '{"selected":[1]}', '{"value":"new"}'])
  stage.find<HTMLFormElement>('form').reset()
  await frames()
  expect(await sorted()).toEqual(['{"checked":true}', '{"selected":[0]}', '{"value":"old"}'])
})

test('radios in a shadow tree', async () => {
  await open('<div></div>', (node) => {
    node.firstElementChild!.attachShadow({ mode: 'open' }).innerHTML = '<input type="radio" name="r" checked><input type="radio" name="r">'
  })
  stage.find('div').shadowRoot!.querySelectorAll<HTMLInputElement>('input')[1]!.click()
  await frames()
  expect(new Set((await shown()).map(({ checked }) => checked))).toEqual(new Set([false, true]))
})

test('a control that moves, leaves and comes back keeps what it shows', async () => {
  await open('<div id="a"><input></div><div id="b"></div>')
  const input = field()
  input.value = 'mine'
  await frames()
  stage.find('#b').append(input)
  await frames()
  // A node that moves keeps its id and its state.
  expect((await stage.allOf('move')).length).toBe(1)
  input.remove()
  await frames()
  stage.find('#a').append(input)
  await frames()
  const told = await stage.allOf('input')
  expect(told.map(({ value }) => value)).toEqual(['mine', 'mine'])
  expect(told[1]!.id).toBeGreaterThan(told[0]!.id)
})

test('controls that were changed before are told with the keyframe', async () => {
  await open('<input><textarea>t</textarea><input type="checkbox"><select><option>a<option>b</select><input value="same">', (node) => {
    node.querySelector('input')!.value = 'early'
    node.querySelector('textarea')!.value = 'early'
    node.querySelector<HTMLInputElement>('[type=checkbox]')!.checked = true
    node.querySelector('select')!.selectedIndex = 1
  })
  const told = await shown()
  expect(told).toHaveLength(4)
  expect(told).toEqual(expect.arrayContaining([{ value: 'early' }, { checked: true }, { selected: [1] }]))
})

test('a setter that a framework kept from before the recording is seen with the next chunk', async () => {
  await open('<input>')
  valueSetter.call(field(), 'kept')
  expect(await shown()).toEqual([{ value: 'kept' }])
  await stage.all()
  expect(await stage.allOf('input')).toHaveLength(1)
})

test('what is told does not repeat itself', async () => {
  await open('<input>')
  field().value = 'x'
  await frames()
  field().value = 'x'
  await frames()
  expect(await stage.allOf('input')).toHaveLength(1)
})

test('what is edited and no control has no value', async () => {
  await open('<p contenteditable>a</p>')
  stage.find('p').dispatchEvent(new InputEvent('input', { bubbles: true, data: 'b' }))
  await frames()
  await stage.all()
  expect(await stage.allOf('input')).toEqual([])
  expect(await stage.allOf('loss')).toEqual([])
})

test('a masked value is told when what is told of it changes, not with every key', async () => {
  stage = openStage('<input type="password"><input>', { privacy: 'strict' })
  await stage.all()
  const before = (await stage.allOf('input')).length
  for (const selector of ['input', 'input + input'])
    for (let length = 1; length <= 16; length++) {
      field(selector).value = 'x'.repeat(length)
      field(selector).dispatchEvent(new InputEvent('input', { bubbles: true }))
      await frames()
    }
  const told = (await stage.allOf('input')).slice(before)
  const values = told.map(({ id, value }) => `${id} ${value}`)
  expect(values.length).toBeGreaterThan(1)
  expect(values.length).toBeLessThan(10)
  expect(new Set(values).size).toBe(values.length)
})
