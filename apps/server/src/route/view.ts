import { createRoute } from '@hono/zod-openapi'
import { viewList, viewQuery } from '@playhead/api'
import type { Store } from '@playhead/store'
import { jsonAnswer, projectParams } from './answer.ts'
import { requireRole } from './auth.ts'
import type { Api, ApiContext, Principal } from './context.ts'

const listRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/views',
  summary: 'Who watched which recording, and when. Takes the role admin.',
  request: { params: projectParams, query: viewQuery },
  responses: { 200: jsonAnswer(viewList, 'Views, latest first') },
})

export function addViewRoutes(api: Api, { store }: ApiContext): void {
  api.openapi(listRoute, async (c) => {
    requireRole(c.get('principal'), 'admin')
    return c.json(await store.metadata.views.list(c.get('project').id, c.req.valid('query')), 200)
  })
}

/** Every view of a recording is written down: who, which, when. Commands of this machine stand as the token `control`. */
export const logView = (principal: Principal | null, store: Store, view: { project: string; session: string }): Promise<void> =>
  store.metadata.views.add({
    ...view,
    userId: principal?.kind === 'user' ? principal.user.id : null,
    tokenId: principal?.kind === 'token' ? principal.id : principal?.kind === 'control' ? 'control' : null,
  })
