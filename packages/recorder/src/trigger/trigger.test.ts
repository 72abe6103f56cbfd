import type { EventOf } from '@playhead/wire'
import { expect, test } from 'vitest'
import { createTrigger } from './trigger.ts'

const click = (timeMs: number, x: number, key = 'button'): EventOf<'click'> => ({
  type: 'click',
  timeMs,
  ordinal: timeMs,
  id: 2,
  key,
  name: '',
  tag: 'div',
  interactive: true,
  pointer: 'mouse',
  button: 0,
  x,
  y: 10,
  relX: 0,
  relY: 0,
  boxX: 0,
  boxY: 0,
  boxWidth: 9,
  boxHeight: 9,
})
const fires = (...clicks: EventOf<'click'>[]): boolean => createTrigger(['rage'])(clicks) === 'rage'

test('rage: three clicks in quick succession, or four within a second and a half, at one place or on one element', () => {
  expect(fires(click(0, 0), click(600, 9), click(1200, 0))).toBe(true)
  expect(fires(click(0, 0), click(600, 300), click(1200, 600))).toBe(true)
  expect(fires(click(0, 0), click(300, 0), click(1100, 0), click(1400, 0))).toBe(true)
  expect(fires(click(0, 0), click(600, 0))).toBe(false)
  expect(fires(click(0, 0), click(600, 0), click(1400, 0))).toBe(false)
  expect(fires(click(0, 0, 'a'), click(400, 300, 'b'), click(800, 600, 'c'))).toBe(false)
  expect(fires(click(0, 0), click(600, 0), click(2200, 0), click(2800, 0))).toBe(false)
})

test('clicks of which the first was answered at once are none', () => {
  const find = createTrigger(['rage'])
  expect(find([click(0, 0), { type: 'response', timeMs: 100, ordinal: 0, afterMs: 100, kind: 'mutation' }])).toBe(undefined)
  expect(find([click(300, 0), click(600, 0)])).toBe(undefined)
})
