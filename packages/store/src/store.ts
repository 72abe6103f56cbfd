import type { Device, SessionRow } from '@playhead/analysis'
import type { Filter } from '@playhead/filter'
import type { ChunkHeader, RecordingManifest, SignalEvent } from '@playhead/wire'
import type { Extent } from './catalog/catalog.ts'
import type { ClickHousePlace } from './index/clickhouse.ts'
import type { ErasureSubject } from './erasure/erase.ts'
import type { ErasureReceipt, Metadata } from './metadata/metadata.ts'
import type { ClickMap } from './question/click-map.ts'
import type { PageRow } from './question/pages.ts'
import type { Range } from './question/range.ts'
import type { StorageReport } from './retention/keep.ts'
import type { Recordings } from './recording/shelf.ts'

/** A chunk as ingest hands it over: framed bytes, and the signals lane already decoded. */
export interface IncomingChunk {
  readonly project: string
  /** Server clock, epoch ms. */
  readonly receivedMs: number
  readonly bytes: Uint8Array
  readonly header: ChunkHeader
  readonly signals: readonly SignalEvent[]
}
/** `duplicate`: these very bytes are stored already. `conflict`: others are, under the same session, tab and seq; they stay. */
export type AppendResult = 'stored' | 'duplicate' | 'conflict'

export type SessionSort = 'newest' | 'oldest' | 'longest' | 'most-active' | 'friction'
export interface SessionSearch {
  readonly filter?: Filter | undefined
  readonly range?: Range | undefined
  /** Default `newest`. */
  readonly sort?: SessionSort | undefined
  /** 1 … 500, default 50. */
  readonly limit?: number | undefined
  readonly cursor?: string | null | undefined
}
export interface SessionPage {
  readonly items: SessionRow[]
  readonly nextCursor: string | null
}
export interface ProjectStatus {
  readonly sessions: number
  readonly chunks: number
  /** ISO 8601 UTC, by the server's clock. */
  readonly firstEventAt: string | null
  readonly lastEventAt: string | null
}
/** A moment of a recording that shows a page. */
export interface Backdrop {
  readonly sessionId: string
  readonly tab: string
  /** Ms since the session's start. */
  readonly atMs: number
}
export interface Asset {
  readonly bytes: Uint8Array
  readonly mime: string
}
/** `damaged`: it is there, and its bytes are not what its hash says, or cannot be read. */
export type AssetState = 'whole' | 'damaged' | 'none'
/** Content-addressed files of a project. A hash is SHA-256, first 16 bytes, base64url. */
export interface AssetVault {
  has(project: string, hash: string): Promise<boolean>
  /** False: no stored chunk of the project names it, so it is not kept. Throws StoreError `bad-hash` when the bytes are not what the hash says. */
  put(project: string, hash: string, mime: string, bytes: Uint8Array): Promise<boolean>
  /** A damaged one counts as not there. */
  get(project: string, hash: string): Promise<Asset | null>
  /** Reads it and changes nothing, not even what is known of it. */
  check(project: string, hash: string): Promise<AssetState>
}

/** Everything a server keeps. Throws StoreError only. */
export interface Store {
  /**
   * Resolves once the chunk is on disk (fdatasync); it is queryable within half a second.
   * Throws StoreError `erased` for what is not taken any more.
   */
  append(chunk: IncomingChunk): Promise<AppendResult>
  chunkBytes(project: string, session: string, tab: string, seq: number): Promise<Uint8Array | null>
  /** What the project has of a session, chunks that are being written included. Null: nothing. At once where that is known. */
  extent(project: string, session: string): Extent | null | Promise<Extent | null>
  /** The chunks as they were received. Null for a session that the project does not have. */
  recording(project: string, session: string): Promise<RecordingManifest | null>
  /** The files by which viewers seek in recordings that are over. */
  readonly recordings: Recordings
  readonly assets: AssetVault
  searchSessions(project: string, search: SessionSearch): Promise<SessionPage>
  /** Of all sessions that chunks are kept of, whether the index has them or not; who was heard of last comes last. */
  sessionIds(project: string): Promise<string[]>
  session(project: string, id: string): Promise<SessionRow | null>
  /** The session's stored signal events, in time order. Empty for an unknown session. */
  sessionSignals(project: string, id: string): AsyncIterable<SignalEvent & { tab: string }>
  clickMap(
    project: string,
    question: { page: string; device: Device; filter?: Filter | undefined; range?: Range | undefined },
  ): Promise<ClickMap>
  backdrop(project: string, question: { page: string; device: Device }): Promise<Backdrop | null>
  /** Most viewed first, at most 1,000. */
  pages(project: string, question: { range?: Range | undefined }): Promise<PageRow[]>
  status(project: string): Promise<ProjectStatus>
  /**
   * How far the index is behind the log, in ms and chunks, how many sessions it leaves out, and how many stretches of the
   * log were found damaged since the start.
   */
  health(): Promise<{ indexLagMs: number; waiting: number; quarantined: number; damages: number }>
  readonly metadata: Metadata
  /** Resolves when every acknowledged chunk can be asked about. */
  flushIndex(): Promise<void>
  /**
   * Takes everything of a subject out of the data directory, and lets nothing of it in any more. Null: there is nothing.
   * `by`: who asked, for the receipt. @see docs/storage-format.md#L23
   */
  erase(project: string, subject: ErasureSubject, by: string): Promise<ErasureReceipt | null>
  /** Takes away what is older than its project keeps, or more than its quota, and gives the room back. */
  sweep(nowMs?: number): Promise<{ sessions: number; freedBytes: number }>
  storage(project: string, nowMs?: number): Promise<StorageReport>
  /** Drops the index and builds it again from the log; tells how many chunks of how many are in it. */
  reindex(onProgress?: (done: number, total: number) => void): Promise<{ chunks: number; sessions: number }>
  close(): Promise<void>
}

/** Takes chunks, answers questions, or makes what is derived from the log. */
export type StoreRole = 'ingest' | 'api' | 'worker'
export interface StoreOptions {
  readonly dir: string
  /** Where the metadata is, if not in the data directory. */
  readonly postgresUrl?: string | undefined
  /** Where assets and recording files are, if not in the data directory. */
  readonly s3Url?: string | undefined
  /** Where the index is, if not in the data directory. */
  readonly clickhouse?: ClickHousePlace | undefined
  /** Of a cluster, what this process is for; default: everything. */
  readonly roles?: readonly StoreRole[] | undefined
  /** Sentences worth a line in the server's log: what recovery cut, a restarted index child. */
  onNotice?(text: string): void
}
