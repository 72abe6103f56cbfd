import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chunkOf, click, epochMs, page, sessionId, start, tempDir } from '../test/fixture.ts'
import type { DirectoryCatalog, Position } from './catalog/sqlite.ts'
import { createFollower, decodeRecord, type Follower } from './follow.ts'
import type { Location, LogReader } from './log/chunk-log.ts'
import { openDirectoryReader } from './log/directory.ts'
import { fileHead, filePath } from './log/file.ts'
import { encodeRecordHead, hashChunk, type LogRecord } from './log/record.ts'
import { type Damage, scanFile } from './log/scan.ts'

let dir: string
let record: LogRecord
/** Up to where the catalog knows the log. */
let end: Position
const damages: Damage[] = []
const catalog = { flush: () => undefined, position: () => end } as unknown as DirectoryCatalog
const begin: Position = { file: 1, at: fileHead.length }

beforeEach(async () => {
  dir = tempDir()
  mkdirSync(`${dir}/log`)
  damages.length = 0
  const { bytes } = await chunkOf({ session: sessionId(1) }, [start(epochMs), page(epochMs, 'https://shop.example/'), click(epochMs + 9)])
  record = { project: 'demo', receivedMs: epochMs, hash: hashChunk(bytes), bytes }
})
afterEach(() => rmSync(dir, { recursive: true }))

/** Files of so many records each; of one in `damaged` of the first file the chunk is wrong. */
function writeLog(counts: readonly number[], damaged: readonly number[] = []): void {
  const one = Buffer.concat([encodeRecordHead(record), record.bytes])
  for (const [i, count] of counts.entries()) {
    const file = Buffer.concat([fileHead, ...Array<Buffer>(count).fill(one)])
    if (i === 0) for (const n of damaged) file[fileHead.length + (n + 1) * one.length - 1]! ^= 1
    writeFileSync(filePath(dir, i + 1), file)
    end = { file: i + 1, at: file.length }
  }
}
function follow(log: LogReader = openDirectoryReader(dir)): Follower {
  return createFollower(log, catalog, (damage) => damages.push(damage))
}
/** Everything there is, batch after batch. */
async function catchUp(follower: Follower): Promise<{ counts: number[]; places: string[]; ends: Position[] }> {
  const [counts, places, ends]: [number[], string[], Position[]] = [[], [], []]
  for (let after = begin, found; (found = await follower.next(after, null)); after = found.to) {
    counts.push(found.items.length)
    places.push(...found.items.map(({ file, chunkAt }) => `${file} ${chunkAt}`))
    ends.push(found.to)
  }
  return { counts, places, ends }
}
/** How many records are read in all. */
function counting(): { log: LogReader; read(): number; scans(): number } {
  let [count, scans] = [0, 0]
  const reader = openDirectoryReader(dir)
  async function* scan(...place: Parameters<LogReader['scan']>): ReturnType<LogReader['scan']> & AsyncGenerator {
    scans++
    for await (const part of reader.scan(...place)) {
      count += part.records.length
      yield part
    }
  }
  return { log: { ...reader, scan }, read: () => count, scans: () => scans }
}

test('L13: catching up reads the log about once, batch after batch, over the borders of files and past what is damaged', async () => {
  writeLog([9_000, 10, 3_000], [2_500, 2_501, 8_999])
  const { log, read } = counting()
  const { counts, places, ends } = await catchUp(follow(log))
  expect(counts).toEqual([2_000, 2_000, 2_000, 2_000, 2_000, 2_000, 7])
  const whole = [1, 2, 3].flatMap((file) => scanFile(dir, file).records.map(({ chunkAt }) => `${file} ${chunkAt}`))
  expect(places).toEqual(whole)
  expect(ends.at(-1)).toEqual(end)
  expect(damages.filter(({ at }, i) => damages.findIndex((one) => one.at === at) === i)).toEqual(scanFile(dir, 1).damages)
  expect(read()).toBeLessThan(1.6 * places.length)
})

test('while it reads, others have their turn', async () => {
  writeLog([20_000])
  let turns = 0
  let isReading = true
  const take = (): void => {
    turns++
    if (isReading) setImmediate(take)
  }
  setImmediate(take)
  expect((await follow().next(begin, end))!.items).toHaveLength(20_000)
  isReading = false
  const sizeBytes = end.at
  expect(turns).toBeGreaterThanOrEqual(Math.floor(sizeBytes / (256 << 10)))
})

test('L13: a batch that was begun before holds the same chunks again, however many there are by now', async () => {
  writeLog([3_000, 3_000])
  const first = (await follow().next(begin, null))!
  const second = (await follow().next(first.to, null))!
  expect(second.to.file).toBe(2)
  expect(await follow().next(begin, first.to)).toEqual(first)
  expect(await follow().next(first.to, second.to)).toEqual(second)
  expect(await follow().next(begin, second.to)).toEqual({ items: [...first.items, ...second.items], to: second.to })
})

test('what comes while the index catches up is taken from memory, also where the log is never at rest', async () => {
  writeLog([5_000])
  const { records } = scanFile(dir, 1)
  const chunk = decodeRecord(records[0]!)!
  const { log, scans } = counting()
  const follower = follow(log)
  /** One more has come: the catalog and the follower are told. */
  const come = (n: number): void => {
    const { at, chunkAt, endAt } = records[n]!
    const location: Location = { file: 1, at, chunkAt, endAt }
    follower.add(chunk, location)
    end = { file: 1, at: endAt }
  }
  end = { file: 1, at: records[999]!.endAt }
  let after = begin
  let taken = 0
  for (let n = 1_000; n < 1_020; n++) {
    come(n)
    const { items, to } = (await follower.next(after, null))!
    taken += items.length
    after = to
  }
  expect(taken).toBe(1_020)
  expect(scans()).toBe(1)
})
