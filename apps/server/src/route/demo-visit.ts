import { createRoute } from '@hono/zod-openapi'
import { ApiError, demoVisit, demoVisitRequest, demoVisitStarted } from '@playhead/api'
import { demoProjectId } from '../demo-project.ts'
import { jsonAnswer, jsonBody, projectParams } from './answer.ts'
import { requireRole } from './auth.ts'
import type { Api, ApiContext } from './context.ts'

const startRoute = createRoute({
  method: 'post',
  path: '/api/v1/projects/{id}/demo-visits',
  summary: 'Sends real browsers through the demo shop. One group at a time; only the project `demo` has a shop.',
  request: { params: projectParams, body: jsonBody(demoVisitRequest) },
  responses: { 202: jsonAnswer(demoVisitStarted, 'They are on their way') },
})
const getRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/demo-visits',
  summary: 'How far the visitors are.',
  request: { params: projectParams },
  responses: { 200: jsonAnswer(demoVisit, 'Progress') },
})

export function addDemoVisitRoutes(api: Api, { demoVisits }: ApiContext): void {
  api.openapi(startRoute, (c) => {
    requireRole(c.get('principal'), 'member')
    if (c.get('project').id !== demoProjectId) throw new ApiError('bad-request', `Only the project ${demoProjectId} has a shop to visit.`)
    return c.json({ id: demoVisits.start(c.req.valid('json').sessions) }, 202)
  })
  api.openapi(getRoute, (c) => c.json(demoVisits.get(), 200))
}
