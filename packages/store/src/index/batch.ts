import type { Summary } from '@playhead/analysis'
import type { Position } from '../catalog/sqlite.ts'
import type { IndexEngine } from './engine.ts'
import { type ChunkPlace, identityOf, loadSession, type OpenSession, placeOf, type SessionLoader } from './open-session.ts'
import { eventColumns, eventValues, sessionColumns, sessionValues, signalColumns, signalValues } from './row.ts'

/** A chunk to be indexed, and where it stands in the log. */
export interface IndexItem {
  readonly project: string
  readonly session: string
  readonly tab: string
  readonly seq: number
  readonly baseMs: number
  readonly endMs: number
  readonly receivedMs: number
  /** How many signals it holds. */
  readonly signals: number
  readonly file: number
  readonly chunkAt: number
  readonly sizeBytes: number
}
/** What goes into the index at once. */
export interface IndexBatch {
  /** By which it is known, should it be done again. */
  readonly token: number
  /** Up to where the index is; null: the catalog says it of each file. */
  readonly indexed: Position | null
  readonly items: readonly IndexItem[]
}
export interface BatchResult {
  /** How many sessions have been left out so far because their own data breaks them. */
  readonly quarantined: number
  /** Chunks of the batch whose bytes are not what was stored. */
  readonly unread: readonly ChunkPlace[]
}
/** Makes the rows of a batch and inserts them. Runs where the engine is, so that nothing of it takes the serving process's time. */
export interface Batches {
  index(batch: IndexBatch): Promise<BatchResult>
  /** Lets go of all sessions that are held: the next batch reads them anew. */
  forgetAll(): Promise<void>
}

/** Signals that may be held for sessions that go on; the longest untouched are let go first. */
const heldSignals = 400_000

export function createBatches(options: SessionLoader & { readonly engine: IndexEngine; onNotice(text: string): void }): Batches {
  const { engine, readSignals, onNotice } = options
  const open = new Map<string, OpenSession>()
  const brokenSessions = new Set<string>()

  const indexBatch = async ({ token, indexed, items }: IndexBatch): Promise<ChunkPlace[]> => {
    const unread: ChunkPlace[] = []
    const touched = new Map<OpenSession, { tab: string; seq: number }[]>()
    const signalsOf = await readSignals(items)
    for (const [i, item] of items.entries()) {
      const session = await sessionOf(item.project, item.session, indexed)
      const { tab, seq, baseMs, endMs } = item
      if (signalsOf[i]) session.summary.add({ tab, seq, baseMs, endMs, signals: signalsOf[i] })
      else unread.push(item)
      session.receivedMs = Math.max(session.receivedMs, item.receivedMs)
      const places = touched.get(session) ?? []
      touched.set(session, places)
      // The log may hold a chunk twice: sent again after an append that failed.
      if (!session.indexed.has(placeOf(item)) && !places.some((place) => place.tab === tab && place.seq === seq)) places.push({ tab, seq })
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
        await engine.command(`DELETE FROM ${engine.stored('events')} WHERE project = {project:String} AND session = {id:String}`, {
          project,
          id,
        })
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
    return unread.map(({ file, chunkAt, sizeBytes }) => ({ file, chunkAt, sizeBytes }))
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

  const sessionOf = async (project: string, id: string, indexed: Position | null): Promise<OpenSession> => {
    const name = `${project} ${id}`
    const session = open.get(name) ?? (await loadSession(options, { project, id, indexed }))
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

  return {
    async index(batch) {
      let unread: ChunkPlace[]
      try {
        unread = await indexBatch(batch)
      } catch (error) {
        // What is half done is done again from what is written down.
        open.clear()
        throw error
      }
      letGo()
      return { quarantined: brokenSessions.size, unread }
    },
    async forgetAll() {
      open.clear()
    },
  }
}
