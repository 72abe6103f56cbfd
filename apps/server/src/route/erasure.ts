import { createRoute } from '@hono/zod-openapi'
import { ApiError, type ErasureReceipt, erasureList, erasureReceipt, erasureRequest } from '@playhead/api'
import type { ErasureReceipt as StoredReceipt, ErasureSubject } from '@playhead/store'
import { jsonAnswer, jsonBody, projectParams, sessionParams } from './answer.ts'
import { requireRole } from './auth.ts'
import type { Api, ApiContext, Principal } from './context.ts'

const deleteRoute = createRoute({
  method: 'delete',
  path: '/api/v1/projects/{id}/sessions/{sid}',
  summary: 'Erases a session, its bytes too; what comes of it later is refused. Takes the role admin.',
  request: { params: sessionParams },
  responses: { 200: jsonAnswer(erasureReceipt, 'The receipt') },
})
const eraseRoute = createRoute({
  method: 'post',
  path: '/api/v1/projects/{id}/erasures',
  summary: 'Erases all sessions of a visitor or user, or one session. Takes the role admin.',
  request: { params: projectParams, body: jsonBody(erasureRequest) },
  responses: { 200: jsonAnswer(erasureReceipt, 'The receipt') },
})
const listRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/erasures',
  summary: 'What was erased. Takes the role admin.',
  request: { params: projectParams },
  responses: { 200: jsonAnswer(erasureList, 'Receipts, latest first') },
})

export function addErasureRoutes(api: Api, { store, log }: ApiContext): void {
  async function erase(principal: Principal | null, project: string, subject: ErasureSubject): Promise<ErasureReceipt> {
    requireRole(principal, 'admin')
    const receipt = await store.erase(project, subject, nameOf(principal))
    if (!receipt) throw new ApiError('not-found', `Nothing of this ${subject.kind} is stored.`)
    log.info({ project, subject: subject.kind, sessions: receipt.sessions.length }, 'erased')
    return shownFrom(receipt)
  }
  api.openapi(deleteRoute, async (c) => {
    const { id } = c.get('project')
    const { sid } = c.req.valid('param')
    // A session of another project is told as one that is not there, whatever the role.
    if (!(await store.recording(id, sid))) throw new ApiError('not-found')
    return c.json(await erase(c.get('principal'), id, { kind: 'session', id: sid }), 200)
  })
  api.openapi(eraseRoute, async (c) => {
    const { subject, subjectId } = c.req.valid('json')
    return c.json(await erase(c.get('principal'), c.get('project').id, { kind: subject, id: subjectId }), 200)
  })
  api.openapi(listRoute, async (c) => {
    requireRole(c.get('principal'), 'admin')
    return c.json({ items: (await store.metadata.erasures.list(c.get('project').id)).map(shownFrom) }, 200)
  })
}

const shownFrom = (receipt: StoredReceipt): ErasureReceipt => ({ ...receipt, sessions: [...receipt.sessions] })

/** Whoever asked, as they stand in a receipt. */
const nameOf = (principal: Principal | null): string =>
  principal?.kind === 'user' ? principal.user.email : principal?.kind === 'token' ? `token ${principal.id}` : 'command'
