import { createRoute, z } from '@hono/zod-openapi'
import { ApiError, type Session, session, sessionList, sessionSearchRequest } from '@playhead/api'
import { jsonAnswer, jsonBody, projectParams, sessionParams } from './answer.ts'
import type { Api, ApiContext } from './context.ts'
import { rangeOf } from './range.ts'

const searchRoute = createRoute({
  method: 'post',
  path: '/api/v1/projects/{id}/sessions/search',
  summary: 'Sessions that meet a filter.',
  request: { params: projectParams, body: jsonBody(sessionSearchRequest) },
  responses: { 200: jsonAnswer(sessionList, 'One page of sessions') },
})
const getRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/sessions/{sid}',
  summary: 'One session: device, source, pages, counts of each signal.',
  request: { params: sessionParams },
  responses: { 200: jsonAnswer(session, 'The session') },
})
const findRoute = createRoute({
  method: 'get',
  path: '/api/v1/sessions/{sid}',
  summary: 'One session by its id alone, in whichever project you may see: what `playhead.sessionUrl()` leads to.',
  request: { params: sessionParams.pick({ sid: true }) },
  responses: { 200: jsonAnswer(session, 'The session') },
})
const eventsRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/sessions/{sid}/events',
  summary: 'The decoded signals of a session, one JSON object a line.',
  request: { params: sessionParams },
  responses: { 200: { description: 'Signals in order of time', content: { 'application/x-ndjson': { schema: z.string() } } } },
})

export function addSessionRoutes(api: Api, { store }: ApiContext): void {
  api.openapi(searchRoute, async (c) => {
    const { filter, range, sort, limit, cursor } = c.req.valid('json')
    const page = await store.searchSessions(c.get('project').id, { filter, range: rangeOf(range), sort, limit, cursor })
    return c.json({ items: page.items as Session[], nextCursor: page.nextCursor }, 200)
  })
  api.openapi(getRoute, async (c) => {
    const row = await store.session(c.get('project').id, c.req.valid('param').sid)
    if (!row) throw new ApiError('not-found')
    return c.json(row as Session, 200)
  })
  api.openapi(findRoute, async (c) => {
    const principal = c.get('principal')
    const { sid } = c.req.valid('param')
    for (const { id } of await store.metadata.projects.list()) {
      if (principal?.kind === 'token' && principal.project !== id) continue
      // The catalog is asked first: it costs next to nothing, and the index a query for each project.
      const row = (await store.recording(id, sid)) && (await store.session(id, sid))
      if (row) return c.json(row as Session, 200)
    }
    throw new ApiError('not-found')
  })
  api.openapi(eventsRoute, async (c) => {
    const { id } = c.get('project')
    const { sid } = c.req.valid('param')
    if (!(await store.recording(id, sid))) throw new ApiError('not-found')
    const headers = { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' }
    // The router's types take every type with "json" in it for one JSON value.
    return new Response(linesOf(store.sessionSignals(id, sid)), { headers }) as never
  })
}

/** A stream of NDJSON that asks for the next object only when the reader is ready for it. */
function linesOf(items: AsyncIterable<unknown>): ReadableStream<Uint8Array> {
  const iterator = items[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`))
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}
