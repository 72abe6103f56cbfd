import { readFileSync, rmSync } from 'node:fs'
import { afterAll, afterEach, expect, test } from 'vitest'
import { createFinishProcess, type FinishProcess } from '../src/recording/finish-process.ts'
import { sourceOf } from '../src/recording/file.ts'
import type { FinishTask } from '../src/recording/write.ts'
import { sessionId, tempDir } from './fixture.ts'

const dir = tempDir()
afterAll(() => rmSync(dir, { recursive: true }))
let made: FinishProcess | null = null
afterEach(() => made?.close())

/** A session of no chunks: a file like any other. */
const task = (n: number): FinishTask => ({ dir, project: 'demo', session: sessionId(n), chunks: [], effort: 'quick', logKeys: null })
const turn = { yields: true, mostMs: 60_000 }
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
  expect(await made.make(task(1), turn)).toMatchObject({ sizeBytes: expect.any(Number) })
  const first = childOf()!
  expect(await made.make(task(2), turn)).toMatchObject({ sizeBytes: expect.any(Number) })
  expect(childOf()).toBe(first)
  expect(await made.make(task(3), { ...turn, yields: false })).toMatchObject({ sizeBytes: expect.any(Number) })
  expect(childOf()).not.toBe(first)
  await gone(first)
})

test('it ends when there is nothing to make, and when it has died the next file is made by another', { timeout: 60_000 }, async () => {
  made = createFinishProcess()
  await made.make(task(1), turn)
  const first = childOf()!
  process.kill(first, 'SIGKILL')
  await gone(first)
  expect(await made.make(task(2), turn)).toMatchObject({ sizeBytes: expect.any(Number) })
  await gone(childOf()!)
})

test('a task that its process does not live through is told, and the next one is made', { timeout: 60_000 }, async () => {
  made = createFinishProcess()
  const broken = made.make(task(1), turn)
  process.kill(childOf()!, 'SIGKILL')
  expect(await broken).toEqual({ why: 'Its process ended (SIGKILL).' })
  expect(await made.make(task(2), turn)).toMatchObject({ sizeBytes: expect.any(Number) })
})

test('a file does not fail for what its process did before', { timeout: 60_000 }, async () => {
  made = createFinishProcess()
  await made.make(task(1), turn)
  const first = childOf()!
  process.kill(first, 'SIGKILL')
  // Asked before it is known that it is gone.
  expect(await made.make(task(2), turn)).toMatchObject({ source: sourceOf([], 'quick') })
  expect(childOf()).not.toBe(first)
})

test('one that hangs is ended and told, and the next file is made by another', { timeout: 60_000 }, async () => {
  made = createFinishProcess()
  await made.make(task(1), turn)
  const first = childOf()!
  process.kill(first, 'SIGSTOP')
  expect(await made.make(task(2), { ...turn, mostMs: 6_000 })).toEqual({ why: 'It took more than 6 s.' })
  expect(await made.make(task(3), turn)).toMatchObject({ sizeBytes: expect.any(Number) })
  await gone(first)
})

test('one that is cut short is told, and the next file is made by another', { timeout: 60_000 }, async () => {
  made = createFinishProcess()
  await made.make(task(1), turn)
  const first = childOf()!
  process.kill(first, 'SIGSTOP')
  const cut = new AbortController()
  const long = made.make(task(2), { ...turn, cut: cut.signal })
  cut.abort()
  expect(await long).toEqual({ why: 'It was cut short.' })
  expect(await made.make(task(3), turn)).toMatchObject({ sizeBytes: expect.any(Number) })
  await gone(first)
})

test('where no process can be begun that is told, and the next file is made once one can', { timeout: 60_000 }, async () => {
  made = createFinishProcess()
  const { execPath } = process
  process.execPath = '/nowhere/node'
  try {
    expect(await made.make(task(1), turn)).toEqual({ why: expect.stringContaining('ENOENT') })
  } finally {
    process.execPath = execPath
  }
  expect(await made.make(task(2), turn)).toMatchObject({ sizeBytes: expect.any(Number) })
})

test('closed, it begins no other', { timeout: 60_000 }, async () => {
  made = createFinishProcess()
  const cut = made.make(task(1), turn)
  made.close()
  expect(await cut).toEqual({ why: 'Its process ended (SIGKILL).' })
  expect(await made.make(task(2), turn)).toEqual({ why: 'The store is closed.' })
})
