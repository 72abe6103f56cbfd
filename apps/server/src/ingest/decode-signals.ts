import { inflateRaw } from 'node:zlib'
import { type Chunk, ingestLimit, decodeLane, laneLimit, readChunk, type StoredLane, WireError } from '@playhead/wire'
import { pass, reject, type Step } from './step.ts'

/** Many small signals are alike; what is large and repeats itself more than this is no visit. */
const signalRatio = { ratio: 100, fromBytes: 1 << 20 } as const

const inflatesTooFar = ({ rawBytes, bytes }: StoredLane, limitBytes: number): boolean =>
  rawBytes > limitBytes || rawBytes > bytes.length * laneLimit.ratio

/** Opens the frame and the signals lane. The DOM lane stays closed: the server never needs it. */
export const decodeSignals: Step = async (work) => {
  try {
    const chunk = readChunk(work.body!)
    const { header, signal, dom } = chunk
    if (header.signals > ingestLimit.signals) return reject('too-large', `${header.signals} signals in one chunk`)
    const isBomb = signal.rawBytes > signalRatio.fromBytes && signal.rawBytes > signal.bytes.length * signalRatio.ratio
    if (isBomb || inflatesTooFar(signal, ingestLimit.signalBytes)) return reject('too-large', `signals inflate to ${signal.rawBytes} bytes`)
    if (inflatesTooFar(dom, ingestLimit.domBytes)) return reject('too-large', `the page inflates to ${dom.rawBytes} bytes`)
    work.signals = decodeLane(await openSignals(chunk), chunk, 'signal')
    work.header = chunk.header
    return pass
  } catch (error) {
    if (error instanceof WireError) return reject('bad-chunk', error.message)
    throw error
  }
}

/** zlib on the thread pool: a third of the cost of a web stream, and it stops at the size the lane states. */
function openSignals({ signal }: Chunk): Promise<Uint8Array> | Uint8Array {
  if (!signal.deflated) return signal.bytes
  return new Promise((resolve, fail) => {
    inflateRaw(signal.bytes, { maxOutputLength: Math.max(1, signal.rawBytes) }, (error, raw) => {
      if (error) fail(new WireError('bad-value', 0, 'the signals lane does not inflate'))
      else resolve(raw)
    })
  })
}
