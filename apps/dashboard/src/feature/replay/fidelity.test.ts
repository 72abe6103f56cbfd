import { expect, test } from 'vitest'
import { fidelityFrom } from './fidelity.ts'

test('nothing missing is 100', () => expect(fidelityFrom([])).toEqual({ figure: 100, gaps: [] }))

test('what is missing is taken off by kind, worst first, each with why and what to do', () => {
  const { figure, gaps } = fidelityFrom([
    { what: 'asset', detail: 'https://shop.example/a.png', count: 1 },
    { what: 'asset', detail: 'https://shop.example/b.png', count: 2 },
    { what: 'chunk', detail: 'nothing was received between chunks 3 and 5', count: 1 },
    { what: 'masked', detail: 'key', count: 40 },
  ])
  expect(figure).toBe(100 - 10 - 3)
  expect(gaps.map(({ title, count, points }) => [title, count, points])).toEqual([
    ['Stretches of the recording', 1, 10],
    ['Images, style sheets and fonts', 3, 3],
    ['Masked on purpose', 40, 0],
  ])
  expect(gaps[1]!.details).toEqual(['2 × https://shop.example/b.png', 'https://shop.example/a.png'])
  for (const { why, mend } of gaps) expect([why, mend].every((text) => text.endsWith('.'))).toBe(true)
})

test('one broken kind alone does not take everything, all of them together do not go below 0', () => {
  expect(fidelityFrom([{ what: 'asset', detail: '', count: 5000 }]).figure).toBe(75)
  const kinds = ['chunk', 'spill', 'node', 'asset', 'frame', 'canvas', 'hook-error']
  expect(fidelityFrom(kinds.map((what) => ({ what, detail: '', count: 999 }))).figure).toBe(0)
})

test('a replay frame that stopped is not a frame of another site; what is not known is told as a detail', () => {
  const titles = fidelityFrom([
    { what: 'frame', detail: 'The replay frame does not answer.', count: 1 },
    { what: 'frame', detail: 'iframe', count: 1 },
    { what: 'of a later version', detail: '', count: 1 },
  ]).gaps.map(({ title }) => title)
  expect(titles).toContain('The replay stopped and began anew')
  expect(titles).toContain('Frames of other sites')
  expect(titles).toContain('Details that could not be shown')
})

test('a canvas counts once, and not at all where its picture came', () => {
  const counted = { what: 'canvas', detail: '', count: 3 }
  expect(fidelityFrom([counted])).toEqual({ figure: 100, gaps: [] })
  expect(fidelityFrom([counted, { what: 'canvas', detail: 'canvas', count: 1 }]).gaps.map(({ title, count }) => [title, count])).toEqual([
    ['Canvases', 1],
  ])
  const masked = fidelityFrom([
    { what: 'canvas', detail: 'canvas', count: 2 },
    { what: 'canvas', detail: 'masked', count: 2 },
    { what: 'canvas', detail: 'SecurityError', count: 1 },
  ]).gaps
  expect(masked.map(({ title, count }) => [title, count])).toEqual([
    ['Canvases that are masked', 2],
    ['Canvases that could not be read', 1],
  ])
})

test('what the site gave and what it called too early have reasons of their own', () => {
  const { gaps } = fidelityFrom([
    { what: 'event', detail: 'properties', count: 2 },
    { what: 'event', detail: 'queue', count: 1 },
    { what: 'event', detail: 'the state open of an element', count: 1 },
  ])
  expect(gaps.map(({ title, count, details }) => [title, count, details])).toEqual([
    ['Properties that the site gave', 2, []],
    ['Calls made before recording began', 1, []],
    ['Details that could not be shown', 1, ['the state open of an element']],
  ])
})
