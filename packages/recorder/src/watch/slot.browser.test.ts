import { afterEach, expect, test } from 'vitest'
import { frames, openStage, type Stage } from '../../test/stage.ts'

let stage: Stage
afterEach(() => stage.stop())

function attach(host: Element): HTMLSlotElement[] {
  const root = host.attachShadow({ mode: 'open', slotAssignment: 'manual' })
  root.innerHTML = '<slot></slot><slot></slot>'
  return [...root.querySelectorAll('slot')]
}

test('what manual slots show, before and after', async () => {
  let slots: HTMLSlotElement[] = []
  stage = openStage('<div><b>1</b><i>2</i></div>', {}, (node) => {
    slots = attach(node.firstElementChild!)
    slots[0]!.assign(node.querySelector('b')!)
  })
  await stage.all()
  const before = await stage.allOf('slot')
  expect(before.map(({ nodes }) => nodes.length)).toEqual([1, 0])
  slots[1]!.assign(stage.find('i'), stage.find('b'))
  await frames()
  const after = (await stage.allOf('slot')).slice(2)
  expect(after).toHaveLength(1)
  expect(after[0]!.nodes).toHaveLength(2)
  expect(after[0]!.nodes).toContain(before[0]!.nodes[0])
})

test('a host that comes late; a named slot is nobody’s news', async () => {
  stage = openStage('<p></p><div></div>')
  await stage.all()
  stage.find('div').attachShadow({ mode: 'open' }).innerHTML = '<slot></slot>'
  stage.find('p').innerHTML = '<div><b>1</b></div>'
  attach(stage.find('p div'))[0]!.assign(stage.find('b'))
  await frames()
  expect((await stage.allOf('slot')).map(({ nodes }) => nodes.length)).toEqual([1, 0])
})
