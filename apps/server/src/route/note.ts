import { createRoute } from '@hono/zod-openapi'
import { ApiError, note, noteList, noteRequest, ok, recordingId } from '@playhead/api'
import { jsonAnswer, jsonBody, sessionParams } from './answer.ts'
import { requireRole } from './auth.ts'
import type { Api, ApiContext, Principal } from './context.ts'

const path = '/api/v1/projects/{id}/sessions/{sid}/notes'
const noteParams = sessionParams.extend({ note: recordingId })

const listRoute = createRoute({
  method: 'get',
  path,
  summary: 'What people wrote down at moments of a session.',
  request: { params: sessionParams },
  responses: { 200: jsonAnswer(noteList, 'Notes in order of their moments') },
})
const putRoute = createRoute({
  method: 'put',
  path: `${path}/{note}`,
  summary: 'Writes a note, or rewrites it. Whoever asks makes its id, so that asking twice writes one.',
  request: { params: noteParams, body: jsonBody(noteRequest) },
  responses: { 200: jsonAnswer(note, 'The note') },
})
const deleteRoute = createRoute({
  method: 'delete',
  path: `${path}/{note}`,
  summary: 'Deletes a note.',
  request: { params: noteParams },
  responses: { 200: jsonAnswer(ok, 'It is gone') },
})

export function addNoteRoutes(api: Api, { store }: ApiContext): void {
  const { notes } = store.metadata
  /** Of sessions that a project does not hold there is nothing to write down. */
  const requireSession = async (project: string, session: string): Promise<void> => {
    if (!(await store.recording(project, session))) throw new ApiError('not-found')
  }
  api.openapi(listRoute, async (c) => {
    const { id } = c.get('project')
    const { sid } = c.req.valid('param')
    await requireSession(id, sid)
    return c.json({ items: await notes.list(id, sid) }, 200)
  })
  api.openapi(putRoute, async (c) => {
    const principal = c.get('principal')
    const { id } = c.get('project')
    const { sid, note: noteId } = c.req.valid('param')
    await requireSession(id, sid)
    requireRole(principal, 'member')
    const written = await notes.put({ project: id, session: sid }, { id: noteId, ...c.req.valid('json'), author: authorOf(principal) })
    return c.json(written, 200)
  })
  api.openapi(deleteRoute, async (c) => {
    const { id } = c.get('project')
    const { sid, note: noteId } = c.req.valid('param')
    await requireSession(id, sid)
    requireRole(c.get('principal'), 'member')
    if (!(await notes.delete({ project: id, session: sid }, noteId))) throw new ApiError('not-found')
    return c.json({ ok: true as const }, 200)
  })
}

const authorOf = (principal: Principal | null): string => (principal?.kind === 'user' ? principal.user.name : '')
