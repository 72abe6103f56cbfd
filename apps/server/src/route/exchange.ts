import { createRoute, z } from '@hono/zod-openapi'
import { ApiError, htmlOf, importRecording, importResult, rrwebOf, tellStored } from '@playhead/api'
import { jsonAnswer, projectParams, sessionParams } from './answer.ts'
import type { Api, ApiContext } from './context.ts'
import { storedSource } from './stored-source.ts'
import { logView } from './view.ts'

const importRoute = createRoute({
  method: 'post',
  path: '/api/v1/projects/{id}/imports',
  summary: 'Stores a recording that rrweb made, sent as JSON, as a session.',
  request: { params: projectParams, query: z.object({ format: z.literal('rrweb') }) },
  responses: { 201: jsonAnswer(importResult, 'The new session') },
})
const fromMs = z.coerce.number().nonnegative().optional()
const exportRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/sessions/{sid}/export',
  summary:
    'A session as a recording that rrweb plays, or, whole or in part (ms since its start), as an HTML file that opens without a server. The file holds what the part shows and nothing else of the session; bodies of requests and states of the app with `bodies=true` only. That it was asked for is logged.',
  request: {
    params: sessionParams,
    query: z.object({ format: z.enum(['rrweb', 'html']), fromMs, toMs: fromMs, bodies: z.enum(['true', 'false']).optional() }),
  },
  responses: {
    200: {
      description: 'rrweb events, or the file',
      content: { 'application/json': { schema: z.array(z.unknown()) }, 'text/html': { schema: z.string() } },
    },
  },
})

export function addExchangeRoutes(api: Api, { store, finishing, offlineTemplate }: ApiContext): void {
  api.openapi(importRoute, async (c) => {
    const { id } = c.get('project')
    const result = await importRecording(await c.req.text(), { append: (chunk) => store.append({ project: id, ...chunk }) })
    await store.flushIndex().catch(tellStored(result.sessionId))
    // An imported recording is over: whoever opens it next seeks in it at once.
    await finishing.finish(id, result.sessionId)
    return c.json(result, 201)
  })
  api.openapi(exportRoute, async (c) => {
    const { id } = c.get('project')
    const { sid } = c.req.valid('param')
    const source = await storedSource(store, id, sid)
    await logView(c.get('principal'), store, { project: id, session: sid })
    const { format, bodies, ...span } = c.req.valid('query')
    if (format === 'rrweb') return c.json(await rrwebOf(source), 200)
    const template = offlineTemplate()
    if (template === null) throw new ApiError('not-built', 'packages/player')
    const file = await htmlOf(source, template, { ...span, withBodies: bodies === 'true' })
    c.header('Content-Disposition', `attachment; filename="playhead-${sid}.html"`)
    return c.html(file, 200)
  })
}
