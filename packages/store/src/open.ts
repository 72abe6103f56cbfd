import { openAssetVault } from './asset-vault.ts'
import { checkS3, openBytes } from './bytes/open.ts'
import { refuseUnfinished } from './backup/restore.ts'
import { type CatalogChunk, openCatalog } from './catalog/catalog.ts'
import { catchUpCatalog, createFollower } from './follow.ts'
import { adoptIndex, refuseLaterIndex } from './index/adopt.ts'
import { createIndexer, type Indexer } from './index/indexer.ts'
import { openIndex } from './index/open.ts'
import { lockDir } from './lock.ts'
import { createDamageBook } from './log/damage-book.ts'
import { openDirectoryLog } from './log/directory.ts'
import { createIntake } from './intake.ts'
import { createEraser } from './erasure/erase.ts'
import { signalsOf } from './signal-lane.ts'
import { createGate } from './erasure/gate.ts'
import { createQueue } from './queue.ts'
import { openTombstones } from './erasure/tombstone.ts'
import { eraseRows } from './index/erase-rows.ts'
import { openMetadata } from './metadata/open.ts'
import { askBackdrop } from './question/backdrop.ts'
import { askClickMap } from './question/click-map.ts'
import { askPages } from './question/pages.ts'
import { askRecording } from './question/recording.ts'
import { askSessions } from './question/search-sessions.ts'
import { askSession } from './question/session.ts'
import { readSignals } from './question/session-signals.ts'
import { askStatus } from './question/status.ts'
import { readChunkBytes } from './reader.ts'
import { createRecordings } from './recording/shelf.ts'
import { createRetention } from './retention/keep.ts'
import { sweepRecordings } from './recording/sweep.ts'
import type { Store, StoreOptions } from './store.ts'

/**
 * Opens the data directory: takes its lock, recovers the log, brings the catalog up to it and lets the index follow.
 * Throws StoreError `dir-in-use`, `dir-unwritable`, `postgres-unreachable`, `s3-unreachable`, `clickhouse-unreachable`, `index-taken`,
 * `newer-data`, `restore-unfinished`.
 */
export async function openStore({ dir, postgresUrl, s3Url, clickhouse, onNotice = () => undefined }: StoreOptions): Promise<Store> {
  refuseUnfinished(dir)
  if (!clickhouse) refuseLaterIndex(dir)
  const lock = lockDir(dir)
  try {
    return await openLocked({ dir, postgresUrl, s3Url, clickhouse, onNotice }, () => lock.release())
  } catch (error) {
    lock.release()
    throw error
  }
}

async function openLocked({ dir, postgresUrl, s3Url, clickhouse, onNotice }: Required<StoreOptions>, release: () => void): Promise<Store> {
  const place = { dir, s3Url }
  const bytes = openBytes(place)
  if (s3Url !== undefined) await checkS3(s3Url)
  const metadata = await openMetadata({ dir, postgresUrl }, onNotice)
  const tombstones = await openTombstones(metadata)
  const catalog = openCatalog(dir)
  const known = catalog.position()
  const log = openDirectoryLog({ dir, knownAt: (file) => (file === known.file ? known.at : 0), onNotice })
  const damages = createDamageBook(log.nameOf, onNotice)
  await catchUpCatalog(log, catalog, damages.add)
  await sweepRecordings(bytes, catalog, onNotice)
  const index = openIndex({ dir, clickhouse: clickhouse ?? null, onNotice })
  const { engine } = index
  const prepareIndex = (): Promise<void> => adoptIndex({ dir, engine, catalog, isShared: clickhouse !== undefined })
  // Without its own chDB a server records, and tries again; without what it was told to use it does not begin.
  if (clickhouse)
    await index
      .check()
      .then(prepareIndex)
      .catch(async (error: unknown) => {
        await index.close()
        catalog.close()
        await metadata.close()
        throw error
      })
  const recordings = createRecordings({ place, bytes, catalog, onNotice })
  const follower = createFollower(log, catalog, damages.add)
  const chunkBytes = async (chunk: CatalogChunk): Promise<Uint8Array | null> => {
    const bytes = await readChunkBytes(log, chunk)
    if (!bytes) damages.add({ file: chunk.file, at: chunk.chunkAt, sizeBytes: chunk.sizeBytes })
    return bytes
  }
  const startIndexer = (): Indexer =>
    createIndexer({
      catalog,
      engine,
      batches: index.batches,
      prepare: prepareIndex,
      async next(after, until) {
        const found = await follower.next(after, until)
        const isThere = ({ project, session }: { project: string; session: string }): boolean =>
          tombstones.ofSession(project, session)?.why !== 'erased'
        return found && { ...found, items: found.items.filter(isThere) }
      },
      onDamage: damages.add,
      onNotice,
    })
  let indexer = startIndexer()
  const intake = createIntake({
    catalog,
    log,
    onStored(chunk, location) {
      catalog.add(chunk, location)
      follower.add(chunk, location)
      indexer.wake()
    },
  })
  indexer.wake()
  const { ask } = engine
  const gate = createGate({
    tombstones,
    append: intake.append,
    async visitorsOf(project, session) {
      const starts = catalog.chunks(project, session).filter(({ seq }) => seq === 0)
      const signals = (await Promise.all(starts.map(chunkBytes))).flatMap(signalsOf)
      return signals.flatMap((signal) => (signal.type === 'start' ? [signal.visitor] : []))
    },
  })
  /** What changes much of the directory goes one after the other. */
  const inTurn = createQueue()
  let isClosing = false
  const assets = openAssetVault(bytes)
  const eraser = createEraser({
    dir,
    log,
    catalog,
    metadata,
    tombstones,
    gate,
    ask,
    chunkBytes,
    eraseRecordings: recordings.erase,
    removeAsset: assets.remove,
    withoutRows: (project, sessions, work) =>
      indexer.exclusive(async () => {
        await index.batches.forgetAll()
        await eraseRows(engine, project, sessions)
        return work()
      }),
    flushIndex: () => indexer.flush(),
  })
  const retention = createRetention({ dir, log, bytes, catalog, metadata, ask, purge: eraser.purge, onNotice, isClosing: () => isClosing })
  void inTurn(eraser.resume).catch((error: unknown) => onNotice(`An erasure is yet to be finished: ${(error as Error).message}`))
  return {
    metadata,
    assets,
    recordings,
    append: gate.append,
    async chunkBytes(project, session, tab, seq) {
      const chunk = catalog.chunk(project, session, tab, seq)
      return chunk && chunkBytes(chunk)
    },
    knows: intake.knows,
    async recording(project, session) {
      return askRecording(catalog, project, session)
    },
    searchSessions: (project, search) => askSessions(ask, project, search),
    session: (project, id) => askSession(ask, project, id),
    sessionSignals: (project, id) => readSignals(catalog, chunkBytes, project, id),
    clickMap: (project, question) => askClickMap(ask, project, question),
    backdrop: (project, question) => askBackdrop(ask, catalog, project, question),
    pages: (project, question) => askPages(ask, project, question),
    status: (project) => askStatus(ask, catalog, project),
    health: () => ({ ...indexer.health(), damages: damages.count }),
    flushIndex: () => indexer.flush(),
    sweep: (nowMs) =>
      inTurn(async () => {
        await eraser.resume()
        return retention.sweep(nowMs)
      }),
    storage: retention.report,
    erase: (project, subject, by) => inTurn(() => eraser.erase(project, subject, by)),
    reindex: () =>
      inTurn(async () => {
        await indexer.close()
        catalog.restartIndex()
        await engine.clear()
        indexer = startIndexer()
        await indexer.flush()
        const [row] = await ask<{ sessions: number }>('SELECT count() AS sessions FROM playhead.sessions FINAL', {})
        return { chunks: catalog.count(), sessions: row?.sessions ?? 0 }
      }),
    async close() {
      isClosing = true
      await inTurn(async () => undefined)
      await log.close()
      await recordings.close()
      await indexer.close()
      await index.close()
      catalog.close()
      await metadata.close()
      release()
    },
  }
}
