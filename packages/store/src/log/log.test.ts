import { appendFileSync, copyFileSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tempDir } from '../../test/fixture.ts'
import { StoreError } from '../error.ts'
import { filePath, listFiles } from './file.ts'
import { hashChunk } from './record.ts'
import { noLog, recoverLog } from './recover.ts'
import { scanFile } from './scan.ts'
import { createLogWriter, type LogWriterOptions } from './writer.ts'

let dir: string
const notices: string[] = []
const onNotice = (text: string): void => void notices.push(text)
beforeEach(() => {
  dir = tempDir()
  mkdirSync(`${dir}/log`)
  notices.length = 0
})
afterEach(() => rmSync(dir, { recursive: true }))

const recordOf = (n: number, sizeBytes = 300) => {
  const bytes = Buffer.alloc(sizeBytes, n)
  bytes.writeUInt32LE(n)
  return { project: 'demo', receivedMs: 1_760_000_000_000 + n, hash: hashChunk(bytes), bytes }
}
const open2 = (more: Partial<LogWriterOptions> = {}) => createLogWriter({ dir, end: recoverLog(dir, noLog, onNotice), onNotice, ...more })
const numbers = (file = 1): number[] => scanFile(dir, file).records.map(({ bytes }) => Buffer.from(bytes).readUInt32LE())
async function write(from: number, to: number): Promise<void> {
  const writer = open2()
  await Promise.all(Array.from({ length: to - from }, (_, i) => writer.append(recordOf(from + i))))
  await writer.close()
}

test('L5: records are read as they were written, and appending goes on in the last file', async () => {
  await write(0, 20)
  await write(20, 40)
  expect(listFiles(dir)).toEqual([1])
  expect(numbers()).toEqual(Array.from({ length: 40 }, (_, n) => n))
  expect(scanFile(dir, 1).records[7]).toMatchObject({ project: 'demo', receivedMs: 1_760_000_000_007, hash: recordOf(7).hash })
  expect(notices).toEqual([])
})

test('L9: a full file is followed by the next', async () => {
  const writer = open2({ rollBytes: 2_000 })
  for (let n = 0; n < 20; n++) await writer.append(recordOf(n))
  await writer.close()
  expect(listFiles(dir).length).toBeGreaterThan(2)
  expect(listFiles(dir).flatMap((file) => numbers(file))).toEqual(Array.from({ length: 20 }, (_, n) => n))
})

test('L8: a tail torn at any byte is cut, told, and nothing before it is touched', async () => {
  await write(0, 3)
  const whole = statSync(filePath(dir, 1)).size
  const thirdAt = scanFile(dir, 1).records[2]!.at
  copyFileSync(filePath(dir, 1), `${dir}/whole`)
  for (let sizeBytes = thirdAt + 1; sizeBytes < whole; sizeBytes += 7) {
    copyFileSync(`${dir}/whole`, filePath(dir, 1))
    truncateSync(filePath(dir, 1), sizeBytes)
    notices.length = 0
    expect(recoverLog(dir, noLog, onNotice)).toEqual({ file: 1, sizeBytes: thirdAt })
    expect(notices).toEqual([expect.stringMatching(`cut ${sizeBytes - thirdAt} torn bytes`)])
    expect(numbers()).toEqual([0, 1])
  }
  for (const sizeBytes of [0, 5, 15]) {
    truncateSync(filePath(dir, 1), sizeBytes)
    await write(7, 9)
    expect(numbers()).toEqual([7, 8])
  }
})

test('L7: of 1,000 flipped bits each is found and costs its own record only', async () => {
  await write(0, 30)
  const whole = readFileSync(filePath(dir, 1))
  const { records } = scanFile(dir, 1)
  for (let i = 0; i < 1_000; i++) {
    const bit = Math.floor(Math.random() * (records.at(-2)!.endAt - 16) * 8) + 16 * 8
    const flipped = Buffer.from(whole)
    flipped[bit >> 3]! ^= 1 << (bit & 7)
    writeFileSync(filePath(dir, 1), flipped)
    const hit = records.findIndex(({ at, endAt }) => at <= bit >> 3 && bit >> 3 < endAt)
    expect(numbers()).toEqual(records.map((_, n) => n).filter((n) => n !== hit))
    const { damages } = scanFile(dir, 1)
    expect(damages).toEqual([{ file: 1, at: records[hit]!.at, sizeBytes: records[hit]!.endAt - records[hit]!.at }])
  }
})

test('L8: only an unfinished record is cut; damaged ones at the end are kept and passed over', async () => {
  await write(0, 4)
  const whole = readFileSync(filePath(dir, 1))
  const { records } = scanFile(dir, 1)
  for (const at of [records[2]!.chunkAt + 9, records[3]!.chunkAt + 9, records[3]!.at + 20, records[3]!.at + 2]) {
    const flipped = Buffer.from(whole)
    flipped[at]! ^= 4
    writeFileSync(filePath(dir, 1), flipped)
    notices.length = 0
    expect(recoverLog(dir, noLog, onNotice)).toEqual({ file: 1, sizeBytes: whole.length })
    expect(notices).toEqual([])
    expect(scanFile(dir, 1).damages).toHaveLength(1)
    appendFileSync(filePath(dir, 1), whole.subarray(records[0]!.at, records[0]!.endAt - 5))
    // Behind a damaged header it is not known where a record begins: nothing is cut then.
    const isHeader = at < records[3]!.chunkAt && at >= records[3]!.at
    const sizeBytes = isHeader ? statSync(filePath(dir, 1)).size : whole.length
    expect(recoverLog(dir, noLog, onNotice)).toEqual({ file: 1, sizeBytes })
    await write(7, 8)
    expect(numbers()).toEqual([...[0, 1, 2, 3].filter((n) => !(at >= records[n]!.at && at < records[n]!.endAt)), 7])
  }
})

test('L7: a stretch that was cut out, even out of several records, costs only those', async () => {
  await write(0, 20)
  const whole = readFileSync(filePath(dir, 1))
  const { records } = scanFile(dir, 1)
  for (const [first, last] of [
    [3, 3],
    [3, 4],
    [5, 9],
  ] as const) {
    writeFileSync(
      filePath(dir, 1),
      Buffer.concat([whole.subarray(0, records[first]!.chunkAt + 9), whole.subarray(records[last]!.endAt - 7)]),
    )
    expect(numbers()).toEqual(records.map((_, n) => n).filter((n) => n < first || n > last))
    expect(scanFile(dir, 1).damages).toHaveLength(1)
  }
})

test('garbage is no log, and costs nothing but itself', async () => {
  await write(0, 2)
  appendFileSync(filePath(dir, 1), Buffer.alloc(5_000, 0x89))
  await write(2, 4)
  expect(numbers()).toEqual([0, 1, 2, 3])
})

test('L3: a log of a later format is refused by a sentence', async () => {
  await write(0, 1)
  const file = readFileSync(filePath(dir, 1))
  file[13] = 9
  writeFileSync(filePath(dir, 1), file)
  expect(() => scanFile(dir, 1)).toThrow(/later version of Playhead/)
})

test.each([
  ['EIO', 'log-poisoned'],
  ['ENOSPC', 'disk-full'],
])('L9: after a sync that fails with %s nothing is acknowledged and the file is never written again', async (code, expected) => {
  let failing = false
  let syncs = 0
  const writer = open2({
    openFile: async (path, flags) => {
      const file = await open(path, flags)
      const datasync = file.datasync.bind(file)
      file.datasync = () => {
        syncs++
        return failing ? Promise.reject(Object.assign(new Error(`${code}: sync`), { code })) : datasync()
      }
      return file
    },
  })
  await writer.append(recordOf(0))
  failing = true
  const refused = await Promise.allSettled([writer.append(recordOf(1)), writer.append(recordOf(2))])
  expect(refused).toMatchObject([{ reason: { code: expected } }, { reason: { code: expected } }])
  expect(syncs).toBe(2)
  const sizeBytes = statSync(filePath(dir, 1)).size
  failing = false
  await writer.append(recordOf(3))
  await writer.close()
  expect(statSync(filePath(dir, 1)).size).toBe(sizeBytes)
  expect([numbers(1), numbers(2)]).toEqual([[0], [3]])
  expect(notices).toHaveLength(1)
})

test('L9: a disk that stays full is not strewn with files, is left alone for a while, and is written again once there is room', async () => {
  await write(0, 1)
  let isFull = true
  let opened = 0
  const writer = open2({
    openFile: async (path, flags) => {
      opened++
      const file = await open(path, flags)
      const writev = file.writev.bind(file)
      file.writev = ((parts: Uint8Array[], at: number) =>
        isFull ? Promise.reject(Object.assign(new Error('ENOSPC: write'), { code: 'ENOSPC' })) : writev(parts, at)) as typeof file.writev
      return file
    },
  })
  for (let n = 1; n < 40; n++) await expect(writer.append(recordOf(n))).rejects.toMatchObject({ code: 'disk-full' })
  expect(listFiles(dir)).toEqual([1])
  expect(opened).toBeLessThan(10)
  expect(notices).toHaveLength(1)
  isFull = false
  await expect
    .poll(
      () =>
        writer.append(recordOf(50)).then(
          () => true,
          () => false,
        ),
      { timeout: 4000 },
    )
    .toBe(true)
  await writer.close()
  expect(listFiles(dir)).toEqual([1, 2])
  expect(numbers(2)).toEqual([50])
})

test('L9: a file whose first sync failed is never used, nor its number', async () => {
  let failing = true
  const writer = open2({
    openFile: async (path, flags) => {
      const file = await open(path, flags)
      const sync = file.sync.bind(file)
      file.sync = () => (failing ? Promise.reject(Object.assign(new Error('EIO: sync'), { code: 'EIO' })) : sync())
      return file
    },
  })
  await expect(writer.append(recordOf(1))).rejects.toMatchObject({ code: 'log-poisoned' })
  failing = false
  await writer.append(recordOf(2))
  await writer.close()
  expect(listFiles(dir)).toEqual([2])
  expect(numbers(2)).toEqual([2])
})

test('L9: before the first record is acknowledged the names of its file and of the log are synced', async () => {
  const synced: string[] = []
  const acked: string[][] = []
  const openFile: LogWriterOptions['openFile'] = async (path, flags) => {
    const file = await open(path, flags)
    const sync = file.sync.bind(file)
    file.sync = () => sync().then(() => void synced.push(path))
    return file
  }
  for (const numbers of [
    [0, 1, 2],
    [3, 4],
  ]) {
    const writer = open2({ rollBytes: 500, openFile })
    for (const n of numbers) {
      await writer.append(recordOf(n))
      acked.push(synced.splice(0))
    }
    await writer.close()
  }
  const log = `${dir}/log`
  // Who was killed between making a name and syncing it left that to the next one, once.
  expect(acked).toEqual([[filePath(dir, 1), log, dir], [], [filePath(dir, 2), log], [log, dir], [filePath(dir, 3), log]])
})

test('L9: what would need the reserve is refused before a file is touched, told once, and taken once there is room', async () => {
  let hasRoom = true
  const full = new StoreError('disk-full', 'no room')
  const writer = open2({ space: { take: () => (hasRoom ? Promise.resolve() : Promise.reject(full)) } })
  await writer.append(recordOf(0))
  const sizeBytes = statSync(filePath(dir, 1)).size
  hasRoom = false
  for (let n = 1; n < 9; n++) await expect(writer.append(recordOf(n))).rejects.toBe(full)
  expect(statSync(filePath(dir, 1)).size).toBe(sizeBytes)
  expect(notices).toEqual([expect.stringMatching('nothing free but its reserve')])
  hasRoom = true
  await writer.append(recordOf(9))
  await writer.close()
  expect([listFiles(dir), numbers()]).toEqual([[1], [0, 9]])
})
