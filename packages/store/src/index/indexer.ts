import { type DirectoryCatalog, isUpTo, type Position } from '../catalog/sqlite.ts'
import { StoreError } from '../error.ts'
import { createQueue } from '../queue.ts'
import type { Damage } from '../log/scan.ts'
import type { Batches, IndexItem } from './batch.ts'
import type { IndexEngine } from './engine.ts'

export interface IndexerOptions {
  /** Sees, before the first batch, that the index can be gone on with. */
  prepare(): Promise<void>
  readonly catalog: DirectoryCatalog
  readonly engine: IndexEngine
  readonly batches: Batches
  /** The next chunks after a position, at most up to `until`, and where they end; null: there are none. */
  next(after: Position, until: Position | null): Promise<{ items: IndexItem[]; to: Position } | null>
  onDamage(damage: Damage): void
  /** So many more chunks are in the index. */
  onIndexed(chunks: number): void
  onNotice(text: string): void
}
export interface Indexer {
  /** Says that there is something new. */
  wake(): void
  /**
   * Resolves when the index holds all that was in the log at the time of the call. Throws StoreError `index-down` after a minute
   * in which it did not get on, and `closed`.
   */
  flush(): Promise<void>
  /** No batch is begun any more, and whoever waits in {@link flush} waits no longer. */
  interrupt(): void
  /** Runs `work` between two batches, and no batch meanwhile. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
  /** Ms for which the index has been behind the log, chunks in the log since it last caught up, and sessions left out. */
  health(): { indexLagMs: number; waiting: number; quarantined: number }
  close(): Promise<void>
}

/** How long chunks gather before they are inserted. */
const gatherMs = 200
const gatherChunks = 500
/** How long whoever asks for all that was acknowledged waits while nothing moves, and how often it is looked whether something does. */
const patienceMs = 60_000
const lookMs = 200

/**
 * Follows the log and keeps the index up to it. Exactly once: a batch is written down before it is inserted,
 * and after a crash done again under its own token. @see docs/storage-format.md#L13
 */
export function createIndexer(options: IndexerOptions): Indexer {
  const { catalog, engine, batches, onNotice } = options
  let behindMs: number | null = null
  let waiting = 0
  let quarantined = 0
  let running: Promise<void> | null = null
  const inTurn = createQueue()
  let isClosed = false
  let failures = 0
  let isAwake = false
  let isPrepared = false
  let hurried = 0
  let endPauses = (): void => undefined
  /** Ends a back-off: closing does not wait for one. */
  const closing = new Promise<void>((resolve) => (endPauses = resolve))
  const interrupt = (): void => {
    isClosed = true
    endPauses()
  }
  /** Rows are being made of no session: that is not the index's fault. */
  let exclusives = 0
  let movedMs = Date.now()

  const run = async (): Promise<void> => {
    while (!isClosed) {
      isAwake = false
      try {
        const count = await inTurn(step)
        failures = 0
        movedMs = Date.now()
        if (count === null && !isAwake) return
        // Small batches cost as much as large ones: let more gather.
        if (!hurried && (count ?? 0) < gatherChunks) await sleep(gatherMs)
      } catch (error) {
        if (isClosed) return
        if (failures++ === 0) onNotice(`The index is behind: ${(error as Error).message}`)
        await Promise.race([sleep(Math.min(5_000, 100 * 2 ** failures)), closing])
      }
    }
  }

  /** One batch: how many chunks it held; null when there is nothing to do. */
  const step = async (): Promise<number | null> => {
    catalog.flush()
    if (!isPrepared) await options.prepare()
    isPrepared = true
    const begun = catalog.batch()
    // An index without its catalog can't be gone on with: which rows it holds is not known.
    const indexed = catalog.indexPosition()
    if (!begun && indexed.file === 0) {
      await engine.clear()
      await batches.forgetAll()
    }
    const found = await options.next(indexed, begun?.to ?? null)
    if (!found) {
      waiting = 0
      behindMs = null
      return null
    }
    const batch = begun ?? catalog.beginBatch(found.to)
    const result = await batches.index({ token: batch.token, indexed, items: found.items })
    quarantined = result.quarantined
    for (const { file, chunkAt, sizeBytes } of result.unread) options.onDamage({ file, at: chunkAt, sizeBytes })
    catalog.endBatch(batch)
    catalog.flush()
    options.onIndexed(found.items.length)
    const isStillBehind = isBehind(catalog.position())
    waiting = isStillBehind ? Math.max(1, waiting - found.items.length) : 0
    behindMs = isStillBehind ? Math.max(behindMs ?? 0, found.items.at(-1)?.receivedMs ?? 0) : null
    return found.items.length
  }

  const isBehind = (target: Position): boolean => !isUpTo(target, catalog.indexPosition())
  const start = (waitMs: number): Promise<void> =>
    (running ??= sleep(waitMs)
      .then(run)
      .finally(() => {
        running = null
        if (isAwake && !isClosed) void start(gatherMs)
      }))

  return {
    interrupt,
    exclusive: async (work) => {
      exclusives++
      try {
        return await inTurn(work)
      } finally {
        exclusives--
        movedMs = Date.now()
      }
    },
    health() {
      const isCurrent = behindMs === null || !isBehind(catalog.position())
      return { indexLagMs: isCurrent ? 0 : Date.now() - behindMs!, waiting: isCurrent ? 0 : waiting, quarantined }
    },
    wake() {
      behindMs ??= Date.now()
      waiting++
      isAwake = true
      void start(gatherMs)
    },
    async flush() {
      catalog.flush()
      const target = catalog.position()
      const fromMs = Date.now()
      hurried++
      try {
        // Until it is known whose index it is, nothing is known to be in it.
        while (!isPrepared || isBehind(target)) {
          if (isClosed) throw new StoreError('closed', 'The store is closed.')
          if (!exclusives && Date.now() - Math.max(fromMs, movedMs) > patienceMs)
            throw new StoreError('index-down', 'The index does not catch up: what it runs on is down, or does not answer.')
          isAwake = true
          // While it fails it goes on without an end.
          await Promise.race([start(0), closing, sleep(lookMs)])
        }
      } finally {
        hurried--
      }
    },
    async close() {
      interrupt()
      await running
    },
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
