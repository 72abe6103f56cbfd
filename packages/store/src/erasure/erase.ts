import { randomUUID } from 'node:crypto'
import type { Catalog, CatalogChunk } from '../catalog/catalog.ts'
import type { SessionName } from '../catalog/recording.ts'
import type { Ask } from '../index/engine.ts'
import type { ChunkLog } from '../log/chunk-log.ts'
import type { ErasureReceipt, Metadata } from '../metadata/metadata.ts'
import { signalsOf } from '../signal-lane.ts'
import type { Gate } from './gate.ts'
import type { TombstoneBook } from './tombstone.ts'

/** Whose data goes: one session, or all sessions of a visitor or of a user that the site named. */
export interface ErasureSubject {
  readonly kind: 'session' | 'visitor' | 'user'
  readonly id: string
}
export interface Eraser {
  /** Null: the project holds nothing of this subject. Throws StoreError `index-down`: what is left is erased later. */
  erase(project: string, subject: ErasureSubject, by: string): Promise<ErasureReceipt | null>
  /** Finishes what was cut short. */
  resume(): Promise<void>
  /** Takes sessions away, so that nothing of them is in the data directory. */
  purge(project: string, sessions: readonly string[]): Promise<Purged>
}
export type Purged = Pick<ErasureReceipt, 'logRecords' | 'logBytes' | 'recordingFiles' | 'assets' | 'notes'>

export interface EraserOptions {
  readonly log: ChunkLog
  readonly catalog: Catalog
  readonly metadata: Metadata
  readonly tombstones: TombstoneBook
  readonly gate: Pick<Gate, 'quiet'>
  readonly ask: Ask
  chunkBytes(chunk: CatalogChunk): Promise<Uint8Array | null>
  /** Removes the recording files of these sessions; none is made again until `rest`, which is told how many they were, is done. */
  eraseRecordings<T>(names: readonly SessionName[], rest: (files: number) => Promise<T>): Promise<T>
  /** Removes an asset unless it is used: whoever refers to it from the call on is asked for its bytes. */
  removeAsset(project: string, hash: string, isUsed: () => Promise<boolean>): Promise<boolean>
  /** Runs `work` while nobody copies what it changes (L21). `lost` is aborted when that is not sure any more. */
  hold<T>(work: (lost?: AbortSignal) => Promise<T>): Promise<T>
  /** The log files in which records of these sessions may stand; `chunks` are those of them that the catalog knows. */
  filesOf(project: string, sessions: readonly string[], chunks: readonly CatalogChunk[]): Promise<number[]>
  /** Deletes the index's rows of these sessions; none comes back while `work` runs. */
  withoutRows<T>(project: string, sessions: readonly string[], work: () => Promise<T>): Promise<T>
  flushIndex(): Promise<void>
}

/** So many sessions are taken away at a time: one pass over the log and the index for all of them. */
const purgeSessions = 500

/** @see docs/storage-format.md#L23 */
export function createEraser(options: EraserOptions): Eraser {
  const { log, catalog, metadata, tombstones, gate, ask } = options

  async function find(project: string, { kind, id }: ErasureSubject): Promise<string[]> {
    if (kind === 'session') return (await catalog.chunks(project, id)).length ? [id] : []
    await options.flushIndex()
    const rows = await ask<{ session: string }>(
      kind === 'visitor'
        ? 'SELECT DISTINCT session FROM playhead.sessions WHERE project = {project:String} AND visitor = {id:String}'
        : // Who was named before another signed in has no session row of their own.
          `SELECT DISTINCT session FROM playhead.sessions WHERE project = {project:String} AND isNamed AND user = {id:String}
           UNION DISTINCT SELECT DISTINCT session FROM playhead.events WHERE project = {project:String} AND type = 'identify' AND name = {id:String}`,
      { project, id },
    )
    return rows.map(({ session }) => session).sort()
  }

  async function purge(project: string, sessions: readonly string[]): Promise<Purged> {
    const sum: Record<keyof Purged, number> = { logRecords: 0, logBytes: 0, recordingFiles: 0, assets: 0, notes: 0 }
    for (let at = 0; at < sessions.length; at += purgeSessions) {
      const part = await options.hold((lost) => purgeHeld(project, sessions.slice(at, at + purgeSessions), lost))
      for (const name of Object.keys(sum) as (keyof Purged)[]) sum[name] += part[name]
    }
    return sum
  }
  async function purgeHeld(project: string, sessions: readonly string[], lost?: AbortSignal): Promise<Purged> {
    for (const session of sessions) await gate.quiet(project, session)
    return options.withoutRows(project, sessions, async () => {
      const names = sessions.map((session) => ({ project, session }))
      const chunks = (await Promise.all(sessions.map((session) => catalog.chunks(project, session)))).flat()
      const hashes = await assetsOf(project, sessions, chunks)
      return options.eraseRecordings(names, async (recordingFiles) => {
        const own = new Set(sessions)
        let assets = 0
        for (const hash of hashes)
          if (await options.removeAsset(project, hash, () => catalog.eraser.isAssetUsed(project, hash, own))) assets++
        let notes = 0
        for (const session of sessions) notes += await metadata.erasures.deleteNotes(project, session)
        const { records: logRecords, bytes: logBytes } = await blankLog(project, sessions, chunks, lost)
        // Last, as it is what tells where all this was.
        await catalog.eraser.erase(names)
        return { logRecords, logBytes, recordingFiles, assets, notes }
      })
    })
  }

  /** Every asset that these sessions ever referred to, as one address may have had several. */
  async function assetsOf(project: string, sessions: readonly string[], chunks: readonly CatalogChunk[]): Promise<string[]> {
    const told = (await Promise.all(sessions.map((session) => catalog.assets(project, session)))).flat()
    const hashes = new Set(told.map(({ hash }) => hash))
    for (const chunk of chunks)
      for (const signal of signalsOf(await options.chunkBytes(chunk))) if (signal.type === 'asset') hashes.add(signal.hash)
    return [...hashes].filter(Boolean)
  }

  async function blankLog(
    project: string,
    sessions: readonly string[],
    chunks: readonly CatalogChunk[],
    lost?: AbortSignal,
  ): Promise<{ records: number; bytes: number }> {
    const sum = { records: 0, bytes: 0 }
    for (const number of await options.filesOf(project, sessions, chunks)) {
      const known = chunks.filter(({ file }) => file === number)
      const { records, bytes } = await log.blank(number, { project, sessions, known, signal: lost })
      sum.records += records
      sum.bytes += bytes
    }
    return sum
  }

  async function purgeAndSettle(project: string, sessions: readonly string[]): Promise<Purged> {
    const purged = await purge(project, sessions)
    for (const session of sessions) await tombstones.settle(project, session)
    return purged
  }
  return {
    purge,
    async erase(project, subject, by) {
      const sessions = await find(project, subject)
      if (!sessions.length) return null
      if (subject.kind === 'visitor') await tombstones.add({ project, kind: 'visitor', id: subject.id, why: 'erased' })
      // From here on nothing more of them is taken, and a start goes on where this is cut short.
      for (const id of sessions) await tombstones.add({ project, kind: 'session', id, why: 'erased' })
      const purged = await purgeAndSettle(project, sessions)
      const receipt: ErasureReceipt = {
        id: randomUUID(),
        project,
        subject: subject.kind,
        sessions,
        at: new Date().toISOString(),
        by,
        ...purged,
      }
      await metadata.erasures.add(receipt)
      return receipt
    },
    async resume() {
      const left = await tombstones.unsettled()
      for (const project of new Set(left.map((row) => row.project)))
        await purgeAndSettle(
          project,
          left.flatMap((row) => (row.project === project && row.kind === 'session' ? [row.name] : [])),
        )
    },
  }
}
