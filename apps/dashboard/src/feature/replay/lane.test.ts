import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupMarks, type LaneMark, pageMarks, tellMarks } from './lane.ts'
import type { StoryLine } from './sentence.ts'

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

const went = (atMs: number, tab: string, what: string, says = 'Went to'): StoryLine => ({
  atMs,
  untilMs: atMs,
  count: 1,
  kind: 'page',
  says,
  what,
  element: '',
  end: '',
  isTrouble: false,
  tab,
})
const told = (events: readonly StoryLine[], turns: readonly (readonly [atMs: number, tab: string])[]) =>
  pageMarks(
    events,
    turns.map(([atMs, tab]) => ({ atMs, tab })),
    [...new Set(events.map(({ tab }) => tab))],
  ).map(({ atMs, label, says }) => [atMs, label, says])

test('with several tabs the pages are those of the tab that is followed', () => {
  const events = [went(0, 'a', '/'), went(12_003, 'b', '/help'), went(20_000, 'a', '/cart'), went(30_000, 'b', '/help', 'Reloaded')]
  const turns = [
    [0, 'a'],
    [12_000, 'b'],
    [15_000, 'a'],
    [28_000, 'b'],
  ] as const
  expect(told(events, turns)).toEqual([
    [0, '/', 'Went to / in tab 1'],
    [12_003, '/help', 'Went to /help in tab 2'],
    [15_000, '/', 'Back to tab 1 on /'],
    [20_000, '/cart', 'Went to /cart in tab 1'],
    [28_000, '/help', 'Back to tab 2 on /help'],
    [30_000, '/help', 'Reloaded /help in tab 2'],
  ])
  // What a tab loads while nobody looks at it is told once somebody does.
  expect(told([went(0, 'a', '/'), went(5_000, 'b', '/help')], [[0, 'a'], [9_000, 'b']])).toEqual([
    [0, '/', 'Went to / in tab 1'],
    [9_000, '/help', 'To tab 2 on /help'],
  ]) // prettier-ignore
})

test('one tab’s pages are told without it', () => {
  expect(told([went(0, 'a', '/'), went(9, 'a', '/cart')], [[0, 'a']])).toEqual([
    [0, '/', 'Went to /'],
    [9, '/cart', 'Went to /cart'],
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
