import { beforeAll, expect, test } from 'vitest'
import { families } from './case/family.ts'
import { type Row, runCases } from './run.ts'
import { scoreOf } from './score.ts'

/** One or two of each kind that need no application to be bundled. */
const names = [
  'rules edited: style, cssText, selectorText',
  'adopted sheets: assigned, pushed, replaced late',
  'closed shadow root',
  'srcdoc, changed from outside',
  'fields that are moved keep their values',
  'popovers: auto, manual, their order',
  'element.animate, paused at moments',
  'images: PNG, SVG, changed, added',
  'hover',
  'the page scrolls; sticky and fixed',
  'a virtual list',
]
const cases = families.flatMap((family) => family.cases).filter(({ name }) => names.includes(name))
let rows: readonly Row[] = []

beforeAll(async () => {
  const told: string[] = []
  const run = await runCases(cases, ['own'], (line) => void told.push(line))
  console.info(told.join('\n'))
  rows = run.rows
})

test('every case is there', () => {
  expect(cases.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
})

test.each(names)('%s: replayed as it was, forward and back, without its site', (name) => {
  const verdict = rows.find((row) => row.name === name)!.verdicts.own!
  expect(verdict.error).toBe('')
  // Forward through all checkpoints, and two back.
  expect(verdict.wrong.length).toBeGreaterThanOrEqual(6)
  expect(scoreOf(verdict)).toBeGreaterThanOrEqual(99)
  expect(verdict.requests).toEqual([])
})
