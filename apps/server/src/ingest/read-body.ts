import { drop, pass, reject, type Step, type Verdict } from './step.ts'

/**
 * Reads the whole body, up to the limit and for as long as a page on a poor line needs. Comes after all that the address
 * and the headers can tell: nobody without a key gets memory here. What was read counts as held until it is answered.
 */
export const readBody: Step = (work, context) => {
  const { request, limitBytes } = work
  const { load, bodyTimeoutMs, bodyStallMs } = context
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') return reject('bad-encoding', encoding.slice(0, 40))
  const tooLarge = reject('too-large', `more than ${limitBytes} bytes`)
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) return tooLarge

  return new Promise<Verdict>((resolve) => {
    const parts: Buffer[] = []
    let size = 0
    const late = (text: string): void => finish(reject('too-slow', text))
    const whole = setTimeout(() => late(`not whole after ${bodyTimeoutMs} ms`), bodyTimeoutMs)
    const stall = setTimeout(() => late(`nothing came for ${bodyStallMs} ms`), bodyStallMs)
    const onData = (part: Buffer): void => {
      stall.refresh()
      size += part.length
      const hasRoom = load.hold(work, part.length)
      if (size > limitBytes) finish(tooLarge)
      else if (!hasRoom) finish(reject('unavailable', 'too many bodies at once', 1))
      else parts.push(part)
    }
    const onEnd = (): void => {
      work.body = parts.length === 1 ? parts[0]! : Buffer.concat(parts, size)
      finish(pass)
    }
    const onGone = (): void => finish(drop('gone'))
    function finish(verdict: Verdict): void {
      clearTimeout(whole)
      clearTimeout(stall)
      request.off('data', onData).off('end', onEnd).off('close', onGone)
      resolve(verdict)
    }
    // An error is always followed by 'close'; without a listener it would end the process.
    request.on('error', () => undefined)
    request.on('data', onData).on('end', onEnd).on('close', onGone)
  })
}
