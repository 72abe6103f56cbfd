import { expect, test } from 'vitest'
import { type Fault, lineOf } from './fault.ts'
import { faults } from './rows.ts'

/** The short form of `npm run faults`: what must hold on any machine, however busy. */
async function check(fault: Fault): Promise<void> {
  const outcome = await fault.run(fault.count.short)
  console.info(lineOf(fault, outcome))
  expect(outcome.isSound, lineOf(fault, outcome)).toBe(true)
}
/** These mostly wait. */
const isPatient = ({ name }: Fault): boolean => ['slow-socket', 'index-down', 'stop'].includes(name)
const named = (some: readonly Fault[]): (readonly [string, Fault])[] => some.map((fault) => [fault.name, fault])

test.each(named(faults.filter((fault) => !isPatient(fault))))('%s', { timeout: 180_000 }, (_name, fault) => check(fault))
test.concurrent.each(named(faults.filter(isPatient)))('%s', { timeout: 180_000 }, (_name, fault) => check(fault))
