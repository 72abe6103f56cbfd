import { expect, test } from 'vitest'
import { findIdle, findPointerPath, findTabTurns, idleAt, pointerAt, type TimedSignal, strokeStart } from './timeline.ts'

const pointer = (atMs: number, points: [number, number, number][], tab = 'a'): TimedSignal => ({
  type: 'pointer',
  timeMs: atMs,
  atMs,
  tab,
  pointer: 'mouse',
  points: points.map(([afterMs, x, y]) => ({ afterMs, x, y })),
})
const shown = (atMs: number, tab: string): TimedSignal => ({ type: 'visibility', state: 'visible', timeMs: atMs, atMs, tab })

test('idle is a gap of more than 5 s between what the visitor does, margins kept', () => {
  const signals = [
    pointer(0, [
      [0, 1, 1],
      [1000, 5, 5],
    ]),
    pointer(5900, [[0, 1, 1]]),
    shown(9000, 'a'),
    pointer(20_000, [[0, 1, 1]]),
  ]
  const idle = findIdle(signals, 21_000)
  expect(idle).toEqual([{ fromMs: 6400, toMs: 19_500 }])
  expect(idleAt(idle, 6399)).toBeNull()
  expect(idleAt(idle, 6400)).toBe(idle[0])
  expect(idleAt(idle, 19_500)).toBeNull()
})

test('the end of a session can be idle', () => {
  expect(findIdle([pointer(100, [[0, 1, 1]])], 30_000)).toEqual([{ fromMs: 600, toMs: 29_500 }])
})

test('a tab is shown from its first sign of being looked at', () => {
  expect(findTabTurns([shown(0, 'a'), pointer(5, [[0, 1, 1]], 'b'), shown(10, 'b'), shown(20, 'b'), shown(30, 'a')])).toEqual([
    { atMs: 0, tab: 'a' },
    { atMs: 10, tab: 'b' },
    { atMs: 30, tab: 'a' },
  ])
})

test('two taps are two strokes, even close in time', () => {
  const touch = (atMs: number, points: [number, number, number][]): TimedSignal =>
    ({ ...pointer(atMs, points), pointer: 'touch' }) as TimedSignal
  const path = findPointerPath([touch(0, [[0, 10, 10], [40, 5, 0]]), touch(140, [[0, 300, 500]]), touch(180, [[0, 5, 5]])], 'a') // prettier-ignore
  expect(path.map(({ isStart }) => isStart)).toEqual([true, false, true, false])
  expect(strokeStart(path, 0, 3)).toBe(2)
})

test('the pointer moves in a line between close points and rests between distant ones', () => {
  const path = findPointerPath(
    [
      pointer(100, [
        [0, 10, 20],
        [100, 10, -20],
        [400, 5, 5],
      ]),
    ],
    'a',
  )
  expect(pointerAt(path, 99)).toBeNull()
  expect(pointerAt(path, 150)).toMatchObject({ x: 15, y: 10 })
  expect(pointerAt(path, 400)).toMatchObject({ x: 20, y: 0 })
  expect(pointerAt(path, 9000)).toMatchObject({ x: 25, y: 5 })
})
