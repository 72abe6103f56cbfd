import type { ByteStore } from '../bytes/byte-store.ts'
import type { BytePlace } from '../bytes/open.ts'
import type { Catalog, CatalogChunk } from '../catalog/catalog.ts'
import type { SessionName } from '../catalog/recording.ts'
import { StoreError } from '../error.ts'
import { createQueue } from '../queue.ts'
import { type Effort, recordingKey, sourcesOf } from './file.ts'
import { createFinishProcess } from './finish-process.ts'
import { takeUp } from './sweep.ts'
import { type Failure, failureOf, type FinishResult, type FinishTask } from './write.ts'

/** `current`: there was nothing to do, another process does it, or it made way for others and its turn comes again. */
export type FinishOutcome =
  | { readonly result: 'made'; readonly sizeBytes: number; readonly tookMs: number; readonly counts: FinishResult['counts'] }
  | { readonly result: 'current' }
  | { readonly result: 'failed'; readonly why: string }

/** How long others wait for one session at most. @see docs/storage-format.md#L20 */
export interface FinishTurns {
  readonly firstMs: number
  /** One that was not made in its first turn comes after all that had none, and makes way for them. */
  readonly laterMs: number
  /** How often it is looked then whether there are any. */
  readonly lookMs: number
}
const defaultTurns: FinishTurns = { firstMs: 30_000, laterMs: 600_000, lookMs: 1_000 }

export interface Finisher {
  /** Makes a session's recording file, after those asked for before. `yields`: all other work goes first. Never rejects. */
  finish(name: SessionName, yields: boolean): Promise<FinishOutcome>
  /** Runs `work` when no file is being made. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
  /** Runs `work` while no file of these sessions is made; the one that is being made is done or has made way before. Others are made meanwhile. */
  without<T>(names: readonly SessionName[], work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Makes recording files, one at a time, in a process of their own. */
export function createFinisher(options: {
  place: BytePlace
  bytes: ByteStore
  catalog: Catalog
  /** Of a log in a bucket. */
  keyOf?: (file: number) => Promise<string | null>
  onNotice(text: string): void
  /** A session has another file than before. */
  onMade(name: SessionName & { source: string }): void
  readonly turns?: Partial<FinishTurns>
}): Finisher {
  const { place, bytes, catalog, onNotice } = options
  const turns = { ...defaultTurns, ...options.turns }
  const queue = createQueue()
  /** Asked for here and not begun. */
  let asked = 0
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    asked++
    return queue(() => {
      asked--
      return work()
    })
  }
  const maker = createFinishProcess()
  /** Sessions of which no file is made now. */
  const shut = new Set<string>()
  let isClosed = false

  async function run(name: SessionName, yields: boolean): Promise<FinishOutcome> {
    if (isClosed) return { result: 'failed', why: 'The store is closed.' }
    if (shut.has(nameOf(name))) {
      // It is being taken away. Where that fails, or more of it comes, its turn comes again.
      await catalog.finish.delay(name, Date.now())
      return { result: 'current' }
    }
    if (!(await catalog.finish.claim(name))) return { result: 'current' }
    try {
      return await makeClaimed(name, yields)
    } finally {
      await catalog.finish.release(name)
    }
  }
  async function makeClaimed(name: SessionName, yields: boolean): Promise<FinishOutcome> {
    const { project, session } = name
    const known = await catalog.recordings.current(name)
    const chunks = await catalog.chunks(project, session)
    const sources = sourcesOf(chunks)
    if (!chunks.length || (known && sources.includes(known.source))) {
      await catalog.finish.drop(name)
      return { result: 'current' }
    }
    // In a directory the start took up what was made before a crash; in S3 it is looked for when its turn comes.
    const found = bytes.isRemote && (await findMade(name, sources))
    if (found === true) return { result: 'current' }
    const from = performance.now()
    const made =
      found !== false && found.isOutage
        ? found
        : await makeInTurn(
            { ...place, project, session, chunks, effort: await effortFor(name, yields), logKeys: await findKeys(chunks) },
            yields,
          )
    if (made === null) {
      // As often as it takes: it is no fault of the session that others wait.
      await catalog.finish.delay(name, Date.now())
      return { result: 'current' }
    }
    if ('why' in made) {
      // A close that cut it short is no failure: it is made after the next start.
      if (isClosed) return { result: 'failed', why: made.why }
      // That S3 is down, or no file can be opened, is no fault of the session.
      await catalog.finish[made.isOutage ? 'delay' : 'fail'](name, Date.now())
      onNotice(`The recording file of session ${session} of ${project} could not be made: ${made.why}`)
      return { result: 'failed', why: made.why }
    }
    const { source, sizeBytes, counts } = made
    let older: string | null
    try {
      older = await catalog.recordings.set({ ...name, source, chunks: chunks.length, sizeBytes })
    } catch (error) {
      if (!(error instanceof StoreError && (error.code === 'lease-lost' || error.code === 'erased'))) throw error
      // Where its session was erased meanwhile, it must go; where it was not, another server made one of the same chunks. If that is
      // under another name, this one stays in the bucket until its session goes.
      const isGone = error.code === 'erased' || !(await catalog.chunks(project, session)).length
      if (isGone) await bytes.delete(recordingKey({ project, session, source }))
      return { result: 'failed', why: error.message }
    }
    options.onMade({ ...name, source })
    // What the same chunks made with another effort was found damaged, or was left by a server that lost its turn.
    for (const other of sources) if (other !== source) await remove({ ...name, source: other })
    // One that stays only takes space.
    if (older) await remove({ ...name, source: older })
    return { result: 'made', sizeBytes, tookMs: performance.now() - from, counts }
  }

  /** Null: it would have been long, and others wait. */
  async function makeInTurn(task: FinishTask, yields: boolean): Promise<FinishResult | Failure | null> {
    if (!(await catalog.finish.isLate(task))) return maker.make(task, { yields, mostMs: turns.firstMs })
    const cut = new AbortController()
    const look = async (): Promise<void> => {
      if (await doOthersWait(task)) cut.abort()
    }
    // What keeps the catalog from answering is told by who asks it next.
    const timer = setInterval(() => void look().catch(() => undefined), turns.lookMs)
    try {
      const made = await maker.make(task, { yields, mostMs: turns.laterMs, cut: cut.signal })
      return 'why' in made && cut.signal.aborted ? null : made
    } finally {
      clearInterval(timer)
    }
  }

  const doOthersWait = async (name: SessionName): Promise<boolean> => asked > 0 || catalog.finish.waits(Date.now(), name)
  /** The last bytes are worth the time of nobody. */
  const effortFor = async (name: SessionName, yields: boolean): Promise<Effort> =>
    yields && !(await doOthersWait(name)) ? 'best' : 'quick'

  const remove = (file: SessionName & { source: string }): Promise<void> =>
    bytes.delete(recordingKey(file)).catch((error: Error) => onNotice(error.message))

  /** Whether a file of these very chunks is there, or why that cannot be known. */
  async function findMade(name: SessionName, sources: readonly string[]): Promise<boolean | Failure> {
    for (const source of sources) {
      const found = await takeUp(bytes, catalog, { ...name, source }).catch(failureOf)
      if (found !== false) return found
    }
    return false
  }

  async function findKeys(chunks: readonly CatalogChunk[]): Promise<FinishTask['logKeys']> {
    const { keyOf } = options
    if (!keyOf) return null
    const files = [...new Set(chunks.map(({ file }) => file))]
    return Promise.all(files.map(async (file) => [file, await keyOf(file)] as const))
  }

  return {
    finish: (name, yields) => inTurn(() => run(name, yields)),
    exclusive: inTurn,
    async without(names, work) {
      for (const name of names) shut.add(nameOf(name))
      try {
        await inTurn(async () => undefined)
        return await work()
      } finally {
        for (const name of names) shut.delete(nameOf(name))
      }
    },
    async close() {
      isClosed = true
      maker.close()
      await inTurn(async () => undefined)
    },
  }
}

const nameOf = ({ project, session }: SessionName): string => `${project} ${session}`
