import { createRoute } from '@hono/zod-openapi'
import { type Storage, storage, storageRequest } from '@playhead/api'
import { jsonAnswer, jsonBody, projectParams } from './answer.ts'
import { requireRole } from './auth.ts'
import type { Api, ApiContext } from './context.ts'

const path = '/api/v1/projects/{id}/storage'
const getRoute = createRoute({
  method: 'get',
  path,
  summary: 'How much room a project takes, how long it is kept, and what was dropped.',
  request: { params: projectParams },
  responses: { 200: jsonAnswer(storage, 'Storage') },
})
const putRoute = createRoute({
  method: 'put',
  path,
  summary: 'Sets how long replays are kept and how much room they may take. What is over goes within the hour. Takes the role admin.',
  request: { params: projectParams, body: jsonBody(storageRequest) },
  responses: { 200: jsonAnswer(storage, 'Storage') },
})

export function addStorageRoutes(api: Api, { store }: ApiContext): void {
  const report = async (project: string): Promise<Storage> => {
    const found = await store.storage(project)
    return { ...found, dropped: [...found.dropped] }
  }
  api.openapi(getRoute, async (c) => c.json(await report(c.get('project').id), 200))
  api.openapi(putRoute, async (c) => {
    requireRole(c.get('principal'), 'admin')
    const { id } = c.get('project')
    const { retentionDays: days, quotaBytes } = c.req.valid('json')
    await store.metadata.retention.set(id, { days, quotaBytes })
    return c.json(await report(id), 200)
  })
}
