import type { EventOf } from '@playhead/wire'
import { afterEach, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { frames, openStage, type Stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'

let stage: Stage
afterEach(() => stage.stop())

/** Fingers on an element, from places to places; lifted one by one. */
function slide(target: Element, ...steps: [x: number, y: number][][]): void {
  const list = (places: readonly (readonly [number, number])[]): Touch[] =>
    places.map(([clientX, clientY], identifier) => new Touch({ identifier, target, clientX, clientY }))
  const fire = (type: string, touches: Touch[]): void =>
    void target.dispatchEvent(new TouchEvent(type, { bubbles: true, composed: true, touches, changedTouches: touches }))
  steps.forEach((places, i) => fire(i ? 'touchmove' : 'touchstart', list(places)))
  fire('touchend', list(steps.at(-1)!.slice(1)))
}
const told = async (count: number): Promise<EventOf<'gesture'>[]> =>
  until(async () => {
    const gestures = await stage.allOf('gesture')
    expect(gestures).toHaveLength(count)
    return gestures
  })

test('a swipe that nothing answers, one that its element answers, and none of a tap', async () => {
  stage = openStage('<p id="clock">0</p><div id="dead">dead</div><div id="live">live</div>')
  await frames()
  const clock = setInterval(() => void (stage.find('#clock').textContent = String(Math.random())), 20)
  try {
    slide(stage.find('#dead'), [[200, 50]], [[120, 52]])
    slide(stage.find('#live'), [[200, 90]], [[150, 90]])
    stage.find('#live').style.translate = '-50px'
    slide(stage.find('#live'), [[20, 90]], [[25, 92]])
    const [dead, live] = await told(2)
    expect(dead).toMatchObject({ kind: 'swipe', x: 200, y: 50, toX: 120, toY: 52, answered: false })
    expect(dead!.key).toContain('dead')
    expect(live).toMatchObject({ kind: 'swipe', answered: true })
  } finally {
    clearInterval(clock)
  }
})

test('a pinch by its middle', async () => {
  stage = openStage('<div>map</div>')
  slide(stage.find('div'), [[100, 100], [120, 100]], [[50, 110], [190, 110]]) // prettier-ignore
  const [pinch] = await told(1)
  expect(pinch).toMatchObject({ kind: 'pinch', x: 110, y: 100, toX: 120, toY: 110 })
})

test('what is dragged, and where it is dropped', async () => {
  stage = openStage('<div id="card" draggable="true">card</div><div id="bin" style="margin-top:90px;height:60px">bin</div>')
  stage.find('#bin').addEventListener('dragover', (event) => event.preventDefault())
  await userEvent.dragAndDrop(stage.find('#card'), stage.find('#bin'))
  const [drag, drop] = await told(2)
  expect([drag!.kind, drop!.kind]).toEqual(['drag', 'drop'])
  expect(drop!.key).toContain('bin')
  expect(drag!.key).toContain('card')
  expect(drag!.toY).toBeGreaterThan(drag!.y + 60)
  expect([drag!.answered, drop!.answered]).toEqual([true, true])
})

test('copy, cut, paste, menu and print are facts without content', async () => {
  stage = openStage('<p>secret words</p><input value="more secrets">')
  const fire = (type: string, target: EventTarget): boolean =>
    target.dispatchEvent(new ClipboardEvent(type, { bubbles: true, clipboardData: new DataTransfer() }))
  fire('copy', stage.find('p'))
  fire('cut', stage.find('input'))
  fire('paste', stage.find('input'))
  stage.find('p').dispatchEvent(new MouseEvent('contextmenu', { bubbles: true }))
  window.dispatchEvent(new Event('beforeprint'))
  await until(async () => expect(await stage.allOf('act')).toHaveLength(5))
  const acts = await stage.allOf('act')
  expect(acts.map(({ kind }) => kind)).toEqual(['copy', 'cut', 'paste', 'contextmenu', 'print'])
  expect(acts[1]!.key).toContain('input')
  expect(acts[4]!.key).toBe('')
  expect(JSON.stringify(acts)).not.toContain('secret')
})
