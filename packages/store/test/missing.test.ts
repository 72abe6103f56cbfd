import { readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore, type Store } from '../src/index.ts'
import { fileHead, filePath } from '../src/log/file.ts'
import { scanFile } from '../src/log/scan.ts'
import { chunkOf, epochMs, filler, keyframe, page, sessionId, start, tabId, tempDir, viewport } from './fixture.ts'

/** The log is not what its catalog knows, or not what was written. */

let dir: string
let store: Store
const notices: string[] = []
const open = async (): Promise<void> => void (store = await openStore({ dir, onNotice: (text) => notices.push(text) }))
beforeEach(async () => {
  dir = tempDir()
  notices.length = 0
  await open()
})
afterEach(async () => {
  await store.close()
  rmSync(dir, { recursive: true })
})

async function visit(n: number): Promise<void> {
  const events = [
    start(epochMs + n),
    viewport(epochMs + n, 1400),
    page(epochMs + n, 'https://shop.example/'),
    keyframe(epochMs + n),
    filler(epochMs + n, 2000),
  ]
  expect(await store.append(await chunkOf({ session: sessionId(n) }, events))).toBe('stored')
}
async function visits(from: number, to: number): Promise<void> {
  for (let n = from; n < to; n++) await visit(n)
}
const readable = async (from: number, to: number): Promise<number[]> => {
  const found = []
  for (let n = from; n < to; n++) if (await store.chunkBytes('demo', sessionId(n), tabId(1), 0)) found.push(n)
  return found
}
const indexed = async (): Promise<number> => (await store.searchSessions('demo', { limit: 500 })).items.length
const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)
/** Changes the log behind a server that was ended, and starts another, which takes three visits more. */
async function goOnAfter(change: () => void): Promise<void> {
  await store.flushIndex()
  await store.close()
  change()
  await open()
  await visits(100, 103)
  await store.flushIndex()
}

test('L32: of a file that is cut short only what is missing is lost, it is told, and what comes afterwards is kept and found', async () => {
  await visits(0, 40)
  const path = filePath(dir, 1)
  let left = 0
  await goOnAfter(() => {
    truncateSync(path, statSync(path).size - 20_000)
    left = scanFile(dir, 1).records.length
  })
  expect(left).toBeLessThan(35)
  expect([await readable(0, 40), await readable(100, 103)]).toEqual([numbers(0, left), [100, 101, 102]])
  expect(await indexed()).toBe(left + 3)
  expect((await store.status('demo')).chunks).toBe(left + 3)
  expect(notices.join()).toMatch(/20000 bytes at \d+ of log\/00000001\.phl .*read again/s)
  expect((await store.health()).damages).toBe(1)
  // What is missing is taken again.
  await visits(left, 40)
  expect(await readable(0, 40)).toEqual(numbers(0, 40))
})

test('L32: where a stretch was cut out, what moved is found where it is now, after a kill too', async () => {
  await visits(0, 40)
  const path = filePath(dir, 1)
  const whole = readFileSync(path)
  const { chunkAt, endAt } = scanFile(dir, 1).records[5]!
  const cut = Buffer.concat([whole.subarray(0, chunkAt + 100), whole.subarray(chunkAt + 400 + (endAt - chunkAt) * 8)])
  await goOnAfter(() => writeFileSync(path, cut))
  const kept = await readable(0, 40)
  expect(kept.length).toBeGreaterThan(29)
  expect(await readable(100, 103)).toEqual([100, 101, 102])
  expect(await indexed()).toBe(kept.length + 3)
})

test('L32: a last file that is gone altogether takes nothing else along', async () => {
  await visits(0, 5)
  await store.close()
  writeFileSync(filePath(dir, 2), fileHead)
  await open()
  await visits(5, 10)
  await goOnAfter(() => renameSync(filePath(dir, 2), `${filePath(dir, 2)}.aside`))
  expect([await readable(0, 10), await readable(100, 103)]).toEqual([numbers(0, 5), [100, 101, 102]])
  expect(await indexed()).toBe(8)
  expect((await store.health()).damages).toBe(1)
})

test('L32: a sweep tells of an earlier file that is shorter than it was', async () => {
  await visits(0, 5)
  await store.close()
  writeFileSync(filePath(dir, 2), fileHead)
  await open()
  await visit(5)
  await goOnAfter(() => truncateSync(filePath(dir, 1), statSync(filePath(dir, 1)).size - 100))
  expect((await store.health()).damages).toBe(0)
  await store.sweep(epochMs)
  await store.sweep(epochMs)
  expect(notices.filter((text) => /100 bytes at \d+ of log\/00000001\.phl/.test(text))).toHaveLength(1)
  expect((await store.health()).damages).toBe(1)
})

test('L7: what is damaged is told by every start, whoever found it', async () => {
  await visits(0, 5)
  await store.close()
  const bytes = readFileSync(filePath(dir, 1))
  bytes[scanFile(dir, 1).records[2]!.chunkAt + 9]! ^= 1
  writeFileSync(filePath(dir, 1), bytes)
  rmSync(join(dir, 'index'), { recursive: true })
  // As a command does that needs no server.
  await open()
  await store.close()
  notices.length = 0
  await open()
  expect((await store.health()).damages).toBe(1)
  expect(notices.join()).toMatch(/bytes at \d+ of log\/00000001\.phl are damaged/)
})
