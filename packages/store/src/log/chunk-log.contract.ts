import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { numberOf, recordOf, recordsOf, scanAll } from '../../test/log-record.ts'
import type { ChunkLog, ChunkPlace, LogFile } from './chunk-log.ts'
import { isBlank, type LogRecord, type ReadRecord } from './record.ts'
import { verifyLog } from './verify.ts'

/** A place where a log may live. */
export interface LogBed {
  /** A log that holds nothing; at the same place, once the one before is closed, with what is in it. */
  begin(): Promise<void>
  /** `fileBytes`: at which size the next file is begun. */
  open(fileBytes?: number): Promise<ChunkLog>
  /** Changes a file's bytes behind the log's back. */
  edit(file: LogFile, change: (bytes: Buffer) => Buffer): Promise<void>
  dispose(): Promise<void>
}

/** What every log does. */
export function describeChunkLog(name: string, openBed: () => Promise<LogBed>): void {
  describe(name, () => {
    let bed: LogBed
    beforeAll(async () => {
      bed = await openBed()
    })
    afterAll(() => bed?.dispose())
    beforeEach(() => bed.begin())

    const placeOf = async (log: ChunkLog, record: LogRecord): Promise<ChunkPlace> => {
      const { file, chunkAt, endAt } = await log.append(record)
      return { file, chunkAt, sizeBytes: endAt - chunkAt }
    }
    /** A log of one file that was written and closed. */
    async function written(records: readonly LogRecord[]): Promise<{ log: ChunkLog; file: LogFile; read: readonly ReadRecord[] }> {
      const before = await bed.open()
      await Promise.all(records.map((record) => before.append(record)))
      await before.close()
      const log = await bed.open()
      const files = await log.files()
      expect(files).toHaveLength(1)
      return { log, file: files[0]!, read: (await scanAll(log, files[0]!.number)).records }
    }

    test('L5: what was acknowledged is read back, at once and after it was opened again, in the order in which it came', async () => {
      const log = await bed.open()
      const records = Array.from({ length: 300 }, (_, n) => recordOf(n, { sizeBytes: 20 + ((n * 7919) % 30_000) }))
      const places = await Promise.all(records.map((record) => placeOf(log, record)))
      const more = await placeOf(log, recordOf(300))
      const check = async (reader: ChunkLog): Promise<void> => {
        expect((await recordsOf(reader)).map(numberOf)).toEqual([...records.keys(), 300])
        for (const n of [0, 7, 299]) expect((await reader.read(places[n]!))!.equals(records[n]!.bytes)).toBe(true)
        // In any order, as a session's chunks stand anywhere.
        const mixed = [more, ...places.slice(0, 25).toReversed(), places[5]!, ...places]
        let i = 0
        for await (const bytes of reader.readEach(mixed))
          expect(numberOf({ bytes: bytes! })).toBe([300, ...[...records.keys()].slice(0, 25).toReversed(), 5, ...records.keys()][i++])
        expect(i).toBe(mixed.length)
      }
      await check(log)
      await log.close()
      const again = await bed.open()
      await check(again)
      expect(await verifyLog(again)).toMatchObject({ records: 301, blank: 0, unfinishedBytes: 0, damages: [] })
      await again.close()
    })

    test('it goes on where it ended, file after file, and is read from any place on', async () => {
      for (const n of [0, 1, 2]) {
        const log = await bed.open()
        await Promise.all([log.append(recordOf(2 * n)), log.append(recordOf(2 * n + 1))])
        await log.close()
      }
      const log = await bed.open()
      const records = await recordsOf(log)
      expect(records.map(numberOf)).toEqual([0, 1, 2, 3, 4, 5])
      const files = await log.files()
      const last = files.at(-1)!
      expect(await log.files(last.number)).toEqual([last])
      expect(await log.files(last.number + 1)).toEqual([])
      const { at, endAt } = records.at(-1)!
      expect(endAt).toBe(last.sizeBytes)
      expect((await scanAll(log, last.number, at)).records.map(numberOf)).toEqual([5])
      expect((await scanAll(log, last.number, undefined, at)).records.map(numberOf)).not.toContain(5)
      await log.close()
    })

    test('what is not there is null, and a file that is not there holds nothing', async () => {
      const log = await bed.open()
      const { file, chunkAt, sizeBytes } = await placeOf(log, recordOf(1))
      const nowhere = [
        { file: file + 7, chunkAt, sizeBytes },
        { file, chunkAt: chunkAt + 1, sizeBytes },
        { file, chunkAt: chunkAt + 10_000, sizeBytes },
      ]
      for (const place of nowhere) expect(await log.read(place)).toBeNull()
      for await (const bytes of log.readEach(nowhere)) expect(bytes).toBeNull()
      expect((await scanAll(log, file + 7)).records).toEqual([])
      await log.close()
    })

    test('L7: a flipped bit or a stretch that is cut out is found, and costs only the records that it touches', async () => {
      const { log, file, read } = await written(Array.from({ length: 12 }, (_, n) => recordOf(n)))
      const rest = (...hit: number[]): number[] => [...read.keys()].filter((n) => !hit.includes(n))
      const flip = (at: number) => (bytes: Buffer) => {
        bytes[at]! ^= 4
        return bytes
      }
      const { at, chunkAt, endAt } = read[5]!
      for (const bitAt of [at + 2, at + 20, chunkAt + 50]) {
        await bed.edit(file, flip(bitAt))
        const scan = await scanAll(log, file.number)
        expect(scan.records.map(numberOf)).toEqual(rest(5))
        expect(scan.damages).toEqual([{ file: file.number, at, sizeBytes: endAt - at }])
        expect((await verifyLog(log)).damages).toEqual([{ name: file.name, at, sizeBytes: endAt - at }])
        await bed.edit(file, flip(bitAt))
      }
      await bed.edit(file, (bytes) => Buffer.concat([bytes.subarray(0, at + 30), bytes.subarray(read[6]!.at + 40)]))
      expect((await scanAll(log, file.number)).records.map(numberOf)).toEqual(rest(5, 6))
      await log.close()
    })

    test('L23: blanking a session overwrites its records, damaged ones too, and moves nothing', async () => {
      const records = Array.from({ length: 9 }, (_, n) => recordOf(n, { session: n % 3 ? 'stays' : 'canary', sizeBytes: 400 + n }))
      const { log, file, read } = await written(records)
      // Its header cannot be read any more: it is where the catalog says.
      await bed.edit(file, (bytes) => bytes.fill(0xff, read[3]!.at, read[3]!.at + 12))
      const { chunkAt, endAt } = read[3]!
      const options = { project: 'demo', sessions: ['canary'], known: [{ chunkAt, sizeBytes: endAt - chunkAt }] }
      expect(await log.blank(file.number, options)).toEqual({ records: 3, bytes: 400 + 403 + 406 })
      const scan = await scanAll(log, file.number)
      expect(scan.records.map(({ at }) => at)).toEqual(read.filter((_, n) => n !== 3).map(({ at }) => at))
      expect(scan.records.filter((record) => !isBlank(record, record.bytes)).map(numberOf)).toEqual([1, 2, 4, 5, 7, 8])
      expect(await verifyLog(log)).toMatchObject({ records: 8, blank: 2 })
      let text = ''
      await bed.edit(file, (bytes) => {
        text = bytes.toString('latin1')
        return bytes
      })
      expect(text).toContain('stays')
      expect(text).not.toContain('canary')
      expect(await log.blank(file.number, { ...options, project: 'another', known: [] })).toEqual({ records: 0, bytes: 0 })
      // And it goes on.
      await log.append(recordOf(9))
      await log.close()
    })

    test('L25: of a session that may go on only what is known goes, and what stands before a place', async () => {
      const { log, file, read } = await written(Array.from({ length: 5 }, (_, n) => recordOf(n, { session: 'goes on' })))
      const { chunkAt, endAt } = read[3]!
      const known = [{ chunkAt, sizeBytes: endAt - chunkAt }]
      await log.blank(file.number, { project: 'demo', sessions: ['goes on'], known, namedUntilAt: read[1]!.endAt })
      const { records } = await scanAll(log, file.number)
      expect(records.filter((record) => !isBlank(record, record.bytes)).map(numberOf)).toEqual([2, 4])
      await log.close()
    })

    test('L25: a file that is removed is gone, its number is not used again, and nothing else goes', async () => {
      const log = await bed.open(300)
      const places: ChunkPlace[] = []
      for (const n of [0, 1, 2]) places.push(await placeOf(log, recordOf(n)))
      const [first, second, third] = await log.files()
      expect(await log.remove(first!.number)).toBeGreaterThan(0)
      expect(await log.read(places[0]!)).toBeNull()
      expect((await scanAll(log, first!.number)).records).toEqual([])
      await log.tidy()
      await log.append(recordOf(3))
      await log.close()
      const again = await bed.open()
      const files = await again.files()
      expect(files.slice(0, 2)).toEqual([second, third])
      expect(files[2]!.number).toBeGreaterThan(third!.number)
      expect((await recordsOf(again)).map(numberOf)).toEqual([1, 2, 3])
      await again.close()
    })

    test('closing stores what waits, and then takes nothing more', async () => {
      const log = await bed.open()
      const waiting = [0, 1, 2].map((n) => log.append(recordOf(n)))
      await log.close()
      await Promise.all(waiting)
      await expect(log.append(recordOf(3))).rejects.toMatchObject({ code: 'closed' })
      const again = await bed.open()
      expect((await recordsOf(again)).map(numberOf)).toEqual([0, 1, 2])
      await again.close()
    })
  })
}
