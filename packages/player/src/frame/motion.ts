import * as dom from './dom.ts'
import type { Scene } from './scene.ts'

/**
 * Animations and transitions follow the session's clock: on a seek each stands where it would be had it begun when
 * its element last changed, and holds still; while playing it runs at the playing speed.
 */
export function poseMotion(scene: Scene, baseMs: number, nowMs: number, speed: number, sought: boolean): void {
  for (const animation of dom.animations()) {
    const { effect } = animation
    const target = effect instanceof KeyframeEffect ? effect.target : null
    try {
      if (sought) {
        const began = (target && scene.changedMs.get(target)) ?? null
        // What was there in the keyframe began some time before: all that can end has ended.
        const end = Number(effect?.getComputedTiming().endTime ?? 0)
        const at = began === null ? nowMs - baseMs + (Number.isFinite(end) ? end : 0) : nowMs - began
        if (Number.isFinite(end) && at >= end) animation.finish()
        else animation.currentTime = Math.max(0, at)
      }
      if (animation.playState === 'finished') continue
      if (speed === 0) animation.pause()
      else {
        if (animation.playbackRate !== speed) animation.updatePlaybackRate(speed)
        if (animation.playState === 'paused') animation.play()
      }
    } catch {
      // An animation without a finite end cannot be finished: it stays where it is.
    }
  }
}

/** Ends the transitions that began since `before` was taken. Brings styles up to date. */
export function finishTransitions(before: ReadonlySet<Animation>): void {
  for (const animation of dom.animations()) if (animation instanceof CSSTransition && !before.has(animation)) animation.finish()
}
