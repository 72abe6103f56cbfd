import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import { createRoute, z } from '@hono/zod-openapi'
import { ApiError, recording, recordingId, replayFrame } from '@playhead/api'
import type { PartName } from '@playhead/store'
import type { Context } from 'hono'
import { jsonAnswer, projectParams, sessionParams } from './answer.ts'
import type { Api, ApiContext, ApiEnv } from './context.ts'
import { logView } from './view.ts'

const inflate = promisify(brotliDecompress)
const bytesAnswer = (description: string) => ({ description, content: { 'application/octet-stream': { schema: z.string() } } })

const recordingRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/sessions/{sid}/recording',
  summary: 'What a player needs before the first chunk, from the recording file where there is one. That it was asked for is logged.',
  request: { params: sessionParams, query: z.object({ from: z.literal('log').optional() }) },
  responses: { 200: jsonAnswer(recording, 'The manifest') },
})
const chunkRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/sessions/{sid}/chunks/{tab}/{seq}',
  summary: 'One chunk, as it was recorded.',
  request: { params: sessionParams.extend({ tab: recordingId, seq: z.string().regex(/^\d{1,9}$/) }) },
  responses: { 200: bytesAnswer('A chunk; see the recording format') },
})
const fileParams = sessionParams.extend({ file: z.string().regex(/^[0-9a-f]{16}$/) })
const placeParams = fileParams.extend({ tab: recordingId, seq: z.string().regex(/^\d{1,9}$/) })
const blockRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/sessions/{sid}/recording/{file}/blocks/{tab}/{seq}',
  summary: 'Half a minute of a recording file, as a chunk.',
  request: { params: placeParams },
  responses: { 200: bytesAnswer('A chunk; see the recording format') },
})
const checkpointRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/sessions/{sid}/recording/{file}/checkpoints/{tab}/{seq}',
  summary: 'The way to where a block of a recording file begins, as a chunk.',
  request: { params: placeParams },
  responses: { 200: bytesAnswer('A chunk; see the recording format') },
})
const signalsRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/sessions/{sid}/recording/{file}/signals',
  summary: 'All signals of a recording file but those of the pointer: a chunk for each tab, each after its length as a varint.',
  request: { params: fileParams },
  responses: { 200: bytesAnswer('Chunks; see the recording format') },
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
    const isFromLog = c.req.valid('query').from === 'log'
    const manifest = (isFromLog ? null : await store.recordings.manifest(id, sid)) ?? (await store.recording(id, sid))
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
  async function sendPart(c: Context<ApiEnv>, { sid, file }: { sid: string; file: string }, name: PartName): Promise<Response> {
    const part = await store.recordings.part(c.get('project').id, sid, file, name)
    if (!part) throw new ApiError('not-found')
    // It lies there as it travels.
    const takesBrotli = /\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(c.req.header('accept-encoding') ?? '')
    const bytes = takesBrotli ? part.bytes : await inflate(part.bytes, { maxOutputLength: Math.max(1, part.rawBytes) })
    return sendBytes(bytes, 'application/octet-stream', { vary: 'accept-encoding', ...(takesBrotli ? { 'content-encoding': 'br' } : {}) })
  }
  api.openapi(blockRoute, (c) => {
    const { tab, seq, ...place } = c.req.valid('param')
    return sendPart(c, place, { kind: 'block', tab, seq: Number(seq) })
  })
  api.openapi(checkpointRoute, (c) => {
    const { tab, seq, ...place } = c.req.valid('param')
    return sendPart(c, place, { kind: 'checkpoint', tab, seq: Number(seq) })
  })
  api.openapi(signalsRoute, (c) => sendPart(c, c.req.valid('param'), { kind: 'signals' }))
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
const sendBytes = (bytes: Uint8Array, mime: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': mime,
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
      ...headers,
    },
  })
