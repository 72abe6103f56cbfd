import { type EventOf, motionKey } from '@playhead/wire'
import { rewriteCss } from '../css.ts'
import * as dom from '../dom.ts'
import type { Scene } from '../scene.ts'
import { cssMap } from '../style.ts'

/** Notes where an animation is; one that a script made is made again, held, and set by the session's clock. */
export function applyAnimation(scene: Scene, event: EventOf<'animation'>): void {
  const { state, atMs = 0, rate, timeMs } = event
  const key = motionKey(event)
  let animation = scene.motions.get(key)?.animation
  if (event.keyframes !== undefined) {
    animation?.cancel()
    animation = declare(scene, event)
  }
  if (event.kind !== 'script' && state === 'finished')
    scene.motions.set(key, { animation, isRunning: false, atMs, rate, timeMs, isOver: true })
  else if (state === 'cancelled' || (state === 'finished' && !animation)) {
    animation?.cancel()
    scene.motions.delete(key)
  } else scene.motions.set(key, { animation, isRunning: state === 'running', atMs, rate, timeMs })
}

const timingNames = ['delay', 'direction', 'duration', 'easing', 'endDelay', 'fill', 'iterationStart', 'iterations', 'composite']

function declare(scene: Scene, { id, keyframes = '', timing = '{}', pseudo }: EventOf<'animation'>): Animation | undefined {
  const element = scene.nodes[id]
  if (!dom.isElement(element)) {
    scene.miss('node', 'an animation of an unknown node', id)
    return undefined
  }
  const options: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(parseObject(timing)))
    if (timingNames.includes(name)) options[name] = value === 'Infinity' ? Infinity : value
  if (pseudo) options['pseudoElement'] = pseudo
  const frames = (JSON.parse(keyframes) as unknown[]).map((frame) => {
    const safe: Keyframe = {}
    for (const [name, value] of Object.entries(Object(frame) as Record<string, unknown>))
      if (typeof value === 'string') safe[name] = rewriteCss(value, cssMap(scene, element))
      else if (typeof value === 'number') safe[name] = value
    return safe
  })
  const animation = dom.animate(element, frames, options)
  animation.pause()
  return animation
}

const parseObject = (json: string): Record<string, unknown> => Object(JSON.parse(json)) as Record<string, unknown>
