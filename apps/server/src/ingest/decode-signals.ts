import { inflateRaw } from 'node:zlib'
import { holdsRecord, inflateSignals } from '@playhead/store'
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
    if (holdsRecord(work.body!)) return reject('bad-chunk', 'it holds a record of the log')
    const raw = openSignals(chunk)
    work.signals = decodeLane(raw instanceof Promise ? await raw : raw, chunk, 'signal')
    work.header = chunk.header
    return pass
  } catch (error) {
    if (error instanceof WireError) return reject('bad-chunk', error.message)
    throw error
  }
}

/** Up to here inflating in place takes less than handing it to a thread does; what is larger must not hold up the others. */
const inPlaceBytes = 128 << 10

/** Stops at the size that the lane states. */
function openSignals(chunk: Chunk): Promise<Uint8Array> | Uint8Array {
  const { signal } = chunk
  if (!signal.deflated || signal.rawBytes <= inPlaceBytes) return inflateSignals(chunk)
  return new Promise((resolve, fail) => {
    inflateRaw(signal.bytes, { maxOutputLength: signal.rawBytes }, (error, raw) => {
      if (error) fail(new WireError('bad-value', 0, 'the signals lane does not inflate'))
      else resolve(raw)
    })
  })
}
