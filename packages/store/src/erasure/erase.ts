import { randomUUID } from 'node:crypto'
import type { Catalog, CatalogChunk } from '../catalog/catalog.ts'
import type { Person } from '../catalog/person.ts'
import type { SessionName } from '../catalog/recording.ts'
import type { Position } from '../catalog/sqlite.ts'
import type { StoredSession } from '../catalog/usage.ts'
import type { Ask } from '../index/engine.ts'
import type { ChunkLog } from '../log/chunk-log.ts'
import { StoreError } from '../error.ts'
import type { ErasureReceipt, Metadata, Tombstone, TombstoneName } from '../metadata/metadata.ts'
import { signalsOf } from '../signal-lane.ts'
import type { Gate } from './gate.ts'
import { hashPerson, type TombstoneBook } from './tombstone.ts'

/** Whose data goes: one session, or all sessions of a visitor or of a user that the site named. */
export interface ErasureSubject {
  readonly kind: 'session' | 'visitor' | 'user'
  readonly id: string
}
export interface Eraser {
  /**
   * Null: the project holds nothing of this subject, and takes what it took of it before. Throws StoreError `index-down` and
   * others whose sentence ends with what becomes of it: {@link resume} finishes it.
   */
  erase(project: string, subject: ErasureSubject, by: string): Promise<ErasureReceipt | null>
  /** Finishes what was cut short. What fails again is told, and keeps nothing else from being done. */
  resume(): Promise<void>
  /**
   * Takes sessions away, so that nothing of them is in the data directory: but for those that have gone on since they were
   * looked at, and for what comes of one while it goes. Resolves to those that went.
   */
  drop(project: string, sessions: readonly StoredSession[]): Promise<StoredSession[]>
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
  /** Removes an asset unless it is used, default: unless any chunk names it. Whoever refers to it from the call on is asked for its bytes. */
  removeAsset(project: string, hash: string, isUsed?: () => Promise<boolean>): Promise<boolean>
  /** Runs `work` while nobody copies what it changes (L21). `lost` is aborted when that is not sure any more. */
  hold<T>(work: (lost?: AbortSignal) => Promise<T>): Promise<T>
  /** Looks what the log holds of these sessions beside what the catalog is asked for afterwards. */
  mark(project: string, sessions: readonly string[]): Promise<LogMark>
  /** The catalog has forgotten chunks of this session: what comes of it again is new. */
  onGone(project: string, session: string): void
  /** Runs `work` while no rows are made of any session; `eraseRows` deletes the index's rows of some, and their chunks get none. */
  withoutRows<T>(work: (eraseRows: EraseRows) => Promise<T>): Promise<T>
  flushIndex(): Promise<void>
  onNotice(text: string): void
}

type EraseRows = (project: string, sessions: readonly string[], chunks: readonly CatalogChunk[]) => Promise<void>

/** What the log holds of sessions that their chunks do not say, as of a moment before these were listed. */
export interface LogMark {
  /** Records that are known to be no chunks: sent again, or refused. */
  readonly strays: readonly Stray[]
  /** Up to here whatever names one of the sessions is a chunk that will be listed or none at all; null: only strays are not. */
  readonly end: Position | null
  /** The log files to look through; `chunks` are those that the catalog knows. */
  filesOf(chunks: readonly CatalogChunk[]): Promise<number[]>
}
export type Stray = Pick<CatalogChunk, 'session' | 'file' | 'chunkAt' | 'sizeBytes'>

type Sought = TombstoneName & Pick<Person, 'kind'>

/** What is taken away. */
interface Going {
  readonly project: string
  readonly sessions: readonly string[]
  readonly chunks: readonly CatalogChunk[]
  readonly mark: LogMark
  /** More of them may come: it stays. */
  readonly mayGoOn: boolean
}

/** So many sessions are taken away at a time: one pass over the log and the index for all of them. */
const purgeSessions = 500

/** @see docs/storage-format.md#L23 */
export function createEraser(options: EraserOptions): Eraser {
  const { log, catalog, metadata, tombstones, gate, ask } = options

  /** `id`: null where only its hash is left. */
  async function find({ project, kind, name }: Sought, id: string | null): Promise<string[]> {
    const named = await catalog.sessionsOf(project, { kind, hash: name })
    const hash = Buffer.from(name, 'base64url').toString('hex').toUpperCase()
    const is = (column: string): string =>
      id === null ? `hex(SHA256(concat('${kind}', char(0), project, char(0), ${column}))) = {hash:String}` : `${column} = {id:String}`
    // Of what was stored before the catalog noted whom it names, the index knows what sessions are summarized from.
    const rows = await ask<{ session: string }>(
      kind === 'visitor'
        ? `SELECT DISTINCT session FROM playhead.sessions WHERE project = {project:String} AND ${is('visitor')}`
        : // Who was named before another signed in has no session row of their own.
          `SELECT DISTINCT session FROM playhead.sessions WHERE project = {project:String} AND isNamed AND ${is('user')}
           UNION DISTINCT SELECT DISTINCT session FROM playhead.events WHERE project = {project:String} AND type = 'identify' AND ${is('name')}`,
      { project, id: id ?? '', hash },
    )
    return [...new Set([...named, ...rows.map(({ session }) => session)])].sort()
  }
  /** Finds the sessions of a person who is sought. From here on nothing more of them is taken, and a start goes on where this is cut short. */
  async function bury(person: Sought, id: string | null): Promise<string[]> {
    const { project, kind } = person
    const sessions = await find(person, id)
    // Who is only sought is let go where nothing is found: not any more, wherever this is cut short.
    if (sessions.length && kind === 'visitor') await tombstones.add(person, 'erased')
    for (const name of sessions) await tombstones.add({ project, kind: 'session', name }, 'erased')
    await tombstones.settle(person)
    return sessions
  }

  /** `counts`: sessions that may go on, and how many chunks they had when it was decided that they go. */
  async function purge(
    project: string,
    sessions: readonly string[],
    counts?: ReadonlyMap<string, number>,
  ): Promise<{ purged: Purged; went: string[] }> {
    const sum: Record<keyof Purged, number> = { logRecords: 0, logBytes: 0, recordingFiles: 0, assets: 0, notes: 0 }
    const went: string[] = []
    for (let at = 0; at < sessions.length; at += purgeSessions) {
      const part = await options.hold((lost) => purgeHeld(project, sessions.slice(at, at + purgeSessions), { counts, lost }))
      for (const name of Object.keys(sum) as (keyof Purged)[]) sum[name] += part.purged[name]
      went.push(...part.went)
    }
    return { purged: sum, went }
  }
  async function purgeHeld(
    project: string,
    wanted: readonly string[],
    { counts, lost }: { counts: ReadonlyMap<string, number> | undefined; lost: AbortSignal | undefined },
  ): Promise<{ purged: Purged; went: readonly string[] }> {
    for (const session of wanted) await gate.quiet(project, session)
    return options.withoutRows(async (eraseRows) => {
      // In this order: what comes after the mark is left alone, unless it is listed.
      const mark = await options.mark(project, wanted)
      const all = await Promise.all(wanted.map(async (session) => ({ session, chunks: await catalog.chunks(project, session) })))
      const listed = all.filter(({ session, chunks }) => !counts || counts.get(session) === chunks.length)
      const sessions = listed.map(({ session }) => session)
      const chunks = listed.flatMap((one) => one.chunks)
      if (sessions.length) await eraseRows(project, sessions, chunks)
      const purged = await purgeListed({ project, sessions, chunks, mark, mayGoOn: counts !== undefined }, lost)
      return { purged, went: sessions }
    })
  }
  async function purgeListed(going: Going, lost: AbortSignal | undefined): Promise<Purged> {
    const { project, sessions, chunks } = going
    const names = sessions.map((session) => ({ project, session }))
    const strays = going.mark.strays.filter(({ session }) => sessions.includes(session))
    const own = new Map(sessions.map((session) => [session, 0]))
    for (const { session } of chunks) own.set(session, own.get(session)! + 1)
    const hashes = await assetsOf(project, sessions, chunks)
    return options.eraseRecordings(names, async (recordingFiles) => {
      let assets = 0
      for (const hash of hashes)
        if (await options.removeAsset(project, hash, () => catalog.eraser.isAssetUsed(project, hash, own))) assets++
      const notes = await metadata.erasures.deleteNotes(project, sessions)
      const { records: logRecords, bytes: logBytes } = await blankLog(going, strays, lost)
      // Last, as it is what tells where all this was.
      await catalog.eraser.erase(names, [...chunks, ...strays])
      for (const session of sessions) options.onGone(project, session)
      // But for what was asked for before, and has come since the assets were removed: until now it was named.
      if (!going.mayGoOn) for (const hash of hashes) if (await options.removeAsset(project, hash)) assets++
      return { logRecords, logBytes, recordingFiles, assets, notes }
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
    { project, sessions, chunks, mark, mayGoOn }: Going,
    strays: readonly Stray[],
    lost: AbortSignal | undefined,
  ): Promise<{ records: number; bytes: number }> {
    const sum = { records: 0, bytes: 0 }
    /** Up to where a file is looked through for the sessions' names. */
    const untilOf = (file: number): number => {
      if (!mayGoOn || (mark.end && file < mark.end.file)) return Infinity
      return mark.end?.file === file ? mark.end.at : 0
    }
    for (const number of await mark.filesOf(chunks)) {
      const known = [...chunks, ...strays].filter(({ file }) => file === number)
      const { records, bytes } = await log.blank(number, { project, sessions, known, namedUntilAt: untilOf(number), signal: lost })
      sum.records += records
      sum.bytes += bytes
    }
    return sum
  }

  async function purgeAndSettle(project: string, sessions: readonly string[]): Promise<Purged> {
    const { purged } = await purge(project, sessions)
    if (!((await metadata.erasures.wipe()) && (await catalog.eraser.wipe())))
      throw new StoreError(
        'file-in-use',
        'Another program reads from playhead.db or index/catalog.db, so that what was erased still lies in that file or its log (-wal).',
      )
    for (const name of sessions) await tombstones.settle({ project, kind: 'session', name })
    return purged
  }
  async function purgeForReceipt(subject: Pick<ErasureReceipt, 'project' | 'subject' | 'sessions' | 'by'>): Promise<ErasureReceipt> {
    const purged = await purgeAndSettle(subject.project, subject.sessions)
    const receipt: ErasureReceipt = { id: randomUUID(), ...subject, at: new Date().toISOString(), ...purged }
    await metadata.erasures.add(receipt)
    return receipt
  }
  /** Erases what is stored of people whose sessions could not be found when that was asked for. */
  async function resumeSought(people: readonly Sought[]): Promise<void> {
    if (people.length) await options.flushIndex()
    for (const person of people) await eraseSought(person).catch(tellUnfinished)
  }
  async function eraseSought(person: Sought): Promise<void> {
    const sessions = await bury(person, null)
    const { project, kind: subject } = person
    if (sessions.length) await purgeForReceipt({ project, subject, sessions, by: 'finished later' })
  }
  const tellUnfinished = (error: Error): void => options.onNotice(`An erasure is yet to be finished: ${error.message}`)
  return {
    async drop(project, sessions) {
      const counts = new Map(sessions.map(({ session, chunks }) => [session, chunks]))
      const went = new Set((await purge(project, [...counts.keys()], counts)).went)
      return sessions.filter(({ session }) => went.has(session))
    },
    async erase(project, { kind, id }, by) {
      if (kind === 'session') {
        if (!(await catalog.chunks(project, id)).length) return null
        await tombstones.add({ project, kind, name: id }, 'erased')
        return purgeForReceipt({ project, subject: kind, sessions: [id], by }).catch(throwPromise)
      }
      const person = { project, kind, name: hashPerson(kind, project, id) }
      // First, so that nothing begins that would not be found; a user may be recorded again, in what begins now.
      await tombstones.add(person, 'sought')
      try {
        await gate.quiet(project)
        await options.flushIndex()
        const sessions = await bury(person, id)
        return sessions.length ? await purgeForReceipt({ project, subject: kind, sessions, by }) : null
      } catch (error) {
        return throwPromise(error)
      }
    },
    async resume() {
      // Of what retention took, too, which does not wait for it.
      await metadata.erasures.wipe().catch(tellUnfinished)
      const people = (await tombstones.unsettled()).filter((row): row is Tombstone & Sought => row.kind !== 'session')
      await resumeSought(people).catch(tellUnfinished)
      const left = (await tombstones.unsettled()).filter(({ kind }) => kind === 'session')
      for (const project of new Set(left.map((row) => row.project))) {
        const sessions = left.flatMap((row) => (row.project === project ? [row.name] : []))
        await purgeAndSettle(project, sessions).catch(tellUnfinished)
      }
    },
  }
}

/** Whoever asked for an erasure that failed is told what becomes of it. */
function throwPromise(error: unknown): never {
  if (!(error instanceof StoreError)) throw error
  const promise = 'What was begun of the erasure is finished later, without being asked for again.'
  // What ClickHouse said names hosts, and is not for everyone.
  if (error.code === 'clickhouse-unreachable') throw new StoreError('index-down', `The index does not answer. ${promise}`, { cause: error })
  throw new StoreError(error.code, `${error.message} ${promise}`, { cause: error })
}
