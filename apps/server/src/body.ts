import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'

export interface BodyLimits {
  readonly limitBytes: number
  /** How long the whole of it may take. */
  readonly wholeMs: number
  /** How long no byte of it may come. */
  readonly stallMs: number
}
/** A body, or the code of why there is none; `gone`: the sender went away. */
export type Received =
  | { readonly body: Buffer }
  | { readonly code: 'bad-encoding' | 'too-large' | 'too-slow' | 'unavailable' | 'gone'; readonly detail: string }
type Request = Readable & { readonly headers: IncomingHttpHeaders }

/** Whether a request says that it has one. */
export const hasBody = ({ headers }: Pick<Request, 'headers'>): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** Reads the whole body of a request. `hold` is told of each part, and says whether there is room for it. */
export function receiveBody(request: Request, limits: BodyLimits, hold: (bytes: number) => boolean): Promise<Received> | Received {
  const { limitBytes, wholeMs, stallMs } = limits
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') return { code: 'bad-encoding', detail: encoding.slice(0, 40) }
  const tooLarge = { code: 'too-large', detail: `more than ${limitBytes} bytes` } as const
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) return tooLarge

  return new Promise<Received>((resolve) => {
    const parts: Buffer[] = []
    let size = 0
    const late = (detail: string): void => finish({ code: 'too-slow', detail })
    const whole = setTimeout(() => late(`not whole after ${wholeMs} ms`), wholeMs)
    const stall = setTimeout(() => late(`nothing came for ${stallMs} ms`), stallMs)
    const onData = (part: Buffer): void => {
      stall.refresh()
      size += part.length
      const hasRoom = hold(part.length)
      if (size > limitBytes) finish(tooLarge)
      else if (!hasRoom) finish({ code: 'unavailable', detail: 'too many bodies at once' })
      else parts.push(part)
    }
    const onEnd = (): void => finish({ body: parts.length === 1 ? parts[0]! : Buffer.concat(parts, size) })
    const onGone = (): void => finish({ code: 'gone', detail: '' })
    function finish(received: Received): void {
      clearTimeout(whole)
      clearTimeout(stall)
      request.off('data', onData).off('end', onEnd).off('close', onGone)
      resolve(received)
    }
    // An error is always followed by 'close'; without a listener it would end the process.
    request.on('error', () => undefined)
    request.on('data', onData).on('end', onEnd).on('close', onGone)
  })
}
