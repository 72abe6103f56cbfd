import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { OpenAPIHono, z } from '@hono/zod-openapi'
import { ApiError, errorBody, errorResponse } from '@playhead/api'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { mimeOf, sendFile } from '../site/answer.ts'
import type { OpenApiDocument } from '../site/api-document.ts'
import { type BuiltFile, builtFile } from '../site/built-file.ts'
import { addAccountRoutes } from './account.ts'
import { apiErrorOf, isOutside } from './answer.ts'
import { identify, refuseCrossSite, requireControl, requireMember, requireProject, requireSignIn } from './auth.ts'
import { createBodyReader, createImportReader } from './body.ts'
import type { Api, ApiContext, ApiEnv } from './context.ts'
import { addClipRoutes } from './clip.ts'
import { addControlRoutes } from './control.ts'
import { addDemoVisitRoutes } from './demo-visit.ts'
import { addErasureRoutes } from './erasure.ts'
import { addExchangeRoutes } from './exchange.ts'
import { addHeatmapRoutes } from './heatmap.ts'
import { addNoteRoutes } from './note.ts'
import { addProjectRoutes } from './project.ts'
import { addRecordingRoutes } from './recording.ts'
import { addStorageRoutes } from './storage.ts'
import { addSessionRoutes } from './session.ts'
import { addViewRoutes } from './view.ts'

/** The HTTP API: first who may ask, then one group of routes per noun. */
export function createApi(context: ApiContext): { api: Api; document: () => OpenApiDocument } {
  const api: Api = new OpenAPIHono<ApiEnv>({
    defaultHook(result) {
      if (result.success) return
      const [first] = result.error.issues
      const code = first?.path[0] === 'filter' ? 'bad-filter' : 'bad-request'
      throw new ApiError(code, first && [first.path.join('.'), first.message].filter(Boolean).join(': '))
    },
  })
  api.onError((error, c) => {
    const known = error instanceof HTTPException ? new ApiError('bad-request', error.message) : apiErrorOf(error)
    if (!known || isOutside(known.code)) context.log.error({ err: error, path: c.req.path }, 'request failed')
    const { code, status, detail } = known ?? new ApiError('internal')
    if (status === 503 || code === 'slow-down') c.header('retry-after', '2')
    return c.json(errorBody(code, detail), status as ContentfulStatusCode)
  })
  api.notFound((c) => c.json(errorBody('not-found'), 404))

  api.use('/api/v1/*', async (c, next) => {
    c.header('cache-control', 'no-store')
    c.header('x-content-type-options', 'nosniff')
    await next()
    context.metrics.requests.inc({ status: String(c.res.status) })
  })
  api.use('/api/v1/*', refuseCrossSite(context.publicUrl), identify(context))
  if (!context.isForPeople) api.use('/api/v1/*', requireControl)
  api.use('/api/v1/projects', requireSignIn)
  api.use('/api/v1/replay-frame', requireSignIn)
  api.use('/api/v1/sessions/*', requireSignIn)
  api.use('/api/v1/projects/:id', requireProject(context))
  api.use('/api/v1/projects/:id/*', requireProject(context))
  // After who asks and what they may see: a body takes memory.
  api.use('/api/v1/projects/:id/imports', requireMember, createImportReader(context))
  api.use('/api/v1/*', createBodyReader(context))

  addAccountRoutes(api, context)
  addProjectRoutes(api, context)
  addSessionRoutes(api, context)
  addRecordingRoutes(api, context)
  addViewRoutes(api, context)
  addErasureRoutes(api, context)
  addStorageRoutes(api, context)
  addNoteRoutes(api, context)
  addHeatmapRoutes(api, context)
  addExchangeRoutes(api, context)
  addClipRoutes(api, context)
  addDemoVisitRoutes(api, context)
  addControlRoutes(api, context)

  api.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' })
  // Describing takes long; the routes stay what they are.
  let described: { document: OpenApiDocument; file: BuiltFile } | undefined
  const describeOnce = (): { document: OpenApiDocument; file: BuiltFile } => {
    if (described) return described
    const document = describe(api, context.publicUrl)
    return (described = { document, file: builtFile(JSON.stringify(document)) })
  }
  const document = (): OpenApiDocument => describeOnce().document
  api.get('/api/v1/openapi.json', (c) => {
    const { incoming, outgoing } = c.env
    sendFile(incoming, outgoing, describeOnce().file, { 'content-type': mimeOf['json']!, 'cache-control': 'no-store' })
    return RESPONSE_ALREADY_SENT
  })
  return { api, document }
}

function describe(api: Api, url: string): OpenApiDocument {
  const document = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Playhead', version: '1', description: 'Sessions, recordings and heatmaps.' },
    servers: [{ url }],
    security: [{ token: [] }],
  })
  const { $schema: _, ...errorSchema } = z.toJSONSchema(errorResponse)
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Error: errorSchema as { type: 'object' } } }
  for (const methods of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(methods as Record<string, { responses: Record<string, unknown> }>))
      operation.responses['default'] = {
        description: 'A refusal, with a code of the error table',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      }
  }
  return document as unknown as OpenApiDocument
}
