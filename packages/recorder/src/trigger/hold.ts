import type { PlayheadEvent, SignalEvent } from '@playhead/wire'
import { native } from '../native.ts'
import type { Page } from '../scope.ts'
import type { Bytes } from '../send/asset.ts'
import { createRing } from '../send/ring.ts'
import { createTrigger } from './trigger.ts'

/** Keeps a recording on the page until something speaks for it. */
export interface Hold {
  readonly reason: 'buffering:trigger' | 'buffering:minimum'
  /** Takes a chunk, or returns false: nothing is held any more. */
  take(chunk: Bytes, events: readonly PlayheadEvent[], isLeaving: boolean): boolean
  /** Lets all go that is held; `fired`: what spoke for it. */
  release(fired?: string): void
  /** Whatever was not let go of by now is forgotten, and what still comes. */
  stop(): void
}

export interface HoldOptions {
  readonly window: Page
  /** What it waits for; nothing: only for the time, an error or rage clicks. */
  readonly trigger: readonly string[]
  readonly waitMs: number
  /** A keyframe is due. */
  onStale(): void
  onRelease(held: { readonly chunks: readonly Bytes[]; readonly told: readonly SignalEvent[] }, fired?: string, isLeaving?: boolean): void
}

export function createHold({ window, trigger, waitMs, onStale, onRelease }: HoldOptions): Hold {
  const isTimed = !trigger.length
  const ring = createRing(isTimed, onStale)
  const find = createTrigger(isTimed ? ['error', 'rage'] : trigger)
  let isOver = false
  let isStopped = false
  function release(fired?: string, isLeaving?: boolean): void {
    if (isOver || isStopped) return
    isOver = true
    onRelease(ring.release(), fired, isLeaving)
  }
  if (isTimed) native(window, 'setTimeout')(release, waitMs)
  return {
    reason: isTimed ? 'buffering:minimum' : 'buffering:trigger',
    take(chunk, events, isLeaving) {
      if (isOver || isStopped) return isStopped
      ring.add(chunk, events)
      const fired = find(events)
      if (fired) release(fired, isLeaving)
      return true
    },
    release: (fired) => release(fired),
    stop: () => void (isStopped = !isOver),
  }
}
