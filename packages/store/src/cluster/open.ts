import { sql } from 'kysely'
import { createAnswers } from '../answer.ts'
import { keepNamed } from '../asset-vault.ts'
import { checkS3 } from '../bytes/open.ts'
import { answerPatience, openS3 } from '../bytes/s3.ts'
import type { CatalogChunk, Extent } from '../catalog/catalog.ts'
import { createPostgresCatalog } from '../catalog/postgres.ts'
import { StoreError } from '../error.ts'
import { createEraser } from '../erasure/erase.ts'
import { readVisitors } from '../erasure/gate.ts'
import { eraseRows } from '../index/erase-rows.ts'
import { openIndex } from '../index/open.ts'
import { createDamageBook } from '../log/damage-book.ts'
import { openS3Log } from '../log/s3.ts'
import { createMetadata } from '../metadata/open.ts'
import { connectPostgres } from '../metadata/postgres.ts'
import { readChunkBytes } from '../reader.ts'
import { createRecordings } from '../recording/shelf.ts'
import { createRetention } from '../retention/keep.ts'
import type { Store, StoreRole } from '../store.ts'
import { createClaims } from './claim.ts'
import { createSharedGate } from './gate.ts'
import { blankStrays, eraseLease, freeSharedLog, markLog, rememberTidied } from './housekeeping.ts'
import { createIndexQueue } from './index-queue.ts'
import { createClusterIndexer, indexLease } from './indexer.ts'
import { createClusterIntake } from './intake.ts'
import { type Lease, openLeases } from './lease.ts'
import type { ClusterPlace } from './place.ts'
import { createRegister } from './register.ts'
import { createSharedTombstones } from './tombstone.ts'
import { createSharedVault } from './vault.ts'
import { waitWhileMoving } from './wait.ts'

/** How long who erases waits for its turn, and how long who asks for all that was acknowledged waits for an index that does not get on. */
const turnMs = 120_000
const flushMs = 60_000
const tidyMs = 60_000

/**
 * Opens what servers of a cluster share. Nothing of it is in a directory, and any number of processes may.
 * Throws StoreError `postgres-unreachable`, `s3-unreachable`, `clickhouse-unreachable`, `index-taken`, `newer-data`.
 * @param roles who only takes chunks begins without ClickHouse; who works makes the index's rows, while it has the lease
 */
export async function openCluster(options: {
  place: ClusterPlace
  roles: readonly StoreRole[]
  onNotice(text: string): void
}): Promise<Store> {
  const { place, roles, onNotice } = options
  const isWorker = roles.includes('worker')
  const { postgresUrl, s3Url, clickhouse } = place
  await checkS3(s3Url)
  const database = await connectPostgres(postgresUrl, onNotice)
  const { db } = database
  const metadata = createMetadata(database)
  const leases = await openLeases(db, onNotice)
  const bytes = openS3(s3Url)
  const register = createRegister(db)
  const catalog = createPostgresCatalog(db, leases.holder)
  const log = openS3Log({ bytes: openS3(s3Url, answerPatience), objects: register, tidied: rememberTidied(db), onNotice })
  const index = openIndex({ source: place, clickhouse, onNotice })
  const { engine } = index
  const queue = createIndexQueue(db, engine, onNotice)
  const inTurn = async <T>(name: string, work: (lease: Lease) => Promise<T>): Promise<T> => {
    const done = await leases.withLease(name, async (lease) => ({ value: await work(lease) }), turnMs)
    if (!done) throw new StoreError('lease-lost', `Other servers were at it for ${turnMs / 1000} s (${name}); it is done later.`)
    return done.value
  }
  try {
    if (roles.some((role) => role !== 'ingest')) {
      await inTurn('tables', () => index.check())
      await queue.checkOwner()
    }
  } catch (error) {
    await index.close()
    await leases.close()
    await metadata.close()
    throw error
  }

  const damages = createDamageBook(log.nameOf, onNotice)
  const chunkBytes = async (chunk: CatalogChunk): Promise<Uint8Array | null> => {
    const found = await readChunkBytes(log, chunk)
    if (!found) damages.add({ file: chunk.file, at: chunk.chunkAt, sizeBytes: chunk.sizeBytes })
    return found
  }
  const assets = keepNamed(createSharedVault(db, openS3(s3Url, answerPatience)), catalog.isAssetNamed)
  const recordings = createRecordings({ place: { dir: '', s3Url }, bytes, catalog, keyOf: register.keyOf, onNotice })
  const intake = createClusterIntake({ log, register, catalog })
  const tombstones = createSharedTombstones(db)
  /** Throws StoreError `index-down` where it does not get on. */
  const waitFor = async (leftOf: () => Promise<number>): Promise<void> => {
    if (!(await waitWhileMoving(leftOf, { patienceMs: flushMs })))
      throw new StoreError('index-down', 'The index does not catch up: does a server with the role worker run?')
  }
  const flushIndex = async (onWait?: () => Promise<void>): Promise<void> => {
    const last = await queue.last()
    await waitFor(async () => {
      await onWait?.()
      return queue.left(last)
    })
  }
  let isClosing = false
  const { withClaims } = createClaims({ finish: catalog.finish, patienceMs: turnMs, isClosing: () => isClosing })
  const eraser = createEraser({
    log,
    catalog,
    metadata,
    tombstones,
    // Once a tombstone is there no file with its session is registered; what is stored all the same is overwritten later.
    gate: { quiet: async () => undefined },
    ask: engine.ask,
    chunkBytes,
    onNotice,
    eraseRecordings: (names, rest) => recordings.without(names, () => withClaims(names, async () => rest(await recordings.erase(names)))),
    removeAsset: assets.remove,
    // Its intake asks the catalog, which others take from, too.
    onGone: () => undefined,
    hold: (work) => inTurn(eraseLease, ({ lost }) => work(lost)),
    mark: (project, sessions) => markLog(db, project, sessions),
    withoutRows: (work) =>
      inTurn(indexLease, async () => {
        indexer?.forget()
        return work((project, sessions) => eraseRows(engine, project, sessions))
      }),
    flushIndex,
  })
  const retention = createRetention({
    bytes,
    catalog,
    metadata,
    ask: engine.ask,
    drop: eraser.drop,
    removeAsset: assets.remove,
    hold: (work) => inTurn(eraseLease, () => work()),
    freeLog: () => inTurn(eraseLease, () => freeSharedLog(db, log)),
    freeBytes: async () => null,
    onNotice,
    isClosing: () => isClosing,
  })
  const indexer = isWorker
    ? createClusterIndexer({ leases, queue, batches: index.batches, interrupt: index.interrupt, onDamage: damages.add, onNotice })
    : null

  /** Takes up what other servers left half done. */
  async function tidy(): Promise<void> {
    await leases.withLease('tidy', async () => {
      await log.tidy()
      await eraser.resume()
      await leases.withLease(eraseLease, ({ lost }) => blankStrays(db, log, lost), turnMs)
    })
  }
  let tidying: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    tidying = tidying
      .then(tidy)
      .catch((error: unknown) => onNotice(`What was left half done is yet to be taken up: ${(error as Error).message}`))
  }, tidyMs)
  if (!isWorker) clearInterval(timer)

  return {
    ...createAnswers({ catalog, ask: engine.ask, chunkBytes }),
    metadata,
    assets,
    recordings,
    append: createSharedGate({ db, tombstones, append: intake.append, visitorsOf: readVisitors(catalog, chunkBytes) }),
    async extent(project, session) {
      const { rows } = await sql<{
        sizeBytes: number | null
        firstMs: number
        lastMs: number
      }>`SELECT sum(size_bytes)::bigint AS "sizeBytes",
        min(base_ms) AS "firstMs", max(end_ms) AS "lastMs" FROM chunk WHERE project = ${project} AND session = ${session}`.execute(db)
      const { sizeBytes = null, firstMs = 0, lastMs = 0 } = rows[0] ?? {}
      return sizeBytes === null ? null : ({ sizeBytes, firstMs, lastMs } satisfies Extent)
    },
    health: async () => ({ ...(await queue.lag()), quarantined: indexer?.quarantined ?? 0, damages: damages.count }),
    flushIndex,
    async sweep(nowMs) {
      const swept = await leases.withLease('sweep', async () => {
        // Chunks of files that nobody registered, as after a database was put back, name assets, too.
        await log.tidy()
        await eraser.resume()
        return retention.sweep(nowMs)
      })
      return swept ?? { sessions: 0, freedBytes: 0 }
    },
    storage: retention.report,
    erase: (project, subject, by) => eraser.erase(project, subject, by),
    async reindex(onProgress = () => undefined) {
      await queue.restart()
      await waitFor(queue.leftToForget)
      const total = await catalog.count()
      await flushIndex(async () => onProgress(Math.max(0, total - (await queue.lag()).waiting), total))
      const [row] = await engine.ask<{ sessions: number }>('SELECT count() AS sessions FROM playhead.sessions FINAL', {})
      return { chunks: await catalog.count(), sessions: row?.sessions ?? 0 }
    },
    async close() {
      isClosing = true
      clearInterval(timer)
      await tidying
      await log.close()
      await recordings.close()
      await indexer?.close()
      await index.close()
      await leases.close()
      await metadata.close()
    },
  }
}
