import { expect, test } from 'vitest'
import { type Fault, lineOf } from './fault.ts'
import { faults } from './rows.ts'

/** The short form of `npm run faults`: what must hold on any machine, however busy. */
async function check(fault: Fault, skip: (why?: string) => never): Promise<void> {
  const outcome = await fault.run(fault.count.short)
  console.info(lineOf(fault, outcome))
  if (outcome.isSound === null) skip(outcome.instead)
  expect(outcome.isSound, lineOf(fault, outcome)).toBe(true)
}
/** These mostly wait. */
const isPatient = ({ name }: Fault): boolean => ['slow-socket', 'index-down', 'stop'].includes(name)
const named = (some: readonly Fault[]): (readonly [string, Fault])[] => some.map((fault) => [fault.name, fault])

test.for(named(faults.filter((fault) => !isPatient(fault))))('%s', { timeout: 180_000 }, ([, fault], { skip }) => check(fault, skip))
test.concurrent.for(named(faults.filter(isPatient)))('%s', { timeout: 180_000 }, ([, fault], { skip }) => check(fault, skip))
