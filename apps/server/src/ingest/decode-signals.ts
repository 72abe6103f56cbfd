import { inflateRaw } from 'node:zlib'
import { type Chunk, decodeLane, readChunk, WireError } from '@playhead/wire'
import { pass, reject, type Step } from './step.ts'

const limit = { rawBytes: 8 << 20, ratio: 100, signals: 2000 } as const
/** The DOM lane, by what it says of itself. Small lanes repeat themselves more than large ones. */
const pageLimit = { rawBytes: 32 << 20, ratio: 100, smallBytes: 64 << 10, smallRatio: 200 } as const

/** Opens the frame and the signals lane. The DOM lane stays closed: the server never needs it. */
export const decodeSignals: Step = async (work) => {
  try {
    const chunk = readChunk(work.body!)
    const { rawBytes, bytes } = chunk.signal
    if (chunk.header.signals > limit.signals) return reject('too-large', `${chunk.header.signals} signals in one chunk`)
    // Small lanes may repeat themselves a lot without harm; only large ones must keep to the ratio.
    if (rawBytes > limit.rawBytes || (rawBytes > 65_536 && rawBytes > bytes.length * limit.ratio))
      return reject('too-large', `signals inflate to ${rawBytes} bytes`)
    const page = chunk.dom
    const ratio = page.rawBytes < pageLimit.smallBytes ? pageLimit.smallRatio : pageLimit.ratio
    if (page.rawBytes > pageLimit.rawBytes || page.rawBytes > page.bytes.length * ratio)
      return reject('too-large', `the page inflates to ${page.rawBytes} bytes`)
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
