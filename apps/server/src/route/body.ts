import { ApiError } from '@playhead/api'
import type { MiddlewareHandler } from 'hono'
import { type BodyLimits, hasBody, receiveBody } from '../body.ts'
import { type BodyLoad, createBodyLoad } from '../body-load.ts'
import type { ApiContext, ApiEnv } from './context.ts'

const smallBytes = 1 << 20
const importBytes = 128 << 20
/** Slower than that, an import is not waited for. */
const importBytesPerS = 256 << 10

/** Reads the body of a request, which is small: what is not asks for its own reader first. */
export function createBodyReader(context: ApiContext): MiddlewareHandler<ApiEnv> {
  const load = createBodyLoad({ allBytes: 64 << 20, projectBytes: 32 << 20, networkBytes: 16 << 20 })
  const limits = { limitBytes: smallBytes, wholeMs: context.bodyTimeoutMs, stallMs: context.bodyStallMs }
  return createReader(context, load, () => limits)
}

/** Reads a recording that is imported. There is room for one of the largest, as making chunks of it takes several times that. */
export function createImportReader(context: ApiContext): MiddlewareHandler<ApiEnv> {
  const load = createBodyLoad({ allBytes: importBytes, projectBytes: importBytes, networkBytes: importBytes })
  return createReader(context, load, (request) => {
    context.giveTime(request)
    const sizeBytes = Number(request.headers['content-length'] ?? importBytes)
    const wholeMs = context.bodyTimeoutMs + Math.round((sizeBytes / importBytesPerS) * 1000)
    return { limitBytes: importBytes, wholeMs, stallMs: context.bodyStallMs }
  })
}

type Incoming = ApiEnv['Bindings']['incoming'] & { rawBody?: Buffer }

const createReader =
  ({ networks }: ApiContext, load: BodyLoad, limitsOf: (request: Incoming) => BodyLimits): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const request: Incoming = c.env.incoming
    if (request.rawBody || !hasBody(request)) return next()
    const holder = { network: networks.of(request), project: c.get('project') }
    try {
      const received = await receiveBody(request, limitsOf(request), (bytes) => load.hold(holder, bytes))
      if ('code' in received)
        throw received.code === 'gone' ? new ApiError('bad-request', 'gone') : new ApiError(received.code, received.detail)
      // Where the router's own reader looks first.
      request.rawBody = received.body
      await next()
    } finally {
      load.leave(holder)
    }
  }
