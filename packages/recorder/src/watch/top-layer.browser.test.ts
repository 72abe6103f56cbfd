import { afterEach, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { frames, openStage, type Stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'

let stage: Stage
afterEach(() => stage.stop())
const layers = async (): Promise<string[]> => (await stage.allOf('topLayer')).map(({ layer }) => layer)

test('popovers, opened, closed, and one above the other', async () => {
  stage = openStage('<div popover="manual" id="a">a</div><div popover="manual" id="b">b</div>')
  await stage.all()
  stage.find('#a').showPopover()
  await until(async () => expect(await layers()).toEqual(['popover']))
  stage.find('#b').showPopover()
  await until(async () => expect(await layers()).toEqual(['popover', 'popover']))
  stage.find('#a').hidePopover()
  await until(async () => expect(await layers()).toEqual(['popover', 'popover', 'none']))
  const [a, b, last] = (await stage.allOf('topLayer')).map(({ id }) => id)
  expect(a).not.toBe(b)
  expect(last).toBe(a)
})

test('what is open already is told with the keyframe, full screen and modal dialogs too', async () => {
  stage = openStage('<dialog>d</dialog><div popover="manual">p</div>', {}, (node) => {
    node.querySelector('dialog')!.showModal()
    node.querySelector<HTMLElement>('[popover]')!.showPopover()
  })
  await stage.all()
  expect(await layers()).toEqual(['modal', 'popover'])
})

test('a dialog that closes and opens again is open, and on top', async () => {
  stage = openStage('<dialog>d</dialog>')
  await stage.all()
  const dialog = stage.find<HTMLDialogElement>('dialog')
  dialog.showModal()
  await until(async () => expect(await layers()).toEqual(['modal']))
  dialog.close()
  dialog.showModal()
  await until(async () => expect((await layers()).length).toBeGreaterThan(1))
  await frames()
  expect(new Set(await layers())).toEqual(new Set(['modal']))
})

test('in a shadow tree', async () => {
  stage = openStage('<div></div>')
  await stage.all()
  const root = stage.find('div').attachShadow({ mode: 'closed' })
  root.innerHTML = '<dialog>d</dialog><div popover>p</div>'
  await stage.all()
  root.querySelector('dialog')!.showModal()
  await until(async () => expect(await layers()).toEqual(['modal']))
  root.querySelector('dialog')!.close()
  await until(async () => expect(await layers()).toEqual(['modal', 'none']))
  root.querySelector<HTMLElement>('[popover]')!.showPopover()
  await until(async () => expect(await layers()).toEqual(['modal', 'none', 'popover']))
})

test('full screen', async () => {
  stage = openStage('<button>full</button><div id="it">x</div>')
  await stage.all()
  const it = stage.find('#it')
  stage.find('button').addEventListener('click', () => void it.requestFullscreen())
  await userEvent.click(stage.find('button'))
  await until(async () => expect(await layers()).toEqual(['fullscreen']))
  await document.exitFullscreen()
  await until(async () => expect(await layers()).toEqual(['fullscreen', 'none']))
})

test('details, and a dialog that is not modal, are told by their attribute', async () => {
  stage = openStage(
    '<details name="n" open><summary>a</summary></details><details name="n"><summary>b</summary></details><dialog>d</dialog>',
  )
  await stage.all()
  stage.find<HTMLDetailsElement>('details + details').open = true
  stage.find<HTMLDialogElement>('dialog').show()
  await frames()
  const told = (await stage.allOf('attribute')).map(({ name, value }) => [name, value])
  expect(told).toEqual(
    expect.arrayContaining([
      ['open', ''],
      ['open', undefined],
    ]),
  )
  expect(told).toHaveLength(3)
  expect(await layers()).toEqual([])
})

test('the order of what opens and closes within one task', async () => {
  stage = openStage('<dialog id="a">a</dialog><div id="b" popover="manual">b</div><div id="c" popover="manual">c</div>')
  await stage.all()
  const [a, b, c] = [stage.find<HTMLDialogElement>('#a'), stage.find('#b'), stage.find('#c')]
  b.showPopover()
  c.togglePopover()
  a.showModal()
  b.hidePopover()
  b.showPopover()
  await frames()
  const stack: number[] = []
  const told = await stage.allOf('topLayer')
  for (const { id, layer } of told) {
    if (stack.includes(id)) stack.splice(stack.indexOf(id), 1)
    if (layer !== 'none') stack.push(id)
  }
  const [first, second, third] = told.map(({ id }) => id)
  expect(stack).toEqual([second, third, first])
})
