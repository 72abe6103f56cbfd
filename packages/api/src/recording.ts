import { z } from 'zod'

const chunkRef = z
  .object({
    tab: z.string(),
    seq: z.number().int(),
    baseSeq: z.number().int(),
    baseMs: z.number(),
    endMs: z.number(),
    keyframe: z.boolean(),
    sizeBytes: z.number().int(),
  })
  .meta({ id: 'ChunkRef' })

const assetRef = z
  .object({ url: z.string(), hash: z.string(), mime: z.string(), sizeBytes: z.number(), missing: z.string().optional() })
  .meta({ id: 'AssetRef' })

const checkpointRef = z
  .object({
    tab: z.string(),
    seq: z.number().int(),
    fromSeq: z.number().int(),
    timeMs: z.number(),
    sizeBytes: z.number().int(),
    whole: z.boolean().optional(),
  })
  .meta({ id: 'CheckpointRef' })

/** What there is only once a recording file has been made. */
const fileParts = {
  /** Names the recording file whose parts `chunks`, `checkpoints` and `signals` are. */
  file: z.string().optional(),
  checkpoints: z.array(checkpointRef).optional(),
  signals: z.object({ sizeBytes: z.number().int() }).optional(),
  idle: z.array(z.object({ fromMs: z.number(), toMs: z.number() })).optional(),
  marks: z.array(z.object({ kind: z.string(), tab: z.string(), atMs: z.array(z.number()) })).optional(),
  stills: z.array(z.object({ tab: z.string(), atMs: z.number() })).optional(),
  gaps: z.array(z.object({ tab: z.string(), fromMs: z.number(), toMs: z.number(), chunks: z.number().int() })).optional(),
  lost: z.array(z.object({ what: z.string(), detail: z.string(), count: z.number() })).optional(),
}

/** What a viewer needs before it fetches the first chunk; the shape of wire's `RecordingManifest`. */
export const recording = z
  .object({
    sessionId: z.string(),
    startedAtMs: z.number(),
    endedAtMs: z.number(),
    durationMs: z.number(),
    live: z.boolean(),
    tabs: z.array(z.object({ id: z.string(), startedAtMs: z.number(), endedAtMs: z.number() })),
    chunks: z.array(chunkRef),
    assets: z.array(assetRef),
    ...fileParts,
  })
  .meta({ id: 'Recording' })

export const replayFrame = z.object({ url: z.string() }).meta({ id: 'ReplayFrame' })
export type ReplayFrame = z.infer<typeof replayFrame>

export const importResult = z
  .object({
    sessionId: z.string(),
    /** Events that are broken, in whole or in part, and were passed over. */
    unreadEvents: z.number(),
  })
  .meta({ id: 'ImportResult' })
export type ImportResult = z.infer<typeof importResult>
