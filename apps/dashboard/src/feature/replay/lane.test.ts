import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupMarks, type LaneMark, tellMarks } from './lane.ts'

const mark = (atMs: number, isTrouble = false): LaneMark => ({ atMs, isTrouble, says: `at ${atMs}` })

test('marks nearer than 24 px are one, which says how many and whether there is trouble', () => {
  const groups = groupMarks([mark(0), mark(23, true), mark(24), mark(100)], 1)
  expect(groups.map(({ atMs, says, isTrouble, marks }) => [atMs, says, isTrouble, marks.length])).toEqual([
    [0, '2 together', true, 2],
    [24, 'at 24', false, 1],
    [100, 'at 100', false, 1],
  ])
})

test('of the same again the first moment is told, and how often', () => {
  const marks = [0, 300, 300, 600].map((atMs, index) => ({ ...mark(atMs), says: index === 2 ? 'Rage click' : 'Clicked' }))
  expect(tellMarks(marks)).toEqual([
    { atMs: 0, says: 'Clicked (3 times)' },
    { atMs: 300, says: 'Rage click' },
  ])
})

test('no mark is lost, and no two groups begin nearer than 24 px', () => {
  const times = fc.array(fc.nat(600_000), { maxLength: 200 }).map((list) => list.sort((a, b) => a - b))
  fc.assert(
    fc.property(times, fc.double({ min: 0.0001, max: 1, noNaN: true }), (list, pxPerMs) => {
      const groups = groupMarks(
        list.map((ms) => mark(ms)),
        pxPerMs,
      )
      expect(groups.flatMap(({ marks }) => marks.map(({ atMs }) => atMs))).toEqual(list)
      for (const [index, group] of groups.entries())
        if (index) expect((group.atMs - groups[index - 1]!.atMs) * pxPerMs).toBeGreaterThanOrEqual(24)
    }),
  )
})
