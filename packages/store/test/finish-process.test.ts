import { readFileSync, rmSync } from 'node:fs'
import { afterAll, afterEach, expect, test } from 'vitest'
import { createFinishProcess, type FinishProcess } from '../src/recording/finish-process.ts'
import type { FinishTask } from '../src/recording/write.ts'
import { sessionId, tempDir } from './fixture.ts'

const dir = tempDir()
afterAll(() => rmSync(dir, { recursive: true }))
let made: FinishProcess | null = null
afterEach(() => made?.close())

/** A session of no chunks: a file like any other. */
const task = (n: number): FinishTask => ({ dir, project: 'demo', session: sessionId(n), chunks: [], logKeys: null })
/** Its process: the one child that this one has. */
function childOf(): number | null {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim()
  return children ? Number(children.split(' ').at(-1)) : null
}
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
const gone = (pid: number): Promise<void> => expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)

test('one process makes file after file, and another is begun for those that must not wait', { timeout: 60_000 }, async () => {
  made = createFinishProcess()
  expect(await made.make(task(1), true)).toMatchObject({ sizeBytes: expect.any(Number) })
  const first = childOf()!
  expect(await made.make(task(2), true)).toMatchObject({ sizeBytes: expect.any(Number) })
  expect(childOf()).toBe(first)
  expect(await made.make(task(3), false)).toMatchObject({ sizeBytes: expect.any(Number) })
  expect(childOf()).not.toBe(first)
  await gone(first)
})

test('it ends when there is nothing to make, and when it has died the next file is made by another', { timeout: 60_000 }, async () => {
  made = createFinishProcess()
  await made.make(task(1), true)
  const first = childOf()!
  process.kill(first, 'SIGKILL')
  await gone(first)
  expect(await made.make(task(2), true)).toMatchObject({ sizeBytes: expect.any(Number) })
  await gone(childOf()!)
})

test('a task that its process does not live through is told, and the next one is made', { timeout: 60_000 }, async () => {
  made = createFinishProcess()
  await made.make(task(1), true)
  const broken = made.make(task(2), true)
  process.kill(childOf()!, 'SIGKILL')
  expect(await broken).toEqual({ why: 'Its process ended (SIGKILL).' })
  expect(await made.make(task(3), true)).toMatchObject({ sizeBytes: expect.any(Number) })
})
