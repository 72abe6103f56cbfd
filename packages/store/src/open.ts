import { createAnswers } from './answer.ts'
import { keepNamed, openAssetVault } from './asset-vault.ts'
import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { holdFiles } from './backup/hold.ts'
import type { ByteStore } from './bytes/byte-store.ts'
import { checkS3, openBytes } from './bytes/open.ts'
import { answerPatience, openS3 } from './bytes/s3.ts'
import { refuseUnfinished } from './backup/restore.ts'
import type { CatalogChunk } from './catalog/catalog.ts'
import { type DirectoryCatalog, openCatalog, setCatalogAside } from './catalog/sqlite.ts'
import { openCluster } from './cluster/open.ts'
import { clusterPlaceOf } from './cluster/place.ts'
import { catchUpCatalog, createFollower, noticeMissing } from './follow.ts'
import { adoptIndex, refuseLaterIndex } from './index/adopt.ts'
import { createIndexer, type Indexer } from './index/indexer.ts'
import { openIndex } from './index/open.ts'
import { lockDir } from './lock.ts'
import type { ChunkLog, LogReader } from './log/chunk-log.ts'
import { createDamageBook, type DamageBook } from './log/damage-book.ts'
import { openDirectoryLog, openDirectoryReader } from './log/directory.ts'
import { listFiles } from './log/file.ts'
import { type Damage, overlaps } from './log/scan.ts'
import { createIntake } from './intake.ts'
import { StoreError } from './error.ts'
import { createEraser } from './erasure/erase.ts'
import { createGate, readVisitors } from './erasure/gate.ts'
import { createQueue } from './queue.ts'
import { openTombstones } from './erasure/tombstone.ts'
import { eraseRows } from './index/erase-rows.ts'
import { openMetadata } from './metadata/open.ts'
import { readChunkBytes } from './reader.ts'
import { createRecordings } from './recording/shelf.ts'
import { freeLog } from './retention/free-log.ts'
import { createRetention } from './retention/keep.ts'
import { sweepRecordings } from './recording/sweep.ts'
import type { Store, StoreOptions } from './store.ts'

/**
 * Opens what servers of a cluster share, where everything is elsewhere ({@link clusterPlaceOf}); else the data directory: takes its lock, recovers the log, brings the catalog up to it and lets the index follow.
 * Throws StoreError `dir-in-use`, `dir-unwritable`, `postgres-unreachable`, `s3-unreachable`, `clickhouse-unreachable`, `index-taken`,
 * `newer-data`, `restore-unfinished`, `damaged-file`.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dir, postgresUrl, s3Url, clickhouse, roles = ['ingest', 'api', 'worker'], onNotice = () => undefined } = options
  const place = clusterPlaceOf(options)
  if (place) {
    refuseOwnLog(dir)
    return openCluster({ place, roles, onNotice })
  }
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

async function openLocked(
  { dir, postgresUrl, s3Url, clickhouse, onNotice }: Required<Omit<StoreOptions, 'roles'>>,
  release: () => void,
): Promise<Store> {
  const place = { dir, s3Url }
  const bytes = openBytes(place)
  if (s3Url !== undefined) await checkS3(s3Url)
  const metadata = await openMetadata({ dir, postgresUrl }, onNotice)
  const tombstones = await openTombstones(metadata).catch(async (error: unknown) => {
    await metadata.close()
    throw error
  })
  const { catalog, log, damages, keepDamage } = await openLog({ dir, bytes, onNotice }).catch((error: unknown) => {
    if (!(error instanceof StoreError) || error.code !== 'damaged-file') throw error
    setCatalogAside(dir)
    onNotice('index/catalog.db was damaged: it is set aside as catalog.db.damaged, and made anew from the log, as the index is.')
    return openLog({ dir, bytes, onNotice })
  })
  const index = openIndex({ source: dir, clickhouse: clickhouse ?? null, onNotice })
  const { engine } = index
  const prepareIndex = (): Promise<void> => adoptIndex({ dir, engine, catalog, isShared: clickhouse !== undefined, onNotice })
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
  let onIndexed = (_chunks: number): void => undefined
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
      onIndexed: (chunks) => onIndexed(chunks),
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
    visitorsOf: readVisitors(catalog, chunkBytes),
  })
  /** What changes much of the directory goes one after the other. */
  const inTurn = createQueue()
  let isClosing = false
  const assets = keepNamed(openAssetVault(s3Url === undefined ? bytes : openS3(s3Url, answerPatience)), catalog.isAssetNamed)
  const eraser = createEraser({
    log,
    catalog,
    metadata,
    tombstones,
    gate,
    ask,
    chunkBytes,
    onNotice,
    eraseRecordings: (names, rest) => recordings.without(names, async () => rest(await recordings.erase(names))),
    hold: (work) => holdFiles(dir, work),
    async mark() {
      catalog.flush()
      return { strays: [], end: catalog.position(), filesOf: (chunks) => filesNear(log, chunks) }
    },
    removeAsset: assets.remove,
    onGone: intake.forget,
    withoutRows: (work) =>
      indexer.exclusive(async () => {
        await index.batches.forgetAll()
        return work(async (project, sessions, chunks) => {
          follower.forget(chunks)
          await eraseRows(engine, project, sessions)
        })
      }),
    flushIndex: () => indexer.flush(),
  })
  const retention = createRetention({
    bytes,
    catalog,
    metadata,
    ask,
    drop: eraser.drop,
    removeAsset: assets.remove,
    hold: (work) => holdFiles(dir, work),
    freeLog: () => holdFiles(dir, () => freeLog(log, catalog, keepDamage)),
    freeBytes: () => freeBytesOf(dir),
    onNotice,
    isClosing: () => isClosing,
  })
  void inTurn(eraser.resume)
  return {
    ...createAnswers({ catalog, ask, chunkBytes }),
    metadata,
    assets,
    recordings,
    append: gate.append,
    extent: intake.extent,
    health: async () => ({ ...indexer.health(), damages: damages.count }),
    flushIndex: () => indexer.flush(),
    sweep: (nowMs) =>
      inTurn(async () => {
        await eraser.resume()
        return retention.sweep(nowMs)
      }),
    storage: retention.report,
    erase: (project, subject, by) => inTurn(() => eraser.erase(project, subject, by)),
    reindex: (onProgress = () => undefined) =>
      inTurn(async () => {
        await indexer.close()
        catalog.restartIndex()
        const total = await catalog.count()
        let done = 0
        onIndexed = (chunks) => onProgress((done += chunks), total)
        try {
          await engine.clear()
        } finally {
          // Whatever came of it: the log is followed, from its beginning.
          indexer = startIndexer()
          indexer.wake()
          if (isClosing) indexer.interrupt()
        }
        await indexer.flush().finally(() => {
          onIndexed = () => undefined
        })
        const [row] = await ask<{ sessions: number }>('SELECT count() AS sessions FROM playhead.sessions FINAL', {})
        return { chunks: await catalog.count(), sessions: row?.sessions ?? 0 }
      }),
    async close() {
      isClosing = true
      // Who waits for an index that is down would keep it from ending; what was begun is finished by the next start.
      indexer.interrupt()
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

/** The log, and its catalog brought up to it, and to what lies in the folders. Throws StoreError `damaged-file`: the catalog is. */
async function openLog({ dir, bytes, onNotice }: { dir: string; bytes: ByteStore; onNotice(text: string): void }) {
  const catalog = openCatalog(dir)
  try {
    const reader = openDirectoryReader(dir)
    const damages = createDamageBook(reader.nameOf, onNotice)
    /** What is found where the log is read only once is told by later starts, too. */
    const keepDamage = (damage: Damage): void => {
      catalog.addDamage(damage)
      damages.add(damage)
    }
    await tellKnownDamages(reader, catalog, damages)
    await noticeMissing(reader, catalog, keepDamage, onNotice)
    const known = catalog.position()
    const log = openDirectoryLog({ dir, known: { file: known.file, sizeBytes: known.at }, onNotice })
    await catchUpCatalog(log, catalog, keepDamage)
    await sweepRecordings(bytes, catalog, onNotice)
    return { catalog, log, damages, keepDamage }
  } catch (error) {
    catalog.close()
    throw error
  }
}

/** What was found before and is still there: a file may have gone, or been put back. Each file is read once. */
async function tellKnownDamages(log: LogReader, catalog: DirectoryCatalog, damages: DamageBook): Promise<void> {
  const known = catalog.damages()
  for (const number of new Set(known.map(({ file }) => file))) {
    const found: Damage[] = []
    let fileBytes = 0
    for await (const part of log.scan(number)) {
      found.push(...part.damages)
      fileBytes = part.sizeBytes
    }
    for (const damage of known.filter(({ file }) => file === number)) {
      const isMissing = fileBytes > 0 && damage.at + damage.sizeBytes > fileBytes
      if (isMissing || found.some((one) => overlaps(one, damage))) damages.add(damage)
      else catalog.forgetDamage(damage)
    }
  }
}

/** Nothing of it would be seen. Throws StoreError `not-empty`. */
function refuseOwnLog(dir: string): void {
  if (!existsSync(join(dir, 'log')) || !listFiles(dir).length) return
  throw new StoreError(
    'not-empty',
    `The data directory ${dir} holds recordings of its own, which a cluster would not show: with PLAYHEAD_POSTGRES_URL, PLAYHEAD_S3_URL and PLAYHEAD_CLICKHOUSE_URL all set, the log is in S3. Name another directory in PLAYHEAD_DATA, or leave one of the three out.`,
  )
}

/** The catalog knows one record of each chunk; one whose append failed after its bytes reached the disk stands near it. */
async function filesNear(log: ChunkLog, chunks: readonly CatalogChunk[]): Promise<number[]> {
  if (!chunks.length) return []
  const first = chunks.reduce((least, { file }) => Math.min(least, file), Infinity) - 1
  const last = chunks.reduce((most, { file }) => Math.max(most, file), 0) + 1
  return (await log.files(first)).flatMap(({ number }) => (number <= last ? [number] : []))
}

async function freeBytesOf(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir)
  return bavail * bsize
}
