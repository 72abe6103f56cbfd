import { createRoute } from '@hono/zod-openapi'
import { backdrop, backdropQuery, type ClickMap, clickMap, heatmapRequest, pageList, pageRequest } from '@playhead/api'
import { jsonAnswer, jsonBody, projectParams } from './answer.ts'
import type { Api, ApiContext } from './context.ts'
import { rangeOf } from './range.ts'

const heatmapRoute = createRoute({
  method: 'post',
  path: '/api/v1/projects/{id}/heatmaps',
  summary: 'Where people clicked on a page, element by element.',
  request: { params: projectParams, body: jsonBody(heatmapRequest) },
  responses: { 200: jsonAnswer(clickMap, 'The map') },
})
const backdropRoute = createRoute({
  method: 'get',
  path: '/api/v1/projects/{id}/backdrop',
  summary: 'The moment of a recording that shows a page best; null where none does.',
  request: { params: projectParams, query: backdropQuery },
  responses: { 200: jsonAnswer(backdrop, 'Session, tab and moment') },
})
const pagesRoute = createRoute({
  method: 'post',
  path: '/api/v1/projects/{id}/pages',
  summary: 'The pages of a site, most viewed first.',
  request: { params: projectParams, body: jsonBody(pageRequest) },
  responses: { 200: jsonAnswer(pageList, 'Pages') },
})

export function addHeatmapRoutes(api: Api, { store }: ApiContext): void {
  api.openapi(heatmapRoute, async (c) => {
    const { page, device, filter, range } = c.req.valid('json')
    const map = await store.clickMap(c.get('project').id, { page, device, filter, range: rangeOf(range) })
    return c.json(map as unknown as ClickMap, 200)
  })
  api.openapi(backdropRoute, async (c) => c.json(await store.backdrop(c.get('project').id, c.req.valid('query')), 200))
  api.openapi(pagesRoute, async (c) => {
    const items = await store.pages(c.get('project').id, { range: rangeOf(c.req.valid('json').range) })
    return c.json({ items: items.map((item) => ({ ...item })) }, 200)
  })
}
