import { createRoute } from '@hono/zod-openapi'
import {
  ApiError,
  originsRequest,
  type Project,
  type ProjectDetail,
  project,
  projectDetail,
  projectList,
  projectRequest,
  projectStatus,
} from '@playhead/api'
import type { Project as StoredProject } from '@playhead/store'
import { demoProjectId } from '../demo-project.ts'
import { snippetOf } from '../snippet.ts'
import { jsonAnswer, jsonBody, projectParams } from './answer.ts'
import { requireRole } from './auth.ts'
import type { Api, ApiContext } from './context.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects',
  summary: 'The projects you may see.',
  responses: { 200: jsonAnswer(projectList, 'Projects') },
})
const createProjectRoute = createRoute({
  method: 'post',
  path: '/api/v1/projects',
  summary: 'Creates a project.',
  request: { body: jsonBody(projectRequest) },
  responses: { 201: jsonAnswer(projectDetail, 'The new project') },
})
const getRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}',
  summary: 'One project and the script tag for its site.',
  request: { params: projectParams },
  responses: { 200: jsonAnswer(projectDetail, 'The project') },
})
const originsRoute = createRoute({
  method: 'post',
  path: '/api/v1/projects/{id}/origins',
  summary: 'Replaces the origins whose pages may send recordings.',
  request: { params: projectParams, body: jsonBody(originsRequest) },
  responses: { 200: jsonAnswer(projectDetail, 'The project') },
})
const statusRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/status',
  summary: 'Whether anything arrives, and why something did not.',
  request: { params: projectParams },
  responses: { 200: jsonAnswer(projectStatus, 'Status') },
})

export function addProjectRoutes(api: Api, { store, publicUrl }: ApiContext): void {
  const { projects, refusals } = store.metadata
  const show = ({ id, name, origins, writeKey, createdAt }: StoredProject): Project =>
    project.parse({ id, name, origins, writeKey, createdAt, demo: id === demoProjectId })
  const detail = (stored: StoredProject): ProjectDetail => ({ ...show(stored), snippet: snippetOf(stored, publicUrl) })

  api.openapi(listRoute, async (c) => {
    const principal = c.get('principal')
    const all = await projects.list()
    return c.json({ items: all.filter(({ id }) => principal?.kind !== 'token' || principal.project === id).map(show) }, 200)
  })
  api.openapi(createProjectRoute, async (c) => {
    const principal = c.get('principal')
    requireRole(principal, 'admin')
    if (principal?.kind === 'token') throw new ApiError('not-allowed', 'A token belongs to one project.')
    const { name, origins } = c.req.valid('json')
    return c.json(detail(await projects.create({ name, origins })), 201)
  })
  api.openapi(getRoute, (c) => c.json(detail(c.get('project')), 200))
  api.openapi(originsRoute, async (c) => {
    requireRole(c.get('principal'), 'admin')
    const changed = await projects.setOrigins(c.get('project').id, c.req.valid('json').origins)
    if (!changed) throw new ApiError('not-found')
    return c.json(detail(changed), 200)
  })
  api.openapi(statusRoute, async (c) => {
    const { id } = c.get('project')
    const [status, list] = await Promise.all([store.status(id), refusals.list(id)])
    const latest = list.map((refusal) => ({ ...refusal })).sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1))
    return c.json({ ...status, refusals: latest }, 200)
  })
}
