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
  })
  .meta({ id: 'Recording' })

export const replayFrame = z.object({ url: z.string() }).meta({ id: 'ReplayFrame' })
export type ReplayFrame = z.infer<typeof replayFrame>

export const importResult = z.object({ sessionId: z.string() }).meta({ id: 'ImportResult' })
export type ImportResult = z.infer<typeof importResult>
