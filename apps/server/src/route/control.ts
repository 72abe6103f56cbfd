import { ApiError, errorBody, recording } from '@playhead/api'
import { apiErrorOf } from './answer.ts'
import { requireControl } from './auth.ts'
import type { Api, ApiContext } from './context.ts'

/** How often a long command is told how far it is, and that it is still at it. */
const everyMs = 1_000

/** For the command line beside this server: not part of the API, and nothing to anyone else. */
export function addControlRoutes(api: Api, { store, log }: ApiContext): void {
  api.use('/api/v1/control/*', requireControl)
  api.post('/api/v1/control/reindex', () =>
    sendProgress(store.reindex, (error) => {
      const known = apiErrorOf(error)
      if (!known) log.error({ err: error }, 'reindex failed')
      return known ?? new ApiError('internal')
    }),
  )
  api.get('/api/v1/control/sessions/:project', async (c) => c.json({ ids: await store.sessionIds(c.req.param('project')) }))
  api.get('/api/v1/control/recordings/:project/:session', async (c) =>
    c.json({ state: await store.recordings.check(c.req.param('project'), c.req.param('session')) }),
  )
  // Whoever verifies reads every recording and watches none: it is not logged as a view.
  api.get('/api/v1/control/received/:project/:session', async (c) => {
    const manifest = await store.recording(c.req.param('project'), c.req.param('session'))
    if (!manifest) throw new ApiError('not-found')
    return c.json(recording.parse(manifest))
  })
  api.get('/api/v1/control/assets/:project/:hash', async (c) =>
    c.json({ state: await store.assets.check(c.req.param('project'), c.req.param('hash')) }),
  )
}

/**
 * NDJSON: `{done, total}` every second, an empty line while that is not known, and at the end `{result}` or `{error}`. The work
 * goes on when nobody listens any more.
 */
function sendProgress<T>(
  work: (tell: (done: number, total: number) => void) => Promise<T>,
  refusalOf: (error: unknown) => ApiError,
): Response {
  let isGone = false
  let timer: NodeJS.Timeout | undefined
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      let known = ''
      const say = (line: string): void => {
        if (!isGone) controller.enqueue(Buffer.from(`${line}\n`))
      }
      timer = setInterval(() => say(known), everyMs)
      const last = await work((done, total) => (known = JSON.stringify({ done, total }))).then(
        (result) => ({ result }),
        (error: unknown) => {
          const { code, detail } = refusalOf(error)
          return errorBody(code, detail)
        },
      )
      clearInterval(timer)
      say(known)
      say(JSON.stringify(last))
      if (!isGone) controller.close()
    },
    cancel() {
      isGone = true
      clearInterval(timer)
    },
  })
  return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } })
}
