import type { RecordingManifest } from '@playhead/wire'
import type { BytePlace } from '../bytes/open.ts'
import type { ByteStore } from '../bytes/byte-store.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { SessionName } from '../catalog/recording.ts'
import { assetRefs } from '../question/recording.ts'
import { type Part, recordingKey, recordingsPrefix, readKey } from './file.ts'
import { createFinisher, type FinishOutcome, type FinishTurns } from './finisher.ts'
import { createIndexShelf, isWhole, readPart } from './read.ts'
import { isOutage } from './write.ts'

/** A piece of a recording file. */
export type PartName = { readonly kind: 'block' | 'checkpoint'; readonly tab: string; readonly seq: number } | { readonly kind: 'signals' }

/** Of a recording file that is registered; `none`: none is. */
export type RecordingState = 'whole' | 'damaged' | 'none'

/** The recording files: what viewers read instead of all of a session's chunks. @see docs/storage-format.md#L16 */
export interface Recordings {
  /** Null: the session has none, or has gone on since, or it is damaged; its chunks say the same. */
  manifest(project: string, session: string): Promise<RecordingManifest | null>
  /**
   * A piece of the file that a manifest names, as brotli. Null: there is no such piece any more. Damage is told, and the
   * file made again.
   */
  part(project: string, session: string, file: string, name: PartName): Promise<{ bytes: Buffer; rawBytes: number } | null>
  /** What stands on the disk of the session's file, which is read whole, and what is known of it. Changes nothing. */
  check(project: string, session: string): Promise<RecordingState>
  /** Makes the file of a session, after those asked for before. `yields`: nobody waits for it, so all other work goes first. */
  finish(project: string, session: string, options?: { yields?: boolean }): Promise<FinishOutcome>
  /** A session that is over and has no file; null: there is none. */
  next(nowMs?: number): Promise<SessionName | null>
  /** Sessions that are over and have no file; that could not have one; and files found damaged since the start. */
  health(nowMs?: number): Promise<{ waiting: number; failed: number; damaged: number }>
}

export interface RecordingEraser {
  /** Runs `work` while no file of these sessions is made here. */
  without<T>(names: readonly SessionName[], work: () => Promise<T>): Promise<T>
  /** Removes every file of these sessions, also what a crash left of one: how many. */
  erase(names: readonly SessionName[]): Promise<number>
}

export function createRecordings(options: {
  place: BytePlace
  bytes: ByteStore
  catalog: Catalog
  /** Which object of a bucket a log file is; not given where the log is in a directory. */
  keyOf?: (file: number) => Promise<string | null>
  onNotice(text: string): void
  readonly turns?: Partial<FinishTurns>
}): Recordings & RecordingEraser & { close(): Promise<void> } {
  const { bytes: store, catalog, onNotice } = options
  const indexes = createIndexShelf(store)
  const finisher = createFinisher({ ...options, onMade: indexes.forget })
  let damaged = 0

  async function giveUp(name: SessionName & { source: string }): Promise<void> {
    damaged++
    indexes.forget(name)
    await catalog.recordings.remove(name)
    await catalog.finish.hurry(name)
    onNotice(`The recording file of session ${name.session} of ${name.project} is damaged; it is made again from the log.`)
  }

  async function check(project: string, session: string): Promise<RecordingState> {
    const row = await catalog.recordings.current({ project, session })
    if (!row) return 'none'
    if (await isWhole(store, recordingKey(row))) return 'whole'
    // It may have been made again meanwhile.
    const now = await catalog.recordings.current({ project, session })
    return now?.source === row.source ? 'damaged' : check(project, session)
  }

  return {
    async manifest(project, session) {
      const row = await catalog.recordings.current({ project, session })
      if (!row) return null
      let index
      try {
        index = await indexes.get(row)
      } catch (error) {
        if (!isOutage(error)) throw error
        // Until it can be read again viewers are given the chunks, which say the same.
        onNotice((error as Error).message)
        return null
      }
      if (!index) {
        await giveUp(row)
        return null
      }
      const { startedAtMs, endedAtMs, tabs, idle, marks, stills, lost, gaps, signals } = index
      return {
        sessionId: session,
        startedAtMs,
        endedAtMs,
        durationMs: endedAtMs - startedAtMs,
        live: false,
        tabs,
        file: row.source,
        chunks: index.blocks.map(({ at: _at, rawBytes: _raw, hash: _hash, ...ref }) => ref),
        checkpoints: index.checkpoints.map(({ at: _at, rawBytes: _raw, hash: _hash, ...ref }) => ref),
        ...(signals ? { signals: { sizeBytes: signals.sizeBytes } } : {}),
        idle,
        marks,
        stills,
        lost,
        gaps,
        assets: await assetRefs(catalog, project, session),
      }
    },
    async part(project, session, source, wanted) {
      const index = await indexes.get({ project, session, source })
      const found: Part | null | undefined =
        wanted.kind === 'signals'
          ? index?.signals
          : index?.[wanted.kind === 'block' ? 'blocks' : 'checkpoints'].find(({ tab, seq }) => tab === wanted.tab && seq === wanted.seq)
      if (!found) return null
      const bytes = await readPart(store, recordingKey({ project, session, source }), found)
      if (bytes) return { bytes, rawBytes: found.rawBytes }
      const row = await catalog.recordings.current({ project, session })
      if (row?.source === source) await giveUp(row)
      return null
    },
    check,
    finish: (project, session, { yields = false } = {}) => finisher.finish({ project, session }, yields),
    next: (nowMs = Date.now()) => catalog.finish.next(nowMs),
    health: async (nowMs = Date.now()) => ({ ...(await catalog.finish.counts(nowMs)), damaged }),
    without: (names, work) => finisher.without(names, work),
    erase: (names) =>
      finisher.exclusive(async () => {
        let count = 0
        const erased = new Set(names.map(({ project, session }) => `${project} ${session}`))
        // A folder is read once for all of them; of a bucket only what begins with a session's name.
        const prefixes = names.map(({ project, session }) => `${recordingsPrefix}${project}/${store.isRemote ? `${session}.` : ''}`)
        for (const prefix of new Set(prefixes)) {
          await store.tidy(prefix)
          for await (const key of store.list(prefix)) {
            const name = readKey(key)
            if (!name || !erased.has(`${name.project} ${name.session}`)) continue
            await store.delete(key)
            indexes.forget(name)
            count++
          }
        }
        return count
      }),
    close: () => finisher.close(),
  }
}
