import { createId, createSessionId } from '@playhead/wire'
import { outside } from './native.ts'
import type { CaptureOptions } from './option.ts'
import { startRecorder } from './recorder.ts'
import type { Visit } from './session/start-event.ts'

export interface RecordOptions extends CaptureOptions {
  /** Gets each chunk, in order. */
  emit(chunk: Uint8Array): void
}

export interface Recording {
  /** Ends the recording; the last chunk was emitted when it resolves. */
  stop(): Promise<void>
  /** Emits what was recorded so far. */
  flush(): Promise<void>
}

/** Records this page without a server: nothing is stored, nothing is sent. Assets travel in the stream unless told otherwise. */
export function record(options: RecordOptions): Recording {
  const nowMs = Date.now()
  const session = createSessionId(nowMs)
  const tab = createId()
  let seq = 0
  let ordinal = 0
  const sink = {
    place: () => ({ session, tab, seq: seq++ }),
    nextOrdinal: () => ++ordinal,
    send: (chunk: Uint8Array) => options.emit(chunk),
  }
  const visit: Visit = {
    visitor: createId(),
    isReturning: false,
    isNew: true,
    isResumed: false,
    consent: 'api',
    consentAtMs: nowMs,
  }
  const recorder = outside(() => startRecorder(window, { ...options, assets: options.assets ?? 'inline' }, sink, visit))
  let stopped: Promise<void> | null = null
  return { stop: () => (stopped ??= recorder.stop('stop')), flush: recorder.flush }
}
