import { expect, test } from 'vitest'
import { lineOf } from './fault.ts'
import { faults } from './rows.ts'

/** The short form of `npm run faults`: what must hold on any machine, however busy. */
test.each(faults.map((fault) => [fault.name, fault] as const))('%s', { timeout: 180_000 }, async (_name, fault) => {
  const outcome = await fault.run(fault.count.short)
  console.info(lineOf(fault, outcome))
  expect(outcome.isSound, lineOf(fault, outcome)).toBe(true)
})
