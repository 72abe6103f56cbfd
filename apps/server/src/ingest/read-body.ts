import { drop, pass, reject, type Step, type Verdict } from './step.ts'

/** Bodies in memory at the same time, over all requests. */
const maxLoadBytes = 128 << 20

/** Reads the whole body, up to the limit and for as long as a page on a poor line needs. */
export const readBody: Step = (work, context) => {
  const { request, limitBytes } = work
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') return reject('bad-encoding', encoding.slice(0, 40))
  const tooLarge = reject('too-large', `more than ${limitBytes} bytes`)
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) return tooLarge
  if (context.load.bytes > maxLoadBytes) return reject('unavailable', 'too many bodies at once', 1)

  return new Promise<Verdict>((resolve) => {
    const parts: Buffer[] = []
    let size = 0
    const timer = setTimeout(() => finish(reject('too-slow', `not whole after ${context.bodyTimeoutMs} ms`)), context.bodyTimeoutMs)
    const onData = (part: Buffer): void => {
      size += part.length
      context.load.bytes += part.length
      if (size > limitBytes) finish(tooLarge)
      else parts.push(part)
    }
    const onEnd = (): void => {
      work.body = parts.length === 1 ? parts[0]! : Buffer.concat(parts, size)
      finish(pass)
    }
    const onGone = (): void => finish(drop('gone'))
    function finish(verdict: Verdict): void {
      clearTimeout(timer)
      context.load.bytes -= size
      request.off('data', onData).off('end', onEnd).off('close', onGone)
      resolve(verdict)
    }
    // An error is always followed by 'close'; without a listener it would end the process.
    request.on('error', () => undefined)
    request.on('data', onData).on('end', onEnd).on('close', onGone)
  })
}
