import { expect, test } from 'vitest'
import { openStage } from '../../test/stage.ts'

const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

test('where the pointer comes to rest is told, however fast it came', async () => {
  const stage = openStage('<p>a</p>')
  const move = (clientX: number): unknown =>
    document.body.dispatchEvent(new PointerEvent('pointermove', { clientX, clientY: 7, pointerType: 'mouse', bubbles: true, view: window }))
  await sleep(60)
  for (const x of [10, 20, 30, 44]) move(x)
  await sleep(60)
  move(44)
  await sleep(60)
  for (const x of [50, 60]) move(x)
  const paths = await stage.allOf('pointer')
  await stage.stop()
  const told = paths.flatMap(({ points }) => points.reduce<number[]>((xs, { x }, i) => [...xs, i ? xs[i - 1]! + x : x], []))
  expect(told).toEqual([10, 44, 50, 60])
})
