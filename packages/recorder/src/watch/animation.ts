import type { EventOf } from '@playhead/wire'
import { recordCss } from '../privacy/css.ts'
import type { Scope } from '../scope.ts'
import { onRenewal } from './renewal.ts'

/** What the browser fills in by itself needs no telling. */
const defaults: Readonly<Record<string, unknown>> = {
  delay: 0,
  endDelay: 0,
  direction: 'normal',
  duration: 'auto',
  easing: 'linear',
  fill: 'auto',
  iterationStart: 0,
  iterations: 1,
  composite: 'auto',
  offset: null,
}

/** Animations as declarations with time: what scripts animate, and when CSS began and ended what it declares itself. */
export function watchAnimation(scope: Scope): void {
  const { document, window, privacy } = scope
  const keys = new WeakMap<Animation, number>()
  let lastKey = 0
  let told = new WeakSet<Animation>()
  const changed = new Set<Animation>()
  const happened: (Omit<EventOf<'animation'>, 'timeMs' | 'id'> & { target: Element })[] = []
  const request = scope.onFrame(() => {
    // All of a frame's, once their elements have ids; what nobody has heard of cannot be cancelled.
    for (const { target, ...event } of happened.splice(0)) {
      const id = scope.idOf(target)
      if (id) scope.emit({ ...event, id })
    }
    changed.forEach(tell)
    changed.clear()
  })

  /** Properties that say something, their strings masked as CSS. */
  function describe(from: object, element?: Element): Record<string, unknown> {
    const out: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(from) as [string, unknown][])
      if (value !== defaults[name] && name !== 'computedOffset')
        out[name] =
          value === Infinity
            ? 'Infinity'
            : element && typeof value === 'string'
              ? recordCss(`${name}:${value}`, document.baseURI, privacy.levelOf(element), privacy.tokens.hash, scope.onCssUrl).slice(
                  name.length + 1,
                )
              : value
    return out
  }
  /** What it names is told as style sheets tell it. */
  const pseudoOf = (text: string | null): string | undefined => (text ? recordCss(text, '', privacy.level, privacy.tokens.hash) : undefined)
  /** A browser's own name for one of a view transition ends with what the page calls it. */
  const nameOf = (text = ''): string => text.replace(/^(-ua-.*-anim)-.*/, '$1')
  const isHeld = ({ target, pseudoElement }: KeyframeEffect): boolean =>
    !!target && window.getComputedStyle(target, pseudoElement).animationPlayState.includes('paused')
  function tell(animation: Animation): void {
    const effect = animation.effect as KeyframeEffect | null
    const { animationName, transitionProperty, currentTime } = animation as Partial<CSSAnimation & CSSTransition>
    const state = animation.playState === 'idle' ? 'cancelled' : animation.playState
    const id = scope.idOf(effect?.target ?? null)
    // What CSS holds still from its start stands where its style says.
    if (animationName && state === 'paused' && currentTime === 0 && !told.has(animation) && isHeld(effect!)) return
    // One that a scroll drives has no time.
    if (!effect || !id || (typeof currentTime === 'object' && currentTime) || (state === 'cancelled' && !told.has(animation))) return
    const name = animationName ?? transitionProperty
    let key = 0
    if (name === undefined) {
      key = keys.get(animation) ?? ++lastKey
      keys.set(animation, key)
    }
    const isNew = !name && !told.has(animation)
    told.add(animation)
    const timing = effect.getTiming()
    // The timeline stands still since the last frame; what is told counts from now.
    const lag = state === 'running' && !animation.pending ? window.performance.now() - Number(animation.timeline?.currentTime) : 0
    const delay = animationName ? (timing.delay ?? 0) : 0
    const element = effect.target!
    scope.emit({
      type: 'animation',
      key,
      id,
      kind: animationName ? 'css-animation' : name ? 'css-transition' : 'script',
      state,
      name: nameOf(name),
      pseudo: pseudoOf(effect.pseudoElement),
      atMs: typeof currentTime === 'number' ? currentTime - delay + lag * animation.playbackRate : undefined,
      rate: animation.playbackRate,
      keyframes: isNew ? JSON.stringify(effect.getKeyframes().map((frame) => describe(frame, element))) : undefined,
      timing: isNew
        ? JSON.stringify(describe({ ...timing, composite: effect.composite === 'replace' ? 'auto' : effect.composite }))
        : undefined,
    })
  }
  function note(animation: unknown): void {
    changed.add(animation as Animation)
    request()
  }
  scope.patch(window.Element.prototype, 'animate', (_self, _args, animation) => note(animation))
  for (const name of ['play', 'pause', 'reverse', 'cancel', 'finish']) scope.patch(window.Animation?.prototype, name, note)
  // The new rate counts from when the browser has taken it up.
  scope.patch(window.Animation?.prototype, 'updatePlaybackRate', (animation) => {
    const again = (): void => note(animation)
    ;(animation as Animation).ready.then(again, again)
  })
  for (const name of ['currentTime', 'startTime', 'playbackRate']) scope.patchSetter(window.Animation?.prototype, name, note)

  scope.listen(document, 'animationstart animationend animationcancel transitionrun transitionend transitioncancel', (event) => {
    const { type, pseudoElement, elapsedTime, animationName, propertyName } = event as AnimationEvent & TransitionEvent
    const target = event.composedPath()[0] as Element
    // CSS begins what it holds still with the same event.
    const begun = type === 'animationstart' && target.getAnimations?.(pseudoElement ? { subtree: true } : undefined)
    for (const animation of begun || []) if (animation.playState === 'paused') return note(animation)
    happened.push({
      type: 'animation',
      target,
      key: 0,
      kind: animationName === undefined ? 'css-transition' : 'css-animation',
      state: type.endsWith('cancel') ? 'cancelled' : type.endsWith('end') ? 'finished' : 'running',
      name: nameOf(animationName ?? propertyName),
      pseudo: pseudoOf(pseudoElement),
      atMs: elapsedTime * 1000,
      rate: 1,
    })
    request()
  })
  onRenewal(
    scope,
    () => (told = new WeakSet()),
    () =>
      document.getAnimations?.().forEach((animation) => {
        if (!told.has(animation)) note(animation)
      }),
  )
}
