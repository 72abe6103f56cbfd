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
}

/** What a viewer needs to know before it fetches the first chunk. */
export interface RecordingManifest {
  readonly sessionId: string
  readonly startedAtMs: number
  readonly endedAtMs: number
  readonly durationMs: number
  /** Still being recorded. */
  readonly live: boolean
  readonly tabs: readonly { readonly id: string; readonly startedAtMs: number; readonly endedAtMs: number }[]
  readonly chunks: readonly ChunkRef[]
  /** None while a session is recorded. */
  readonly checkpoints?: readonly CheckpointRef[] | undefined
  readonly assets: readonly AssetRef[]
}

/** Where a player gets a recording from. */
export interface RecordingSource {
  readonly manifest: RecordingManifest
  loadChunk(chunk: ChunkRef): Promise<Uint8Array>
  loadCheckpoint?(checkpoint: CheckpointRef): Promise<Uint8Array>
  /** Resolves to null when the project's vault does not hold the asset. */
  loadAsset(hash: string): Promise<{ readonly bytes: Uint8Array; readonly mime: string } | null>
}
