import { isDomEvent } from '@playhead/wire'
import { afterEach, expect, test } from 'vitest'
import { rebuild } from '../../test/rebuild.ts'
import { frames, openStage, type Stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'

let stage: Stage
afterEach(() => stage.stop())

async function told(): Promise<unknown[]> {
  const events = await stage.all()
  const model = rebuild(events.filter(isDomEvent))
  return events.flatMap((event) =>
    event.type === 'selection'
      ? [event.anchor && [model.node(event.anchor)?.data, event.anchorAt, model.node(event.focus)?.data, event.focusAt]]
      : [],
  )
}

test('what is selected by its places, and that nothing is any more', async () => {
  stage = openStage('<p>one two</p><p>three</p>', { privacy: 'strict' })
  const [first, second] = [stage.find('p').firstChild!, stage.find('p + p').firstChild!]
  getSelection()!.setBaseAndExtent(first, 1, first, 3)
  getSelection()!.setBaseAndExtent(first, 4, second, 2)
  await until(async () => expect(await told()).toEqual([['xxx xxx', 4, 'xxxxx', 2]]))
  getSelection()!.removeAllRanges()
  await until(async () => expect((await told()).slice(1)).toEqual([0]))
})

test('nothing of what is selected in a field or in a blocked element', async () => {
  stage = openStage('<p>out</p><input value="a long secret"><div class="rr-block"><p id="in">hidden</p></div>')
  stage.find<HTMLInputElement>('input').focus()
  stage.find<HTMLInputElement>('input').setSelectionRange(2, 6)
  await frames()
  const inside = stage.find('#in').firstChild!
  getSelection()!.setBaseAndExtent(inside, 1, inside, 4)
  await frames()
  expect(await told()).toEqual([])
  const outside = stage.find('p').firstChild!
  getSelection()!.setBaseAndExtent(outside, 0, outside, 2)
  await until(async () => expect(await told()).toEqual([['out', 0, 'out', 2]]))
})
