import type { IncomingMessage, ServerResponse } from 'node:http'
import { errorBody, statusOf } from '@playhead/api'
import { ingestLimit } from '@playhead/wire'
import { createAdmission } from './admission.ts'
import { append } from './append.ts'
import { authenticate } from './authenticate.ts'
import { checkJson } from './check-json.ts'
import { checkOrigin } from './check-origin.ts'
import { decodeSignals } from './decode-signals.ts'
import { limitRate } from './limit-rate.ts'
import { networkOf } from '../network.ts'
import { putAsset } from './put-asset.ts'
import { readBody } from './read-body.ts'
import { checkClock, checkConsent, checkIds, checkSession, dropCrawlers } from './restrict.ts'
import { type IngestContext, reject, runSteps, type Step, type Verdict, type Work } from './step.ts'

/** What happens to a chunk, in this order. */
const chunkSteps = (admit: Step): readonly Step[] => [
  authenticate,
  checkOrigin,
  limitRate,
  readBody,
  admit,
  dropCrawlers,
  decodeSignals,
  checkJson,
  checkIds,
  checkClock,
  checkConsent,
  checkSession,
  append,
]
const assetSteps: readonly Step[] = [authenticate, checkOrigin, limitRate, readBody, putAsset]

export type IngestHandler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>

/** `POST /i` and `POST /i/asset`: answers every request, counts what became of it, and tells refusals to the project. */
export function createIngestHandler(context: IngestContext): IngestHandler {
  const admission = createAdmission(context.mostAtOnce)
  const steps = chunkSteps(admission.admit)
  return async (request, response, url) => {
    setCors(request, response)
    if (request.method === 'OPTIONS') return void response.writeHead(204).end()
    const isAsset = url.pathname === '/i/asset'
    const work: Work = {
      request,
      query: url.searchParams,
      receivedMs: Date.now(),
      limitBytes: isAsset ? 5 << 20 : ingestLimit.bytes,
      network: networkOf(request),
    }
    const observe = context.metrics.ingestSeconds.startTimer()
    const verdict = await decide(isAsset ? assetSteps : steps, work)
    admission.leave(work)
    observe()
    const counter = isAsset ? context.metrics.assets : context.metrics.chunks
    counter.inc({ result: verdict.kind === 'reject' ? verdict.code : verdict.kind === 'drop' ? verdict.why : (work.result ?? 'stored') })
    if (verdict.kind === 'reject') {
      if (work.project) context.refusals.note(work.project.id, verdict.code, verdict.detail)
      context.log.debug({ code: verdict.code, detail: verdict.detail, project: work.project?.id }, 'refused')
      answerRefusal(request, response, verdict)
    } else if (verdict.kind === 'drop') response.writeHead(200, json).end('{"ok":true,"token":"","want":[]}')
    else if (work.answer) {
      context.metrics.chunkBytes.inc(work.body!.length)
      response.writeHead(200, json).end(JSON.stringify(work.answer))
    } else response.writeHead(204).end()
  }

  async function decide(steps: readonly Step[], work: Work): Promise<Verdict> {
    if (work.request.method !== 'POST') return reject('bad-request', `${work.request.method}, but POST is expected`)
    try {
      return await runSteps(steps, work, context)
    } catch (error) {
      context.log.error({ err: error }, 'ingest failed')
      return reject('unavailable', 'internal', 5)
    }
  }
}

const json = { 'content-type': 'application/json' }

/** Any page may read the answer: it holds nothing but the sender's own, and a recorder must learn why it is refused. */
function setCors({ headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', headers.origin ?? '*')
  response.setHeader('vary', 'origin')
  response.setHeader('access-control-expose-headers', 'retry-after')
  response.setHeader('access-control-allow-methods', 'POST')
  response.setHeader('access-control-allow-headers', 'content-type')
  response.setHeader('access-control-max-age', '7200')
  response.setHeader('cross-origin-resource-policy', 'cross-origin')
  response.setHeader('cache-control', 'no-store')
}

function answerRefusal(request: IncomingMessage, response: ServerResponse, verdict: Verdict & { kind: 'reject' }): void {
  if (response.destroyed) return
  if (verdict.retryAfterS !== undefined) response.setHeader('retry-after', String(verdict.retryAfterS))
  if (!request.complete) {
    // The rest of the body is not wanted: read on for a moment so that the answer arrives, then hang up.
    response.setHeader('connection', 'close')
    request.resume()
    const timer = setTimeout(() => request.destroy(), 1000)
    request.on('close', () => clearTimeout(timer))
  }
  response.writeHead(statusOf(verdict.code), json).end(JSON.stringify(errorBody(verdict.code, verdict.detail || undefined)))
}
