import type { Summary } from '@playhead/analysis'
import type { SignalEvent } from '@playhead/wire'
import type { Batch, Catalog, Position } from '../catalog/catalog.ts'
import { StoreError } from '../error.ts'
import type { IndexEngine } from './engine.ts'
import { identityOf, loadSession, type OpenSession, placeOf, type SessionLoader } from './open-session.ts'
import { eventColumns, eventValues, sessionColumns, sessionValues, signalColumns, signalValues } from './row.ts'

/** An indexed chunk: what a batch needs of it. */
export interface IndexItem {
  readonly project: string
  readonly session: string
  readonly tab: string
  readonly seq: number
  readonly baseMs: number
  readonly endMs: number
  readonly receivedMs: number
  readonly signals: readonly SignalEvent[]
}
export interface IndexerOptions extends SessionLoader {
  readonly catalog: Catalog
  readonly engine: IndexEngine
  /** The next chunks after a position, at most up to `until`, and where they end; null: there are none. */
  next(after: Position, until: Position | null): Promise<{ items: IndexItem[]; to: Position } | null>
  onNotice(text: string): void
}
export interface Indexer {
  /** Says that there is something new. */
  wake(): void
  /** Resolves when the index holds all that was in the log at the time of the call. */
  flush(): Promise<void>
  /** Runs `work` between two batches, and no batch meanwhile. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
  /** Lets go of what is held of a session. */
  forget(project: string, session: string): void
  /** Ms for which the index has been behind the log, chunks in the log since it last caught up, and sessions left out. */
  health(): { indexLagMs: number; waiting: number; quarantined: number }
  close(): Promise<void>
}

/** How long chunks gather before they are inserted. */
const gatherMs = 200
const gatherChunks = 500
/** Signals that may be held for sessions that go on; the longest untouched are let go first. */
const heldSignals = 400_000

/**
 * Follows the log and keeps the index up to it. Exactly once: a batch is written down before it is inserted,
 * and after a crash done again under its own token. @see docs/storage-format.md#L13
 */
export function createIndexer(options: IndexerOptions): Indexer {
  const { catalog, engine, onNotice } = options
  const open = new Map<string, OpenSession>()
  let behindMs: number | null = null
  let waiting = 0
  const brokenSessions = new Set<string>()
  let running: Promise<void> | null = null
  let turn: Promise<unknown> = Promise.resolve()
  let isClosed = false
  let failures = 0
  let isAwake = false
  let hurried = 0
  let interrupt = (): void => undefined
  /** Ends a back-off: closing does not wait for one. */
  const closing = new Promise<void>((resolve) => (interrupt = resolve))

  const run = async (): Promise<void> => {
    while (!isClosed) {
      isAwake = false
      try {
        const count = await inTurn(step)
        failures = 0
        if (count === null && !isAwake) return
        // Small batches cost as much as large ones: let more gather.
        if (!hurried && (count ?? 0) < gatherChunks) await sleep(gatherMs)
      } catch (error) {
        if (isClosed) return
        // What is half done is done again from what is written down.
        open.clear()
        if (failures++ === 0) onNotice(`The index is behind: ${(error as Error).message}`)
        await Promise.race([sleep(Math.min(5_000, 100 * 2 ** failures)), closing])
      }
    }
  }

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }

  /** One batch: how many chunks it held; null when there is nothing to do. */
  const step = async (): Promise<number | null> => {
    const begun = catalog.batch()
    catalog.flush()
    // An index without its catalog can't be gone on with: which rows it holds is not known.
    if (!begun && catalog.indexPosition().file === 0) await engine.clear()
    const found = await options.next(catalog.indexPosition(), begun?.to ?? null)
    if (!found) {
      waiting = 0
      behindMs = null
      return null
    }
    const batch = begun ?? catalog.beginBatch(found.to)
    await indexBatch(found.items, batch)
    catalog.endBatch(batch)
    catalog.flush()
    const isStillBehind = isBehind(catalog.position())
    waiting = isStillBehind ? Math.max(1, waiting - found.items.length) : 0
    behindMs = isStillBehind ? Math.max(behindMs ?? 0, found.items.at(-1)?.receivedMs ?? 0) : null
    letGo()
    return found.items.length
  }

  const indexBatch = async (items: readonly IndexItem[], { token }: Batch): Promise<void> => {
    const touched = new Map<OpenSession, { tab: string; seq: number }[]>()
    for (const item of items) {
      const session = await sessionOf(item.project, item.session)
      session.summary.add(item)
      session.receivedMs = Math.max(session.receivedMs, item.receivedMs)
      const places = touched.get(session) ?? []
      touched.set(session, places)
      // The log may hold a chunk twice: sent again after an append that failed.
      if (!session.indexed.has(placeOf(item)) && !places.some(({ tab, seq }) => tab === item.tab && seq === item.seq))
        places.push({ tab: item.tab, seq: item.seq })
    }
    const events: unknown[][] = []
    const again: unknown[][] = []
    const signals: unknown[][] = []
    const sessions: unknown[][] = []
    for (const [session, places] of touched) {
      const { project, id } = session
      const before = [...session.indexed.values()]
      for (const place of places) session.indexed.set(placeOf(place), place)
      const made = describe(session)
      if (!made) continue
      const { summary, values } = made
      const isChanged = before.length > 0 && summary.contextOf(before) !== session.context
      session.context = summary.contextOf([...session.indexed.values()])
      if (isChanged) {
        // A chunk changed what others' rows say (which page a click was on, at which width): all rows are made anew.
        await engine.command('DELETE FROM playhead.events WHERE project = {project:String} AND session = {id:String}', { project, id })
        for (const row of summary.eventRows([...session.indexed.values()])) again.push(eventValues(project, id, row))
      } else for (const row of summary.eventRows(places)) events.push(eventValues(project, id, row))
      const now = new Map(summary.signals.map((signal) => [identityOf(signal), signal]))
      for (const [identity, signal] of now)
        if (session.signals.get(identity)?.count !== signal.count) signals.push(signalValues(project, id, signal, true, token))
      for (const [identity, signal] of session.signals)
        if (!now.has(identity)) signals.push(signalValues(project, id, signal, false, token))
      session.signals = now
      sessions.push(values(token))
    }
    await engine.insert('playhead.events', eventColumns, events, `events-${token}`)
    await engine.insert('playhead.events', eventColumns, again, null)
    await engine.insert('playhead.signals', signalColumns, signals, null)
    await engine.insert('playhead.sessions', sessionColumns, sessions, null)
  }

  /** A session's summary and row. One that its own data break is left out and told, so that the others' index goes on. */
  const describe = (session: OpenSession): { summary: Summary; values: (version: number) => unknown[] } | null => {
    try {
      const summary = session.summary.summarize()
      if (!summary) return null
      const row = sessionValues(summary, session.receivedMs, 0)
      JSON.stringify(row)
      return { summary, values: (version) => [...row.slice(0, -1), version] }
    } catch (error) {
      const name = `${session.project} ${session.id}`
      if (!brokenSessions.has(name))
        onNotice(`The session ${session.id} of ${session.project} is left out of the index: ${(error as Error).message}`)
      brokenSessions.add(name)
      return null
    }
  }

  const sessionOf = async (project: string, id: string): Promise<OpenSession> => {
    const name = `${project} ${id}`
    const session = open.get(name) ?? (await loadSession(options, project, id))
    open.delete(name)
    open.set(name, session)
    return session
  }

  const letGo = (): void => {
    let held = 0
    for (const { summary } of open.values()) held += summary.size + 100
    for (const [name, { summary }] of open) {
      if (held <= heldSignals) return
      open.delete(name)
      held -= summary.size + 100
    }
  }

  const isBehind = (target: Position): boolean => {
    const { file, at } = catalog.indexPosition()
    return file < target.file || (file === target.file && at < target.at)
  }
  const start = (waitMs: number): Promise<void> =>
    (running ??= sleep(waitMs)
      .then(run)
      .finally(() => {
        running = null
        if (isAwake && !isClosed) void start(gatherMs)
      }))

  return {
    exclusive: inTurn,
    forget: (project, session) => void open.delete(`${project} ${session}`),
    health() {
      const isCurrent = behindMs === null || !isBehind(catalog.position())
      return { indexLagMs: isCurrent ? 0 : Date.now() - behindMs!, waiting: isCurrent ? 0 : waiting, quarantined: brokenSessions.size }
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
      hurried++
      try {
        while (isBehind(target)) {
          if (isClosed) throw new StoreError('closed', 'The store is closed.')
          isAwake = true
          await start(0)
        }
      } finally {
        hurried--
      }
    },
    async close() {
      isClosed = true
      interrupt()
      await running
    },
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
