import { setImmediate as takeTurns } from 'node:timers/promises'
import type { ByteStore } from '../bytes/byte-store.ts'
import type { ChunkPlace, LogReader } from './chunk-log.ts'
import type { LogKeys } from './log-objects.ts'
import { scanParts } from './scan.ts'
import type { ReadAt } from './walk.ts'

/** Places of one object that lie close together are read by one request. */
const run = { gapBytes: 64 << 10, mostBytes: 8 << 20 } as const
const runsAhead = 4
const rememberedKeys = 10_000

/** Reads the log in a bucket, whoever writes it. */
export function openS3Reader({ bytes, keys }: { bytes: ByteStore; keys: LogKeys }): LogReader {
  const known = new Map<number, string>()
  const remember = (file: number, key: string): void => {
    known.set(file, key)
    if (known.size > rememberedKeys) known.delete(known.keys().next().value!)
  }
  /** Keys never change. */
  const keyOf = async (file: number): Promise<string | null> => {
    const key = known.get(file) ?? (await keys.keyOf(file))
    if (key !== null) remember(file, key)
    return key
  }
  const nameOf = (file: number): string => known.get(file) ?? `file ${file} of the log`
  const readAt = async (file: number, at: number, sizeBytes: number): Promise<Buffer | null> => {
    const key = await keyOf(file)
    return key === null ? null : bytes.read(key, at, sizeBytes)
  }

  return {
    nameOf,
    async files(fromNumber = 0) {
      const found = await keys.list(fromNumber)
      for (const { number, key } of found.slice(-rememberedKeys)) remember(number, key)
      return found.map(({ number, key, sizeBytes }) => ({ number, name: key, sizeBytes }))
    },
    async read({ file, chunkAt, sizeBytes }) {
      const found = await readAt(file, chunkAt, sizeBytes)
      return found?.length === sizeBytes ? found : null
    },
    async *readEach(places) {
      const runs = runsOf(places)
      const loading: Promise<Buffer | null>[] = []
      const loadOne = ({ file, at, endAt }: Run): Promise<Buffer | null> => {
        const loaded = readAt(file, at, endAt - at)
        // Its error counts when it is its turn.
        loaded.catch(() => undefined)
        return loaded
      }
      for (const [i, { at, places: inRun }] of runs.entries()) {
        for (const next of runs.slice(i + loading.length, i + runsAhead)) loading.push(loadOne(next))
        const found = await loading.shift()!
        for (const { chunkAt, sizeBytes } of inRun) {
          const chunk = found?.subarray(chunkAt - at, chunkAt - at + sizeBytes)
          yield chunk?.length === sizeBytes ? chunk : null
        }
      }
    },
    seal: async () => null,
    async *scan(number, fromAt, untilAt) {
      const key = await keyOf(number)
      const whole = key === null ? null : await bytes.get(key)
      if (!whole) return
      // One request for all of it is cheaper than many.
      const readPiece: ReadAt = async (at, sizeBytes) => {
        await takeTurns()
        return whole.subarray(at, at + sizeBytes)
      }
      yield* scanParts(readPiece, { number, name: nameOf(number), fileBytes: whole.length, fromAt, untilAt })
    },
  }
}

interface Run {
  readonly file: number
  readonly at: number
  endAt: number
  readonly places: ChunkPlace[]
}

function runsOf(places: readonly ChunkPlace[]): Run[] {
  const runs: Run[] = []
  for (const place of places) {
    const { file, chunkAt, sizeBytes } = place
    const last = runs.at(-1)
    const gapBytes = last?.file === file ? chunkAt - last.endAt : -1
    if (last && gapBytes >= 0 && gapBytes <= run.gapBytes && chunkAt + sizeBytes - last.at <= run.mostBytes) {
      last.endAt = chunkAt + sizeBytes
      last.places.push(place)
    } else runs.push({ file, at: chunkAt, endAt: chunkAt + sizeBytes, places: [place] })
  }
  return runs
}
