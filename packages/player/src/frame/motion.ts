import { type DomEvent, motionKey } from '@playhead/wire'
import * as dom from './dom.ts'
import type { Scene } from './scene.ts'

/** Where an animation of the recorded page was, and when: what it did since follows. */
export interface Motion {
  /** One that a script made, made again; those of CSS make themselves. */
  readonly animation: Animation | undefined
  readonly isRunning: boolean
  readonly atMs: number
  readonly rate: number
  readonly timeMs: number
  /** It has ended: what CSS has begun by then is at its end. */
  readonly isOver?: boolean
}

/**
 * Animations and transitions follow the session's clock: each stands where it was recorded to be. One that the
 * recording does not tell of stands, on a seek, where it would be had it begun when its element last changed, and
 * runs at the playing speed while playing.
 */
export function poseMotion(scene: Scene, baseMs: number, nowMs: number, speed: number, sought: boolean): void {
  const scripted = new Set<Animation>()
  for (const [key, motion] of scene.motions) {
    const { animation } = motion
    if (!animation) continue
    scripted.add(animation)
    const target = (animation.effect as KeyframeEffect).target
    // A removed node never comes back.
    if (target && dom.isConnected(target)) hold(animation, motion, nowMs)
    else scene.motions.delete(key)
  }
  // One that was taken to be over is in no list any more, and may yet be told of.
  for (const animation of [...dom.animations(), ...scene.ended]) {
    // Where scrolling has brought one, no clock says better.
    if (scripted.has(animation) || !(animation.timeline instanceof DocumentTimeline)) continue
    // Its style has taken it back.
    if (animation.playState === 'idle') {
      scene.ended.delete(animation)
      continue
    }
    const motion = motionOf(scene, animation)
    if (!motion && isHeldByCss(animation)) {
      animation.pause()
      animation.currentTime = 0
      continue
    }
    if (motion?.isOver && beganBefore(scene, animation, motion.timeMs)) end(animation)
    else if (motion && !motion.isOver) {
      hold(animation, motion, nowMs)
      if (animation.playState === 'finished') scene.ended.add(animation)
    } else if (!scene.ended.has(animation)) guess(scene, animation, baseMs, nowMs, speed, sought)
  }
  if (sought) endChains()
}

/** What has ended lets what inherits from it begin: on the page all of that was over long ago. */
function endChains(): void {
  const longestChain = 6
  for (let round = 0; round < longestChain; round++) {
    const begun = dom.animations().filter((one) => one instanceof CSSTransition && one.playState === 'running')
    for (const animation of begun) end(animation)
    if (!begun.length) return
  }
}

function end(animation: Animation): void {
  try {
    animation.finish()
  } catch {
    // One without an end stays where it is.
  }
}

function beganBefore(scene: Scene, animation: Animation, timeMs: number): boolean {
  const { effect } = animation
  const target = effect instanceof KeyframeEffect ? effect.target : null
  return ((target && scene.changedMs.get(target)) ?? 0) <= timeMs
}

/** One that its style has held from the start needs no clock, and follows when its style sets it further. */
function isHeldByCss(animation: Animation): boolean {
  const { effect } = animation
  if (!(animation instanceof CSSAnimation) || !(effect instanceof KeyframeEffect) || !effect.target) return false
  const style = dom.computedStyleOf(effect.target, effect.pseudoElement)
  const list = (text: string): string[] => text.split(',').map((part) => part.trim())
  const states = list(style.animationPlayState)
  const at = list(style.animationName).indexOf(animation.animationName)
  return at >= 0 && states[at % states.length] === 'paused'
}

function motionOf(scene: Scene, animation: Animation): Motion | undefined {
  const { effect } = animation
  const target = effect instanceof KeyframeEffect ? effect.target : null
  if (!target || !scene.motions.size) return undefined
  const isAnimation = animation instanceof CSSAnimation
  const name = isAnimation ? animation.animationName : animation instanceof CSSTransition ? animation.transitionProperty : ''
  const pseudo = (effect as KeyframeEffect).pseudoElement ?? ''
  const kind = isAnimation ? 'css-animation' : 'css-transition'
  return scene.motions.get(motionKey({ id: scene.ids.get(target) ?? 0, kind, key: 0, name, pseudo }))
}

/** Sets an animation to where it was at `nowMs`. */
function hold(animation: Animation, { isRunning, atMs, rate, timeMs }: Motion, nowMs: number): void {
  const timing = animation.effect!.getComputedTiming()
  const delayMs = animation instanceof CSSAnimation ? (timing.delay ?? 0) : 0
  const at = atMs + delayMs + (isRunning ? (nowMs - timeMs) * rate : 0)
  const end = Number(timing.endTime)
  try {
    if (Number.isFinite(end) && at >= end && rate > 0) {
      if (animation.playState !== 'finished') animation.finish()
      return
    }
    if (animation.playState !== 'paused') animation.pause()
    animation.currentTime = at
  } catch {
    // One that cannot be set stays where it is.
  }
}

function guess(scene: Scene, animation: Animation, baseMs: number, nowMs: number, speed: number, sought: boolean): void {
  const { effect } = animation
  const target = effect instanceof KeyframeEffect ? effect.target : null
  try {
    if (sought) {
      const began = (target && scene.changedMs.get(target)) ?? null
      // What was there in the keyframe began some time before: all that can end has ended.
      const end = Number(effect?.getComputedTiming().endTime ?? 0)
      const at = began === null ? nowMs - baseMs + (Number.isFinite(end) ? end : 0) : nowMs - began
      if (Number.isFinite(end) && at >= end) {
        animation.finish()
        if (began === null) scene.ended.add(animation)
      } else animation.currentTime = Math.max(0, at)
    }
    if (animation.playState === 'finished') return
    if (speed === 0) animation.pause()
    else {
      if (animation.playbackRate !== speed) animation.updatePlaybackRate(speed)
      if (animation.playState === 'paused') animation.play()
    }
  } catch {
    // An animation without a finite end cannot be finished: it stays where it is.
  }
}

/** Ends the transitions that began since `before` was taken. Brings styles up to date. */
export function finishTransitions(before: ReadonlySet<Animation>): void {
  for (const animation of dom.animations()) if (animation instanceof CSSTransition && !before.has(animation)) animation.finish()
}

/** Longer transitions are met half-way only while playing. */
const longestMs = 5000
/** Events of one frame are told within this. */
const frameMs = 4

/**
 * When the changes came that began the transitions under way at `toMs`. Those changes come a frame before the
 * transition is told of, so each is looked for in the last two frames that changed anything.
 */
export function findBeginnings(events: readonly { event: DomEvent }[], toMs: number): number[] {
  const found = new Set<number>()
  let lastMs = -Infinity
  let frame = 0
  let frameBefore = 0
  for (const { event } of events) {
    const { timeMs } = event
    if (event.type !== 'animation') {
      if (timeMs > lastMs + frameMs) {
        frameBefore = frame
        frame = timeMs
      }
      lastMs = timeMs
    } else if (event.kind === 'css-transition' && event.state === 'running' && timeMs > toMs - longestMs) found.add(frameBefore).add(frame)
  }
  return [...found]
}
