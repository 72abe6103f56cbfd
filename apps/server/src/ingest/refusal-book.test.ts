import type { Metadata } from '@playhead/store'
import { expect, test, vi } from 'vitest'
import { createLog } from '../log.ts'
import { createRefusalBook, type RefusalBook } from './refusal-book.ts'

interface Bed {
  readonly book: RefusalBook
  /** What was written, by project and code. */
  readonly counts: Record<string, number>
  readonly details: Record<string, string>
  /** How often something was written, or tried to be. */
  writes: number
  isDown: boolean
}
function createBed(pause = { everyMs: 5, afterFailureMs: 5 }): Bed {
  const add: Metadata['refusals']['add'] = async (project, code, detail, count) => {
    bed.writes++
    if (bed.isDown) throw new Error('down')
    const key = `${project} ${code}`
    bed.counts[key] = (bed.counts[key] ?? 0) + count
    bed.details[key] = detail
  }
  const book = createRefusalBook({ refusals: { add } }, createLog('silent'), pause)
  const bed: Bed = { book, counts: {}, details: {}, writes: 0, isDown: false }
  return bed
}
const never = { everyMs: 1_000_000, afterFailureMs: 1_000_000 }

test('every one of a flood is counted, and few writes do it', async () => {
  const bed = createBed()
  for (let burst = 1; burst <= 5; burst++) {
    for (let n = 0; n < 1000; n++) bed.book.note('p', 'crawler', `bot ${n}`)
    await vi.waitFor(() => expect(bed.counts).toEqual({ 'p crawler': burst * 1000 }))
  }
  expect(bed.writes).toBe(5)
})

test('what was not written yet is written by the end, each kind with what was said last', async () => {
  const bed = createBed(never)
  for (let n = 0; n < 3000; n++) bed.book.note('p', 'origin-not-allowed', `https://${n}.example`)
  bed.book.note('p', 'crawler', 'Googlebot')
  bed.book.note('q', 'crawler', 'x'.repeat(1000))
  await bed.book.close()
  expect(bed.counts).toEqual({ 'p origin-not-allowed': 3000, 'p crawler': 1, 'q crawler': 1 })
  expect(bed.details).toEqual({ 'p origin-not-allowed': 'https://2999.example', 'p crawler': 'Googlebot', 'q crawler': 'x'.repeat(300) })
  expect(bed.writes).toBe(3)
})

test('what cannot be written is kept until it can, with what comes meanwhile', async () => {
  const bed = createBed()
  bed.isDown = true
  for (let n = 0; n < 10; n++) bed.book.note('p', 'too-large', '')
  await vi.waitFor(() => expect(bed.writes).toBeGreaterThan(1))
  for (let n = 0; n < 10; n++) bed.book.note('p', 'too-large', 'later')
  bed.isDown = false
  await vi.waitFor(() => expect(bed.counts).toEqual({ 'p too-large': 20 }))
  expect(bed.details).toEqual({ 'p too-large': 'later' })
  await bed.book.close()
  expect(bed.counts).toEqual({ 'p too-large': 20 })
})

test('the end waits for no database that is down', async () => {
  const bed = createBed(never)
  bed.isDown = true
  bed.book.note('p', 'too-large', '')
  await bed.book.close()
  expect(bed.writes).toBe(1)
})
