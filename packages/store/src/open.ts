import { openAssetVault } from './asset-vault.ts'
import { openCatalog } from './catalog/catalog.ts'
import { catchUpCatalog, createFollower } from './follow.ts'
import { createIndexEngine } from './index/engine.ts'
import { createIndexer, type Indexer } from './index/indexer.ts'
import { join } from 'node:path'
import { lockDir } from './lock.ts'
import { recoverLog } from './log/recover.ts'
import { createLogWriter } from './log/writer.ts'
import { createIntake } from './intake.ts'
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
import { sweepRecordings } from './recording/sweep.ts'
import type { Store, StoreOptions } from './store.ts'

/**
 * Opens the data directory: takes its lock, recovers the log, brings the catalog up to it and lets the index follow.
 * Throws StoreError `dir-in-use`, `dir-unwritable`, `postgres-unreachable`, `newer-data`.
 */
export async function openStore({ dir, postgresUrl, onNotice = () => undefined }: StoreOptions): Promise<Store> {
  const lock = lockDir(dir)
  try {
    return await openLocked({ dir, postgresUrl, onNotice }, () => lock.release())
  } catch (error) {
    lock.release()
    throw error
  }
}

async function openLocked({ dir, postgresUrl, onNotice }: Required<StoreOptions>, release: () => void): Promise<Store> {
  const metadata = await openMetadata({ dir, postgresUrl }, onNotice)
  const catalog = openCatalog(dir)
  const known = catalog.position()
  const end = recoverLog(dir, (file) => (file === known.file ? known.at : 0), onNotice)
  await catchUpCatalog(dir, catalog, onNotice)
  await sweepRecordings(dir, catalog, onNotice)
  const recordings = createRecordings({ dir, catalog, onNotice })
  const writer = createLogWriter({ dir, end, onNotice })
  const engine = createIndexEngine(join(dir, 'index'), onNotice)
  const follower = createFollower(dir, catalog)
  const chunkBytes = (chunk: Parameters<typeof readChunkBytes>[1]): Promise<Uint8Array | null> => readChunkBytes(dir, chunk)
  const startIndexer = (): Indexer => createIndexer({ catalog, engine, ask: engine.ask, chunkBytes, next: follower.next, onNotice })
  let indexer = startIndexer()
  const intake = createIntake({
    catalog,
    writer,
    onStored(chunk, location) {
      catalog.add(chunk, location)
      follower.add(chunk, location)
      indexer.wake()
    },
  })
  indexer.wake()
  const { ask } = engine
  return {
    metadata,
    assets: openAssetVault(dir),
    recordings,
    append: intake.append,
    async chunkBytes(project, session, tab, seq) {
      const chunk = catalog.chunk(project, session, tab, seq)
      return chunk && chunkBytes(chunk)
    },
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
    health: () => indexer.health(),
    flushIndex: () => indexer.flush(),
    async reindex() {
      await indexer.close()
      catalog.restartIndex()
      await engine.clear()
      indexer = startIndexer()
      await indexer.flush()
      const [row] = await ask<{ sessions: number }>('SELECT count() AS sessions FROM playhead.sessions FINAL', {})
      return { chunks: catalog.count(), sessions: row?.sessions ?? 0 }
    },
    async close() {
      await writer.close()
      await recordings.close()
      await indexer.close()
      await engine.close()
      catalog.close()
      await metadata.close()
      release()
    },
  }
}
