import type { ChunkHeader, SignalEvent } from '@playhead/wire'
import type { CatalogEraser } from './erase.ts'
import type { Person } from './person.ts'
import type { FinishQueue, RecordingTable } from './recording.ts'
import type { CatalogUsage } from './usage.ts'

/** A chunk that is in the log. */
export interface CatalogChunk {
  readonly project: string
  readonly session: string
  readonly tab: string
  readonly seq: number
  /** SHA-256 of its bytes, 16 bytes as hex. */
  readonly hash: string
  readonly file: number
  readonly chunkAt: number
  readonly sizeBytes: number
  readonly receivedMs: number
  readonly baseSeq: number
  readonly baseMs: number
  readonly endMs: number
  readonly keyframe: boolean
}
export interface CatalogAsset {
  readonly url: string
  readonly hash: string
  readonly mime: string
  readonly sizeBytes: number
  readonly missing: string
}
export type NewChunk = {
  project: string
  receivedMs: number
  hash: string
  header: ChunkHeader
  signals: readonly SignalEvent[]
  sizeBytes: number
}

/** What there is of a session so far. */
export interface Extent {
  readonly sizeBytes: number
  /** Client clock of its first event and of its last, epoch ms. */
  readonly firstMs: number
  readonly lastMs: number
}

/**
 * Which chunk stands where in the log, and which session has a recording file: derived from the log. SQLite in a data
 * directory, or PostgreSQL. @see docs/storage-format.md#L11
 */
export interface Catalog {
  chunk(project: string, session: string, tab: string, seq: number): Promise<CatalogChunk | null>
  /** By tab and number. */
  chunks(project: string, session: string): Promise<CatalogChunk[]>
  assets(project: string, session: string): Promise<CatalogAsset[]>
  /** Sessions that name a person; what was stored before the catalog noted whom it names is not looked at. */
  sessionsOf(project: string, person: Person): Promise<string[]>
  /** Whether a stored chunk names it: from the moment on in which the chunk is acknowledged, on any server. */
  isAssetNamed(project: string, hash: string): Promise<boolean>
  totals(project: string): Promise<{ chunks: number; firstMs: number | null; lastMs: number | null }>
  /** Chunks of all projects. */
  count(): Promise<number>
  readonly recordings: RecordingTable
  readonly finish: FinishQueue
  readonly eraser: CatalogEraser
  readonly usage: CatalogUsage
}
