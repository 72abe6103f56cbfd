import { ingestLimit } from '@playhead/wire'
import type { CheckedOptions } from '../option-check.ts'
import { type Recorder, startRecorder } from '../recorder.ts'
import type { Page } from '../scope.ts'
import type { Bytes } from '../send/asset.ts'
import type { Transport } from '../send/transport.ts'
import type { Choice } from '../trigger/choice.ts'
import { createHold, type Hold } from '../trigger/hold.ts'
import type { Consent } from './consent.ts'
import type { PlayheadStatus } from './status.ts'
import type { VisitStore } from './visit-store.ts'

/** A recorder whose words go to the server, or wait on the page for what speaks for them. */
export interface Recording {
  readonly recorder: Recorder
  readonly hold: Hold | null
}

export interface RecordingOptions {
  readonly window: Page
  readonly options: CheckedOptions
  readonly visit: VisitStore
  readonly transport: Transport
  readonly consent: Consent
  readonly choice: Choice
  /** No page view begins with it: the same document goes on, or it is a frame of the page that is shown. */
  readonly isFrame: boolean
  readonly isResumed: boolean
  isAwake(): boolean
  onReason(reason: PlayheadStatus['reason']): void
}

export function startRecording(of: RecordingOptions): Recording {
  const { window, options, visit, transport, consent, choice, isFrame, isResumed, isAwake, onReason } = of
  const { minimumMs, trigger } = options
  const { rate, rule, trigger: before } = choice
  const { session, place, nextOrdinal, tell } = visit.seat()
  const waitMs = visit.startedMs + minimumMs - Date.now()
  const isNew = visit.isNewTab
  const why = before ? (`trigger:${before}` as const) : rule ? (`rule:${rule}` as const) : 'recording'
  let isHeld = !before && (trigger.length > 0 || waitMs > 0)
  let recorder: Recorder | null = null
  const decide = (fired: string | undefined): void => recorder?.emit({ type: 'decision', rate, rule, trigger: fired })
  const send = (chunk: Bytes, isLeaving: boolean, hasKeyframe: boolean): void => {
    tell()
    transport.send(chunk, session, isLeaving, hasKeyframe)
  }
  const hold = isHeld
    ? createHold({
        window,
        trigger,
        waitMs,
        onStale: () => recorder?.renew(),
        onRelease({ chunks, told }, fired, isLeaving) {
          isHeld = false
          onReason(fired ? `trigger:${fired}` : why)
          if (fired) visit.choose({ ...choice, trigger: fired })
          for (const chunk of chunks) send(chunk, false, true)
          for (const event of told) recorder?.emit(event)
          decide(fired)
          if (isLeaving) recorder?.leave()
        },
      })
    : null
  onReason(hold?.reason ?? why)
  recorder = startRecorder(
    window,
    options,
    {
      place,
      nextOrdinal,
      send(chunk, isLeaving, events) {
        if (!hold?.take(chunk, events, isLeaving))
          send(
            chunk,
            isLeaving,
            events.some(({ type }) => type === 'keyframe'),
          )
      },
      pass: () =>
        isHeld
          ? null
          : {
              session,
              visitor: visit.visitor,
              startedMs: visit.startedMs,
              lastMs: Date.now(),
              consentMs: visit.consentMs,
              token: visit.token(session),
              choice: visit.choice,
            },
      upload: transport.upload,
      memory: visit.assets(options.privacy),
      maxBytes: ingestLimit.bytes,
      isAwake,
      onTreeLost: () => onReason('signals-only'),
    },
    {
      visitor: visit.visitor,
      isReturning: visit.isReturning,
      isNew,
      isResumed: isFrame || (isResumed && !isNew),
      consent: consent.by(),
      consentAtMs: visit.consentMs,
    },
  )
  if (!hold && isNew) decide(before)
  return { recorder, hold }
}
