import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { type DiskSpace, isFull } from '../disk-space.ts'
import { isBlank } from './record.ts'
import { handleReader, walkRecords } from './walk.ts'
import { writeFully } from './write-fully.ts'

/** A file is thinned once blanked records take this share of the room that it takes, and so much. */
const worthThinning = { share: 0.25, bytes: 4 << 20 } as const
const pieceBytes = 1 << 20
/** A stretch of bytes takes up to so much more than its size, as a disk gives whole blocks. */
const blockBytes = 4096

/** What a file is called while it is written anew. */
export const thinSuffix = '.thin'

/** Bytes of disk that a file takes, which is less than its size where it has holes. */
export const takenBytes = async (path: string): Promise<number> => (await stat(path)).blocks * 512

export interface ThinOptions {
  /** Asked for room: what is written anew must not take the disk's reserve. */
  readonly space: DiskSpace
  readonly openFile?: ((path: string, flags: string) => Promise<FileHandle>) | undefined
}

/**
 * Blanked records become holes, if that pays and there is room for the copy, so that all records stay where they are. Resolves
 * to the bytes given back. Whatever goes wrong, the file is as it was, and nothing is left beside it.
 */
export async function thinFile(path: string, keptBytes: number, options: ThinOptions): Promise<number> {
  const before = await takenBytes(path)
  const blankBytes = before - keptBytes
  if (blankBytes <= worthThinning.bytes || blankBytes <= before * worthThinning.share) return 0
  try {
    await writeThin(path, options)
  } catch (error) {
    // What was there goes on being there: it is tried again by the next sweep.
    if (isFull(error)) return 0
    throw error
  }
  return before - (await takenBytes(path))
}

async function writeThin(path: string, { space, openFile = open }: ThinOptions): Promise<void> {
  const source = await openFile(path, 'r')
  try {
    const { size } = await source.stat()
    const kept = await findKept(source, size)
    await space.take(kept.reduce((sum, { at, endAt }) => sum + endAt - at + blockBytes, 0))
    const copy = path + thinSuffix
    try {
      const target = await openFile(copy, 'w+')
      try {
        await target.truncate(size)
        for await (const { at, bytes } of readPieces(source, kept)) {
          // Others write meanwhile: what was free at the beginning may not be any more.
          await space.take(bytes.length)
          await writeFully(target, [bytes], at)
        }
        await target.sync()
        await checkCopy({ path, source, target, kept, size })
      } finally {
        await target.close()
      }
      await rename(copy, path)
    } catch (error) {
      // It would take the room that is lacking.
      await rm(copy, { force: true }).catch(() => undefined)
      throw error
    }
  } finally {
    await source.close()
  }
}

interface Stretch {
  readonly at: number
  readonly endAt: number
}

/** What stays of a file: all but the chunks of blanked records. */
async function findKept(file: FileHandle, sizeBytes: number): Promise<Stretch[]> {
  const kept: Stretch[] = []
  let at = 0
  for await (const record of walkRecords(handleReader(file), sizeBytes)) {
    if (!isBlank(record, record.beginning)) continue
    kept.push({ at, endAt: record.chunkAt })
    at = record.endAt
  }
  return [...kept, { at, endAt: sizeBytes }]
}

async function* readPieces(file: FileHandle, stretches: readonly Stretch[]): AsyncGenerator<{ at: number; bytes: Buffer }> {
  const read = handleReader(file)
  for (const { at: fromAt, endAt } of stretches)
    for (let at = fromAt; at < endAt;) {
      const bytes = await read(at, Math.min(pieceBytes, endAt - at))
      if (!bytes.length) throw new Error(`A log file ended at ${at} bytes while it was read.`)
      yield { at, bytes }
      at += bytes.length
    }
}

/** The one that takes a file's place has every byte of its records, and its size, or the file stays. */
async function checkCopy(options: { path: string; source: FileHandle; target: FileHandle; kept: readonly Stretch[]; size: number }) {
  const { path, source, target, kept, size } = options
  const read = handleReader(target)
  const refuse = (what: string): Error => new Error(`The log file ${path} is not thinned: ${what}.`)
  if ((await target.stat()).size !== size || (await source.stat()).size !== size) throw refuse('its size has changed')
  for await (const { at, bytes } of readPieces(source, kept))
    if (!bytes.equals(await read(at, bytes.length))) throw refuse(`the copy's bytes from ${at} on are others`)
}
