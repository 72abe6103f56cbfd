import { closeSync, openSync, readSync, rmSync } from 'node:fs'
import { type FileHandle, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createDiskSpace, type DiskSpace } from '../disk-space.ts'
import { syncFolder } from '../sync-folder.ts'
import { nullIfAbsent } from '../system-error.ts'
import { blankRecords } from './blank.ts'
import type { ChunkLog, LogReader } from './chunk-log.ts'
import { fileName, filePath, listFiles } from './file.ts'
import { type LogEnd, noLog, recoverLog } from './recover.ts'
import { scanParts } from './scan.ts'
import { readSeal, sealPath, writeSeal } from './seal.ts'
import { takenBytes, thinFile, thinSuffix } from './thin.ts'
import { handleReader } from './walk.ts'
import { createLogWriter } from './writer.ts'

/** So many files are sealed by one sweep: those of an earlier version have none. */
const sealsPerSweep = 256
const nameOf = (number: number): string => `log/${fileName(number)}`

/** Reads the log in a data directory, whoever writes it. */
export function openDirectoryReader(dir: string): LogReader {
  return {
    nameOf,
    async files(fromNumber = 0) {
      const numbers = listFiles(dir).filter((number) => number >= fromNumber)
      const sizes = await Promise.all(numbers.map(async (number) => (await stat(filePath(dir, number)).catch(nullIfAbsent))?.size))
      return numbers.flatMap((number, i) => (sizes[i] === undefined ? [] : [{ number, name: nameOf(number), sizeBytes: sizes[i] }]))
    },
    async read({ file, chunkAt, sizeBytes }) {
      const handle = await open(filePath(dir, file), 'r').catch(nullIfAbsent)
      if (!handle) return null
      try {
        const bytes = Buffer.allocUnsafe(sizeBytes)
        const { bytesRead } = await handle.read(bytes, 0, sizeBytes, chunkAt)
        return bytesRead === sizeBytes ? bytes : null
      } finally {
        await handle.close()
      }
    },
    /** Opens each file once, and reads in place, which takes a small part of the CPU that a thread's answer takes. */
    async *readEach(places) {
      const handles = new Map<number, number | null>()
      try {
        for (const { file, chunkAt, sizeBytes } of places) {
          if (!handles.has(file)) handles.set(file, openOrNull(filePath(dir, file)))
          const handle = handles.get(file)!
          const bytes = Buffer.allocUnsafe(sizeBytes)
          yield handle !== null && readSync(handle, bytes, 0, sizeBytes, chunkAt) === sizeBytes ? bytes : null
        }
      } finally {
        for (const handle of handles.values()) if (handle !== null) closeSync(handle)
      }
    },
    async *scan(number, fromAt, untilAt) {
      const file = await open(filePath(dir, number), 'r').catch(nullIfAbsent)
      if (!file) return
      try {
        const { size } = await file.stat()
        yield* scanParts(handleReader(file), { number, name: fileName(number), fileBytes: size, fromAt, untilAt })
      } finally {
        await file.close()
      }
    },
    seal: (number) => readSeal(dir, number),
  }
}

function openOrNull(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch (error) {
    return nullIfAbsent(error)
  }
}

export interface DirectoryLogOptions {
  readonly dir: string
  /** Size at which a new file is begun. */
  readonly rollBytes?: number | undefined
  readonly openFile?: ((path: string, flags: string) => Promise<FileHandle>) | undefined
  readonly space?: DiskSpace
  /** Up to where the log has been read before. */
  readonly known?: LogEnd
  onNotice(text: string): void
}

/** Recovers the log in a data directory whose lock is held, and goes on writing it. Throws StoreError `newer-data`. */
export function openDirectoryLog(options: DirectoryLogOptions): ChunkLog {
  const { dir, rollBytes, known = noLog, onNotice, openFile = open, space = createDiskSpace(dir) } = options
  const reader = openDirectoryReader(dir)
  const end = recoverLog(dir, known, onNotice)
  // A file that came after it could not be begun, or is gone: it is written again.
  if (end) rmSync(sealPath(dir, end.file), { force: true })
  const writer = createLogWriter({ dir, end, rollBytes, onNotice, openFile, space })
  /** The file that is being written may be longer than what is synced. */
  const storedBytes = (number: number, sizeBytes: number): number =>
    number === writer.end.file ? Math.min(sizeBytes, writer.end.sizeBytes) : sizeBytes
  async function sealClosed(): Promise<void> {
    let left = sealsPerSweep
    for (const number of listFiles(dir).slice(0, -1)) {
      if (number >= writer.end.file || (await reader.seal(number))) continue
      if (!left--) return
      // It is tried again by the next sweep, whose other work, which may give room back, does not wait for it.
      await writeSeal(dir, number, openFile).catch((error: Error) => onNotice(`${nameOf(number)} could not be sealed: ${error.message}.`))
    }
  }
  return {
    ...reader,
    async files(fromNumber) {
      const found = await reader.files(fromNumber)
      return found.map((file) => ({ ...file, sizeBytes: storedBytes(file.number, file.sizeBytes) }))
    },
    append: writer.append,
    async blank(number, options) {
      const path = filePath(dir, number)
      const { size } = await stat(path)
      return blankRecords(path, storedBytes(number, size), options, openFile)
    },
    async remove(number) {
      const path = filePath(dir, number)
      const freedBytes = await takenBytes(path)
      await rm(path)
      await rm(sealPath(dir, number), { force: true })
      await syncFolder(join(dir, 'log'))
      return freedBytes
    },
    async thin(number, keptBytes) {
      const freedBytes = await thinFile(filePath(dir, number), keptBytes, { space, openFile })
      if (freedBytes) await syncFolder(join(dir, 'log'))
      return freedBytes
    },
    async tidy() {
      for (const name of await readdir(join(dir, 'log'))) if (name.endsWith(thinSuffix)) await rm(join(dir, 'log', name))
      await sealClosed()
    },
    close: writer.close,
  }
}
