import type { Gap } from './gap.ts'
import type { Span } from './idle.ts'

/** A chunk of a stored recording, without its bytes. Times are epoch ms by the client's clock. */
export interface ChunkRef {
  readonly tab: string
  readonly seq: number
  readonly baseSeq: number
  readonly baseMs: number
  readonly endMs: number
  readonly keyframe: boolean
  readonly sizeBytes: number
}

/** Address → content of an asset that the recording refers to; `hash` is empty where `missing` says why. */
export interface AssetRef {
  readonly url: string
  readonly hash: string
  readonly mime: string
  readonly sizeBytes: number
  readonly missing?: string | undefined
}

/**
 * A short way to the moment at which the chunk `seq` of a tab begins: the events that lead there, in a chunk of their own.
 *
 * @see docs/recording-format.md#W17
 */
export interface CheckpointRef {
  readonly tab: string
  readonly seq: number
  /** Where the way begins: at that checkpoint, or, where there is none, right after the keyframe of the chunk `fromSeq`. */
  readonly fromSeq: number
  readonly timeMs: number
  readonly sizeBytes: number
  /** It begins with a keyframe, so that nothing before it is needed. */
  readonly whole?: boolean | undefined
}

/** Moments of one kind in one tab: a type of signal, or a derived signal such as `rage-click`. */
export interface MarkGroup {
  readonly kind: string
  readonly tab: string
  /** Ms since the session's start, in order. */
  readonly atMs: readonly number[]
}
/** A moment that costs little to show, fit for a small picture. */
export interface Still {
  readonly tab: string
  readonly atMs: number
}
/** Something that the recording does not hold, and how many times. */
export interface LossTotal {
  readonly what: string
  readonly detail: string
  readonly count: number
}

/** What a viewer needs to know before it fetches the first chunk. */
export interface RecordingManifest {
  readonly sessionId: string
  readonly startedAtMs: number
  readonly endedAtMs: number
  readonly durationMs: number
  /** More may come. */
  readonly live: boolean
  readonly tabs: readonly { readonly id: string; readonly startedAtMs: number; readonly endedAtMs: number }[]
  /** As they were received; where there is a `file`, its blocks instead, numbered from 0 in each tab. */
  readonly chunks: readonly ChunkRef[]
  /** Names the recording file that `chunks`, `checkpoints` and `signals` are parts of; absent: none has been made. */
  readonly file?: string | undefined
  /** All signals but `pointer`, in one piece. They are in `chunks`, too. */
  readonly signals?: { readonly sizeBytes: number } | undefined
  /** Stretches in which the visitor did nothing, by `findIdle`. */
  readonly idle?: readonly Span[] | undefined
  readonly marks?: readonly MarkGroup[] | undefined
  /** In order of time. */
  readonly stills?: readonly Still[] | undefined
  /** What the recorder told it left out, chunks that never came, and what could not be placed. */
  readonly lost?: readonly LossTotal[] | undefined
  /** Where chunks are lost that `chunks` does not tell of, as a file's blocks have no holes. */
  readonly gaps?: readonly Gap[] | undefined
  /** None while a session is recorded. */
  readonly checkpoints?: readonly CheckpointRef[] | undefined
  readonly assets: readonly AssetRef[]
}

/** How something is loaded: `signal` tells that nobody waits for it any more. */
export interface LoadOptions {
  readonly signal?: AbortSignal | undefined
}
/** Where a player gets a recording from. */
export interface RecordingSource {
  readonly manifest: RecordingManifest
  loadChunk(chunk: ChunkRef, options?: LoadOptions): Promise<Uint8Array>
  loadCheckpoint?(checkpoint: CheckpointRef, options?: LoadOptions): Promise<Uint8Array>
  /** A chunk for each tab, with the signals of `manifest.signals`. */
  loadSignals?(options?: LoadOptions): Promise<readonly Uint8Array[]>
  /** Resolves to null when the project's vault does not hold the asset. */
  loadAsset(hash: string, options?: LoadOptions): Promise<{ readonly bytes: Uint8Array; readonly mime: string } | null>
}
