import { createRoute, z } from '@hono/zod-openapi'
import { ApiError, clip, clipRequest, htmlOf } from '@playhead/api'
import { jsonAnswer, jsonBody, projectParams, sessionParams } from './answer.ts'
import type { Api, ApiContext } from './context.ts'
import { storedSource } from './stored-source.ts'
import { logView } from './view.ts'

const clipParams = projectParams.extend({ clip: z.uuid() })
const startRoute = createRoute({
  method: 'post',
  path: '/api/v1/projects/{id}/sessions/{sid}/clips',
  summary: 'Draws a span of a session as a video, a GIF or a still, frame by frame. That it was asked for is logged.',
  request: { params: sessionParams, body: jsonBody(clipRequest) },
  responses: { 202: jsonAnswer(clip, 'It waits for its turn') },
})
const getRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/clips/{clip}',
  summary: 'How far a clip is. Clips are kept for an hour.',
  request: { params: clipParams },
  responses: { 200: jsonAnswer(clip, 'Progress') },
})
const fileRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/clips/{clip}/file',
  summary: 'A clip that is done.',
  request: { params: clipParams },
  responses: { 200: { description: 'The file', content: { 'video/webm': {}, 'image/gif': {}, 'image/png': {} } } },
})
const types = { webm: 'video/webm', gif: 'image/gif', png: 'image/png' } as const

export function addClipRoutes(api: Api, { store, clips, offlineTemplate }: ApiContext): void {
  api.openapi(startRoute, async (c) => {
    const { id } = c.get('project')
    const { sid } = c.req.valid('param')
    const source = await storedSource(store, id, sid)
    const template = offlineTemplate()
    if (template === null) throw new ApiError('not-built', 'packages/player')
    const request = c.req.valid('json')
    const { fromMs } = request
    const toMs = Math.min(request.toMs, source.manifest.durationMs)
    if (fromMs >= toMs) throw new ApiError('bad-request', `The session ends at ${source.manifest.durationMs} ms.`)
    await logView(c.get('principal'), store, { project: id, session: sid })
    return c.json(
      clips.start(id, request, () => htmlOf(source, template, { fromMs, toMs })),
      202,
    )
  })
  api.openapi(getRoute, (c) => {
    const found = clips.get(c.get('project').id, c.req.valid('param').clip)
    if (!found) throw new ApiError('not-found')
    return c.json(found, 200)
  })
  api.openapi(fileRoute, async (c) => {
    const id = c.req.valid('param').clip
    const found = await clips.file(c.get('project').id, id)
    if (!found) throw new ApiError('not-found')
    return new Response(new Uint8Array(found.bytes), {
      headers: {
        'content-type': types[found.format],
        'content-disposition': `attachment; filename="playhead-${id.slice(0, 8)}.${found.format}"`,
      },
    })
  })
}
