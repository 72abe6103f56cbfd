import { createRoute, z } from '@hono/zod-openapi'
import { ApiError, recording, recordingId, replayFrame } from '@playhead/api'
import type { RecordingManifest } from '@playhead/wire'
import { jsonAnswer, projectParams, sessionParams } from './answer.ts'
import type { Api, ApiContext } from './context.ts'
import { logView } from './view.ts'

const bytesAnswer = (description: string) => ({ description, content: { 'application/octet-stream': { schema: z.string() } } })

const recordingRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/sessions/{sid}/recording',
  summary: 'What a player needs before the first chunk. That it was asked for is logged.',
  request: { params: sessionParams },
  responses: { 200: jsonAnswer(recording, 'The manifest') },
})
const chunkRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/sessions/{sid}/chunks/{tab}/{seq}',
  summary: 'One chunk, as it was recorded.',
  request: { params: sessionParams.extend({ tab: recordingId, seq: z.string().regex(/^\d{1,9}$/) }) },
  responses: { 200: bytesAnswer('A chunk; see the recording format') },
})
const assetRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/assets/{hash}',
  summary: 'A style sheet, image or font that recordings refer to.',
  request: { params: projectParams.extend({ hash: recordingId }) },
  responses: { 200: bytesAnswer('Its bytes, with the type it was announced with') },
})
const frameRoute = createRoute({
  method: 'get',
  path: '/api/v1/replay-frame',
  summary: 'The address of the frame that recordings are shown in.',
  responses: { 200: jsonAnswer(replayFrame, 'Its address') },
})

export function addRecordingRoutes(api: Api, { store, replayFrameUrl }: ApiContext): void {
  api.openapi(recordingRoute, async (c) => {
    const { id } = c.get('project')
    const { sid } = c.req.valid('param')
    const manifest: RecordingManifest | null = await store.recording(id, sid)
    if (!manifest) throw new ApiError('not-found')
    await logView(c.get('principal'), store, { project: id, session: sid })
    return c.json(recording.parse(manifest), 200)
  })
  api.openapi(chunkRoute, async (c) => {
    const { sid, tab, seq } = c.req.valid('param')
    const bytes = await store.chunkBytes(c.get('project').id, sid, tab, Number(seq))
    if (!bytes) throw new ApiError('not-found')
    return sendBytes(bytes, 'application/octet-stream')
  })
  api.openapi(assetRoute, async (c) => {
    const asset = await store.assets.get(c.get('project').id, c.req.valid('param').hash)
    if (!asset) throw new ApiError('not-found')
    return sendBytes(asset.bytes, asset.mime)
  })
  api.openapi(frameRoute, (c) => {
    const url = replayFrameUrl()
    if (!url) throw new ApiError('not-built', 'packages/player')
    return c.json({ url }, 200)
  })
}

/** Recorded bytes come from strangers: whatever they are, opened on their own they must do nothing. */
const sendBytes = (bytes: Uint8Array, mime: string): Response =>
  new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': mime,
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
    },
  })
