import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openLane, readChunk } from '@playhead/wire'
import { type DirectoryCatalog, openCatalog } from '../../../packages/store/src/catalog/sqlite.ts'
import { catchUpCatalog } from '../../../packages/store/src/follow.ts'
import { openStore } from '../../../packages/store/src/index.ts'
import { createIntake } from '../../../packages/store/src/intake.ts'
import { openDirectoryReader } from '../../../packages/store/src/log/directory.ts'
import { recoverLog } from '../../../packages/store/src/log/recover.ts'
import { createLogWriter } from '../../../packages/store/src/log/writer.ts'
import { readChunkBytes } from '../../../packages/store/src/reader.ts'
import type { IncomingChunk } from '../../../packages/store/src/store.ts'
import { createVisit, hashOf, type MadeChunk, placeOf } from '../bed/chunk.ts'
import { createTracedOpen, createTracedRecovery, createTracedRemove, filesAt, imageAt, type Step } from '../bed/trace.ts'
import { createMemoryDir } from '../bed/memory-dir.ts'
import type { Fault } from '../fault.ts'
import { removeFolder } from '../../e2e/harness/remove-folder.ts'

const project = 'demo'
/** Images of one trace; then another is made. */
const imagesPerTrace = 250
/** One of so many images is of a power cut after the server was killed and started again. */
const imagesPerRestart = 2
/** Of so many images one is opened as a server does, with its index. */
const imagesPerStart = 2_500

interface Trace {
  readonly steps: readonly Step[]
  /** Copies of the catalog: what it was when so many steps were done. */
  readonly catalogs: readonly { readonly step: number; readonly dir: string }[]
  /** Chunks that were sent and not taken when it ended. */
  readonly chunks: readonly MadeChunk[]
}

export const crashImage: Fault = {
  name: 'crash-image',
  aim: '0 acked lost, 0 refused starts',
  count: { long: 10_000, short: 200, unit: 'images' },
  async run(images) {
    // The crash is made of the images, so nothing needs a disk.
    const base = createMemoryDir('image')
    const found = { lost: 0, refused: [] as string[], checked: 0, torn: 0, starts: 0, restarts: 0, again: 0, unwritable: 0, failures: 0 }
    let [traces, operations] = [0, 0]
    try {
      for (let done = 0; done < images;) {
        const trace = await makeTrace(join(base, `trace${traces++}`))
        operations += trace.steps.filter(({ op }) => op !== 'ack').length
        found.failures += trace.steps.filter(({ op }) => op === 'sync-failed' || op === 'truncate').length
        for (let i = 0; i < imagesPerTrace && done < images; i++, done++) {
          const isRestarted = i % imagesPerRestart === 1
          if (isRestarted) found.restarts++
          const image = isRestarted ? await restart(join(base, 'image'), trace, found) : cutPower(join(base, 'image'), trace)
          await checkImage(join(base, 'image'), image, trace.chunks, found, done % imagesPerStart === 0)
        }
        rmSync(join(base, `trace${traces - 1}`), { recursive: true })
      }
    } finally {
      removeFolder(base)
    }
    const { lost, refused, checked, torn, starts, restarts, again, unwritable, failures } = found
    const isSound = checked > images && again > 0 && lost + refused.length + unwritable === 0
    return {
      done:
        `${images} images of ${traces} traces (${operations} operations, ${failures} failed writes and syncs), ${torn} with a torn tail, ` +
        `${restarts} after a kill and a start, which acknowledged ${again} chunks that it found, ${starts} opened with the index`,
      figure:
        `acked lost ${lost} of ${checked} looked for, refused starts ${refused.length}, not taken again ${unwritable}` +
        (refused.length ? ` (${refused[0]})` : ''),
      isSound,
      isMet: isSound,
    }
  },
}

/** A real run of the log's writer on a disk that fails now and then, with the catalog beside it. */
async function makeTrace(dir: string): Promise<Trace> {
  mkdirSync(join(dir, 'log'), { recursive: true })
  const steps: Step[] = []
  const catalogs: { step: number; dir: string }[] = []
  const catalog = openCatalog(dir)
  const writer = createLogWriter({
    dir,
    end: null,
    onNotice: () => undefined,
    rollBytes: 12_000,
    openFile: createTracedOpen(steps, { write: 0.08, sync: 0.08 }),
    removeFile: createTracedRemove(steps),
  })
  const intake = createIntake({ catalog, log: writer, onStored: (chunk, location) => catalog.add(chunk, location) })
  const chunks: MadeChunk[] = []
  for (let round = 0; round < 6; round++) {
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        const next = createVisit(200 + Math.random() * 3000)
        for (let seq = 0; seq < 4; seq++) {
          const chunk = await next(seq)
          chunks.push(chunk)
          const incoming = await incomingOf(chunk)
          while ((await intake.append(incoming).catch(() => null)) === null);
          steps.push({ op: 'ack', place: placeOf(chunk), hash: hashOf(chunk.bytes) })
        }
      }),
    )
    catalog.flush()
    const copy = join(dir, `catalog${round}`)
    cpSync(join(dir, 'index'), copy, { recursive: true })
    catalogs.push({ step: steps.length, dir: copy })
  }
  await writer.close()
  catalog.close()
  return { steps, catalogs, chunks }
}

async function incomingOf({ bytes }: MadeChunk): Promise<IncomingChunk> {
  const chunk = readChunk(bytes)
  return { project, receivedMs: Date.now(), bytes, header: chunk.header, signals: await openLane(chunk, 'signal') }
}

interface Found {
  lost: number
  refused: string[]
  checked: number
  torn: number
  starts: number
  restarts: number
  again: number
  unwritable: number
}

/** What was promised until the power went, whose files and catalog are in the directory. */
type Promised = readonly Extract<Step, { op: 'ack' }>[]
const promisedIn = (steps: readonly Step[]): Promised => steps.flatMap((step) => (step.op === 'ack' ? [step] : []))

function layDown(dir: string, files: ReadonlyMap<string, Buffer>): void {
  removeFolder(join(dir, 'log'))
  mkdirSync(join(dir, 'log'), { recursive: true })
  for (const [file, bytes] of files) writeFileSync(join(dir, 'log', file), bytes)
}

/** The power goes at any step. The catalog may be gone, or as old as one likes; it is never ahead of the log. */
function cutPower(dir: string, { steps, catalogs }: Trace): Promised {
  removeFolder(dir)
  const until = Math.floor(Math.random() * (steps.length + 1))
  layDown(dir, imageAt(steps, until))
  layCatalog(dir, catalogs, until)
  return promisedIn(steps.slice(0, until))
}
function layCatalog(dir: string, catalogs: Trace['catalogs'], until: number): void {
  const older = catalogs.filter(({ step }) => step <= until)
  const known = older[Math.floor(Math.random() * (older.length + 1))]
  if (known) cpSync(known.dir, join(dir, 'index'), { recursive: true })
}

/**
 * The server is killed at any step, and starts again; what was not answered is sent again, and acknowledged where it was found in
 * the log; then the power goes, with the catalog as it is.
 */
async function restart(dir: string, { steps, catalogs, chunks }: Trace, found: Found): Promise<Promised> {
  removeFolder(dir)
  const until = Math.floor(Math.random() * (steps.length + 1))
  layDown(dir, filesAt(steps, until))
  layCatalog(dir, catalogs, until)
  const all = steps.slice(0, until)
  const catalog = openCatalog(dir)
  const { file, at } = catalog.position()
  recoverLog(dir, { file, sizeBytes: at }, () => undefined, createTracedRecovery(all))
  await catchUpCatalog(openDirectoryReader(dir), catalog, () => undefined)
  // Nothing new is stored: it is acknowledged by what was found, or not at all.
  const log = { append: () => Promise.reject(new Error('It is not there.')) }
  const intake = createIntake({ catalog, log, onStored: () => undefined })
  const acked = new Set(promisedIn(all).map(({ place }) => place))
  for (const chunk of chunks.filter((each) => !acked.has(placeOf(each)))) {
    const result = await intake.append(await incomingOf(chunk)).catch(() => null)
    if (result !== 'duplicate') continue
    all.push({ op: 'ack', place: placeOf(chunk), hash: hashOf(chunk.bytes) })
    found.again++
  }
  catalog.close()
  layDown(dir, imageAt(all, all.length))
  return promisedIn(all)
}

/** Starts on an image as the server does, looks for what was promised, and goes on writing. */
async function checkImage(dir: string, acked: Promised, chunks: readonly MadeChunk[], found: Found, isWhole: boolean): Promise<void> {
  const isLost = (bytes: Uint8Array | null, hash: string): boolean => bytes === null || hashOf(bytes) !== hash
  try {
    const catalog = openCatalog(dir)
    try {
      const position = catalog.position()
      const end = recoverLog(dir, { file: position.file, sizeBytes: position.at }, () => found.torn++)
      await catchUpCatalog(openDirectoryReader(dir), catalog, () => undefined)
      found.checked += acked.length
      for (const { place, hash } of acked) if (isLost(await readBack(dir, catalog, place), hash)) found.lost++
      await writeOn(dir, catalog, end, chunks, found)
    } finally {
      catalog.close()
    }
    if (!isWhole) return
    found.starts++
    const store = await openStore({ dir })
    await store.flushIndex()
    for (const { place, hash } of acked) {
      const [session, tab, seq] = place.split(' ') as [string, string, string]
      if (isLost(await store.chunkBytes(project, session, tab, Number(seq)), hash)) found.lost++
    }
    await store.close()
  } catch (error) {
    found.refused.push((error as Error).message)
  }
}

async function readBack(dir: string, catalog: DirectoryCatalog, place: string): Promise<Uint8Array | null> {
  const [session, tab, seq] = place.split(' ') as [string, string, string]
  const chunk = await catalog.chunk(project, session, tab, Number(seq))
  return chunk && readChunkBytes(openDirectoryReader(dir), chunk)
}

/** What visitors send again, as they were not answered or never saw the answer, must be there afterwards. */
async function writeOn(
  dir: string,
  catalog: DirectoryCatalog,
  end: ReturnType<typeof recoverLog>,
  chunks: readonly MadeChunk[],
  found: Found,
): Promise<void> {
  const writer = createLogWriter({ dir, end, onNotice: () => undefined })
  const intake = createIntake({ catalog, log: writer, onStored: (chunk, location) => catalog.add(chunk, location) })
  const again = [chunks[Math.floor(Math.random() * chunks.length)]!, await createVisit(500)(0)]
  const results = await Promise.all(again.map(async (chunk) => intake.append(await incomingOf(chunk))))
  await writer.close()
  for (const [i, chunk] of again.entries()) {
    const bytes = await readBack(dir, catalog, placeOf(chunk))
    if (results[i] === 'conflict' || !bytes || hashOf(bytes) !== hashOf(chunk.bytes)) found.unwritable++
  }
}
