import type { IncomingMessage, ServerResponse } from 'node:http'
import { errorBody, statusOf } from '@playhead/api'
import { StoreError } from '@playhead/store'
import { ingestLimit } from '@playhead/wire'
import { createAdmission } from './admission.ts'
import { append } from './append.ts'
import { authenticate } from './authenticate.ts'
import { checkJson } from './check-json.ts'
import { checkOrigin } from './check-origin.ts'
import { decodeSignals } from './decode-signals.ts'
import { limitKey, limitNetwork } from './limit-rate.ts'
import { putAsset } from './put-asset.ts'
import { readBody } from './read-body.ts'
import { checkClock, checkConsent, checkIds, checkSession, dropCrawlers, dropInternal } from './restrict.ts'
import { type IngestContext, reject, runSteps, type Step, type Verdict, type Work } from './step.ts'

/** What happens to a chunk, in this order. */
const chunkSteps = (admit: Step): readonly Step[] => [
  limitNetwork,
  authenticate,
  checkOrigin,
  limitKey,
  readBody,
  admit,
  dropCrawlers,
  dropInternal,
  decodeSignals,
  checkJson,
  checkIds,
  checkClock,
  checkConsent,
  checkSession,
  append,
]
const assetSteps = (admit: Step): readonly Step[] => [limitNetwork, authenticate, checkOrigin, limitKey, readBody, admit, putAsset]

/** @param path `/i` or `/i/asset`; `query` is what follows the question mark */
export type IngestHandler = (request: IncomingMessage, response: ServerResponse, path: string, query: string) => Promise<void>

/** `POST /i` and `POST /i/asset`: answers every request, counts what became of it, and tells refusals to the project. */
export function createIngestHandler(context: IngestContext): IngestHandler {
  // Assets that wait for where they are kept take no chunk's place.
  const admissions = { chunk: createAdmission(context.mostAtOnce), asset: createAdmission(context.mostAtOnce) }
  const steps = { chunk: chunkSteps(admissions.chunk.admit), asset: assetSteps(admissions.asset.admit) }
  return async (request, response, path, query) => {
    if (request.method === 'OPTIONS') return void response.writeHead(204, [...corsOf(request), ...preflight]).end()
    const isAsset = path === '/i/asset'
    const kind = isAsset ? 'asset' : 'chunk'
    const work: Work = {
      request,
      query: new URLSearchParams(query),
      receivedMs: Date.now(),
      limitBytes: isAsset ? 5 << 20 : ingestLimit.bytes,
      network: context.networks.of(request),
    }
    const observe = context.metrics.ingestSeconds.startTimer()
    const verdict = await decide(steps[kind], work)
    admissions[kind].leave(work)
    context.load.leave(work)
    observe()
    const counter = isAsset ? context.metrics.assets : context.metrics.chunks
    counter.inc({ result: verdict.kind === 'reject' ? verdict.code : verdict.kind === 'drop' ? verdict.why : (work.result ?? 'stored') })
    if (verdict.kind === 'reject') {
      if (work.project) context.refusals.note(work.project.id, verdict.code, verdict.detail)
      context.log.debug({ code: verdict.code, detail: verdict.detail, project: work.project?.id }, 'refused')
      answerRefusal(request, response, verdict)
    } else if (verdict.kind === 'drop') {
      if (work.project && verdict.why !== 'gone') context.refusals.note(work.project.id, verdict.why, verdict.detail)
      answerJson(request, response, '{"ok":true,"token":"","want":[]}')
    } else if (work.answer) {
      context.metrics.chunkBytes.inc(work.body!.length)
      answerJson(request, response, JSON.stringify(work.answer))
    } else response.writeHead(204, corsOf(request)).end()
  }

  async function decide(steps: readonly Step[], work: Work): Promise<Verdict> {
    if (work.request.method !== 'POST') return reject('bad-request', `${work.request.method}, but POST is expected`)
    try {
      return await runSteps(steps, work, context)
    } catch (error) {
      // In a cluster what is known of its session is asked for before a chunk is stored. Whose chunk was not read yet may be anyone.
      if (error instanceof StoreError && work.header) context.storing.failed(error.code)
      context.log.error({ err: error }, 'ingest failed')
      return reject('unavailable', 'internal', 5)
    }
  }
}

/** Any page may read the answer: it holds nothing but the sender's own, and a recorder must learn why it is refused. */
const corsOf = ({ headers }: IncomingMessage): string[] => ['access-control-allow-origin', headers.origin ?? '*', ...corsRest]
const corsRest =
  'vary origin access-control-expose-headers retry-after cross-origin-resource-policy cross-origin cache-control no-store'.split(' ')
const preflight = 'access-control-allow-methods POST access-control-allow-headers content-type access-control-max-age 7200'.split(' ')

/** Names and values in a row, and the length: written as they are, and not in parts. */
function answerJson(request: IncomingMessage, response: ServerResponse, text: string, status = 200, more: readonly string[] = []): void {
  const headers = [...corsOf(request), 'content-type', 'application/json', 'content-length', String(Buffer.byteLength(text)), ...more]
  response.writeHead(status, headers).end(text)
}

function answerRefusal(request: IncomingMessage, response: ServerResponse, verdict: Verdict & { kind: 'reject' }): void {
  if (response.destroyed) return
  const headers = verdict.retryAfterS === undefined ? [] : ['retry-after', String(verdict.retryAfterS)]
  if (!request.complete) {
    // The rest of the body is not wanted: read on for a moment so that the answer arrives, and hang up if it goes on. To announce
    // that would end the connection at once, and who is still sending would learn of nothing else.
    request.resume()
    const timer = setTimeout(() => request.destroy(), 1000)
    request.on('close', () => clearTimeout(timer))
  }
  answerJson(request, response, JSON.stringify(errorBody(verdict.code, verdict.detail || undefined)), statusOf(verdict.code), headers)
}
