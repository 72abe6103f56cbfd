import { receiveBody, type Received } from '../body.ts'
import type { BodyRoom } from '../body-load.ts'
import { drop, pass, reject, type Step, type Verdict, type Work } from './step.ts'

/** A network's is for 100 chunks of 60 KB a second that wait five seconds each, or for six of the largest assets. */
export const ingestRoom: BodyRoom = { allBytes: 128 << 20, projectBytes: 64 << 20, networkBytes: 32 << 20 }

/**
 * Reads the whole body, up to the limit and for as long as a page on a poor line needs. Comes after all that the address
 * and the headers can tell: nobody without a key gets memory here. What was read counts as held until it is answered.
 */
export const readBody: Step = (work, { load, bodyTimeoutMs, bodyStallMs }) => {
  const limits = { limitBytes: work.limitBytes, wholeMs: bodyTimeoutMs, stallMs: bodyStallMs }
  const received = receiveBody(work.request, limits, (bytes) => load.hold(work, bytes))
  return received instanceof Promise ? received.then((later) => verdictOf(later, work)) : verdictOf(received, work)
}

function verdictOf(received: Received, work: Work): Verdict {
  if ('body' in received) {
    work.body = received.body
    return pass
  }
  const { code, detail } = received
  if (code === 'gone') return drop(code)
  return code === 'unavailable' ? reject(code, detail, 1) : reject(code, detail)
}
