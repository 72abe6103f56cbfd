import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tempDir } from '../../test/fixture.ts'
import { numberOf, recordOf, recordsOf, scanAll } from '../../test/log-record.ts'
import { StoreError } from '../error.ts'
import { describeChunkLog } from './chunk-log.contract.ts'
import { type DirectoryLogOptions, openDirectoryLog } from './directory.ts'
import { isBlank } from './record.ts'
import { takenBytes, thinSuffix } from './thin.ts'
import { verifyLog } from './verify.ts'

describeChunkLog('log in a directory', async () => {
  const dir = tempDir()
  return {
    async begin() {
      rmSync(join(dir, 'log'), { recursive: true, force: true })
      mkdirSync(join(dir, 'log'))
    },
    open: async (fileBytes) => openDirectoryLog({ dir, rollBytes: fileBytes, onNotice: () => undefined }),
    edit: async ({ name }, change) => writeFileSync(join(dir, name), change(readFileSync(join(dir, name)))),
    dispose: async () => rmSync(dir, { recursive: true }),
  }
})

let dir: string
beforeEach(() => void (dir = tempDir()))
afterEach(() => rmSync(dir, { recursive: true }))
const mebi = 1 << 20
const canary = { project: 'demo', sessions: ['canary'], known: [] }

const openLog = (more: Partial<DirectoryLogOptions> = {}) =>
  openDirectoryLog({ dir, rollBytes: 10 * mebi, onNotice: () => undefined, ...more })

/** A file of records, of which six are blanked where it says so, and the last one. */
async function writeLog(isBlanked: boolean): Promise<void> {
  const log = openLog({ space: { take: async () => undefined } })
  for (let n = 0; n < 11; n++) await log.append(recordOf(n, { session: n < 6 ? 'canary' : 'stays', sizeBytes: mebi }))
  expect((await log.files()).map(({ number }) => number)).toEqual([1, 2])
  if (isBlanked) await log.blank(1, canary)
  await log.close()
}
/** The numbers of records that are whole and not blanked, once it is seen that nothing is damaged. */
async function readKept(): Promise<number[]> {
  const log = openLog()
  expect((await verifyLog(log)).damages).toEqual([])
  const records = await recordsOf(log)
  await log.close()
  return records.filter((record) => !isBlank(record, record.bytes)).map(numberOf)
}
const namesIn = (): string[] => readdirSync(join(dir, 'log')).sort()

/** Writes of a file as `change` lets them through: how many bytes of one it takes; it may throw. */
const openWith =
  (isMeant: (path: string) => boolean, change: (sizeBytes: number) => number) =>
  async (path: string, flags: string): Promise<FileHandle> => {
    const file = await open(path, flags)
    if (!isMeant(path)) return file
    const write = file.write.bind(file) as (
      bytes: Uint8Array,
      from: number,
      sizeBytes: number,
      at: number,
    ) => Promise<{ bytesWritten: number }>
    const take = (bytes: Uint8Array, at: number) => write(bytes, 0, change(bytes.length), at)
    file.write = (async (bytes: Uint8Array, from: number, sizeBytes: number, at: number) =>
      take(bytes.subarray(from, from + sizeBytes), at)) as unknown as typeof file.write
    file.writev = (async (parts: Uint8Array[], at: number) => take(Buffer.concat(parts), at)) as unknown as typeof file.writev
    return file
  }
const isThin = (path: string): boolean => path.endsWith(thinSuffix)
/** A disk that has room for so much: it takes a part, and says so only when it is asked again. */
const diskWith = (roomBytes: number) => {
  let leftBytes = roomBytes
  return (sizeBytes: number): number => {
    if (!leftBytes) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    const taken = Math.min(sizeBytes, leftBytes)
    leftBytes -= taken
    return taken
  }
}

test('L25: a file is thinned, and what stays is where it was', async () => {
  await writeLog(true)
  const before = readFileSync(join(dir, 'log/00000001.phl'))
  const takenBefore = await takenBytes(join(dir, 'log/00000001.phl'))
  // A short write is no error: the rest is written by the next one.
  const log = openLog({ openFile: openWith(isThin, (sizeBytes) => Math.ceil(sizeBytes / 2)) })
  const freedBytes = await log.thin(1, 4 * mebi)
  await log.close()
  expect(freedBytes).toBeGreaterThan(5 * mebi)
  expect(await takenBytes(join(dir, 'log/00000001.phl'))).toBe(takenBefore - freedBytes)
  expect(readFileSync(join(dir, 'log/00000001.phl')).equals(before)).toBe(true)
  expect(await readKept()).toEqual([6, 7, 8, 9, 10])
})

test.each([0, 3 * mebi, 4 * mebi - 1000])(
  'L25: a disk that is full after %i bytes of thinning leaves the file as it is',
  async (roomBytes) => {
    await writeLog(true)
    const before = readFileSync(join(dir, 'log/00000001.phl'))
    const log = openLog({ openFile: openWith(isThin, diskWith(roomBytes)) })
    expect(await log.thin(1, 4 * mebi)).toBe(0)
    await log.close()
    expect(namesIn()).toEqual(['00000001.phl', '00000002.phl'])
    expect(readFileSync(join(dir, 'log/00000001.phl')).equals(before)).toBe(true)
    expect(await readKept()).toEqual([6, 7, 8, 9, 10])
  },
)

test('L25: what would need the reserve is not begun, nor gone on with when others use the room up', async () => {
  await writeLog(true)
  for (const [roomBytes, copies] of [
    [2 * mebi, 0],
    [5 * mebi, 1],
  ] as const) {
    let opened = 0
    let taken = 0
    const take = async (bytes: number): Promise<void> => {
      if (bytes > roomBytes || taken++ === 3) throw new StoreError('disk-full', 'no room')
    }
    const openFile = (path: string, flags: string): Promise<FileHandle> => {
      if (isThin(path)) opened++
      return open(path, flags)
    }
    const log = openLog({ space: { take }, openFile })
    expect(await log.thin(1, 4 * mebi)).toBe(0)
    await log.close()
    expect(opened).toBe(copies)
    expect(namesIn()).toEqual(['00000001.phl', '00000002.phl'])
  }
  expect(await readKept()).toEqual([6, 7, 8, 9, 10])
})

test('L25: a copy that is not what it should be does not take the place of the file', async () => {
  await writeLog(true)
  let writes = 0
  const openFile = async (path: string, flags: string): Promise<FileHandle> => {
    const file = await open(path, flags)
    if (!isThin(path)) return file
    const writev = file.writev.bind(file)
    // It says that all was written.
    file.writev = (async (parts: Uint8Array[], at: number) =>
      ++writes === 3 ? { bytesWritten: parts.reduce((sum, { length }) => sum + length, 0) } : writev(parts, at)) as typeof file.writev
    return file
  }
  const log = openLog({ openFile })
  await expect(log.thin(1, 4 * mebi)).rejects.toThrow(/00000001\.phl/)
  await log.close()
  expect(writes).toBeGreaterThan(3)
  expect(namesIn()).toEqual(['00000001.phl', '00000002.phl'])
  expect(await readKept()).toEqual([6, 7, 8, 9, 10])
})

test('L23: blanking writes all that it has to, or says that it did not, and then can be done again', async () => {
  await writeLog(false)
  const failing = openLog({ openFile: openWith(() => true, diskWith(mebi + 100)) })
  await expect(failing.blank(1, canary)).rejects.toMatchObject({ code: 'ENOSPC' })
  await failing.close()
  const log = openLog({
    openFile: openWith(
      () => true,
      (sizeBytes) => Math.ceil(sizeBytes / 2),
    ),
  })
  expect(await log.blank(1, canary)).toMatchObject({ records: 6 })
  await log.close()
  const text = readFileSync(join(dir, 'log/00000001.phl'), 'latin1')
  expect(text).not.toContain('canary')
  expect(text.slice(200, mebi)).toMatch(/^\0+$/)
  expect(await readKept()).toEqual([6, 7, 8, 9, 10])
})

test('only a file that is not there is gone: one that cannot be opened throws, and is read later', async () => {
  const log = openLog()
  const { file, chunkAt, endAt } = await log.append(recordOf(1))
  const place = { file, chunkAt, sizeBytes: endAt - chunkAt }
  const path = join(dir, 'log/00000001.phl')
  renameSync(path, `${path}.aside`)
  symlinkSync(path, path)
  const readEach = async () => {
    const read = []
    for await (const bytes of log.readEach([place])) read.push(bytes)
    return read
  }
  for (const ask of [() => log.read(place), readEach, () => scanAll(log, file), () => log.files()])
    await expect(ask()).rejects.toMatchObject({ code: 'ELOOP' })
  rmSync(path)
  expect([await log.read(place), await readEach(), await log.files()]).toEqual([null, [null], []])
  renameSync(`${path}.aside`, path)
  expect([await log.read(place), ...(await readEach())].map((bytes) => numberOf({ bytes: bytes! }))).toEqual([1, 1])
  await log.close()
})

test('L31: a closed file is sealed, and what is missing from it without a trace is told, by verify', async () => {
  await writeLog(false)
  const log = openLog()
  await log.tidy()
  expect(namesIn()).toEqual(['00000001.phl', '00000001.phl.seal', '00000002.phl'])
  expect(await verifyLog(log)).toMatchObject({ records: 11, damages: [], unlike: [] })

  const path = join(dir, 'log', '00000001.phl')
  const whole = readFileSync(path)
  const [, second, third] = (await scanAll(log, 1)).records
  for (const changed of [Buffer.concat([whole.subarray(0, second!.at), whole.subarray(third!.at)]), whole.subarray(0, third!.at)]) {
    writeFileSync(path, changed)
    const { records } = await scanAll(log, 1)
    expect(await verifyLog(log)).toMatchObject({ damages: [], unlike: [{ name: 'log/00000001.phl', records: records.length, sealed: 10 }] })
  }
  // What is damaged is told as that.
  const bitten = Buffer.from(whole)
  bitten[second!.chunkAt + 9]! ^= 1
  writeFileSync(path, bitten)
  expect(await verifyLog(log)).toMatchObject({ damages: [{ name: 'log/00000001.phl', at: second!.at }], unlike: [] })
  writeFileSync(path, whole)
  writeFileSync(`${path}.seal`, 'playhead')
  expect(await verifyLog(log)).toMatchObject({ damages: [], unlike: [{ name: 'log/00000001.phl', records: 10, sealed: null }] })
  await log.close()
})

test('L31: erasing and thinning leave a seal true, removing takes it along, and the file that is written has none', async () => {
  await writeLog(false)
  const log = openLog({ space: { take: async () => undefined } })
  await log.tidy()
  await log.blank(1, canary)
  expect(await verifyLog(log)).toMatchObject({ records: 11, blank: 6, unlike: [] })
  expect(await log.thin(1, 4 * mebi)).toBeGreaterThan(5 * mebi)
  expect(await verifyLog(log)).toMatchObject({ records: 11, blank: 6, unlike: [] })
  await log.close()

  // The one behind it is gone: it is written again.
  rmSync(join(dir, 'log', '00000002.phl'))
  const again = openLog({ rollBytes: 12 * mebi })
  expect(namesIn()).toEqual(['00000001.phl'])
  await again.append(recordOf(11))
  await again.tidy()
  expect(namesIn()).toEqual(['00000001.phl'])
  expect(await verifyLog(again)).toMatchObject({ records: 11, damages: [], unlike: [] })
  for (let n = 12; n < 15; n++) await again.append(recordOf(n, { sizeBytes: mebi }))
  await again.tidy()
  expect(namesIn()).toEqual(['00000001.phl', '00000001.phl.seal', '00000002.phl'])
  await again.remove(1)
  expect(namesIn()).toEqual(['00000002.phl'])
  await again.close()
})
